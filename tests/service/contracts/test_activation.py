"""A version taken up by open tickets: foreseen first, then done in the background, once each."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from contracts import instant
from contracts.agreements import (
    activation,
    activation_preview,
    activation_running,
    activation_spreading,
    agreement,
    provider_agreement,
)
from contracts.agreements.agreed import Content, Target
from contracts.agreements.versions import WrongState
from contracts.escalation import alarms
from tests.conftest import Database
from tests.service.contracts import replayed, world
from tests.service.contracts.world import HOUR, Tickets, berlin, known
from underpin.desk.escalated.carrying import Carrying
from underpin.desk.tickets import finishing, raising
from underpin.kernel import db, ids, pulse, timers, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, System, Work
from underpin.kernel.errors import Forbidden, NotFound
from underpin.kernel.principal import MEMBER, STAFF, Principal, worker

MONDAY, TUESDAY = "2026-01-12T", "2026-01-13T"
tenants = world.TENANTS
MAY = frozenset({"contract.read", "contract.write", "contract.approve", "vendor.write"})


@dataclass(frozen=True)
class Client:
    """A client with its tickets, at a desk that is the real one."""

    tenant: int
    anna: Principal
    ben: Principal
    admin: Principal

    async def ask(self, who: Principal, wanted: Any, *a: Any, **k: Any) -> Any:
        provides = wanted.mode is verb.Mode.PROVIDE
        where = self.tenant if who.audience is STAFF and not provides else None
        return await verb.perform(wanted, who, *a, tenant=where, **k)

    async def raised(self, at: datetime) -> UUID:
        async with world.acting(self.tenant, at):
            pass
        new = raising.NewTicket(
            "No network",
            service_id=known(self.tenant, "network"),
            requester_id=known(self.tenant, "ada"),
            impact="low",
            urgency="medium",
        )
        made = await verb.perform(raising.raise_ticket, worker(self.tenant), new, source="replay")
        found: UUID = made.id
        return found

    async def drafted(self, hours: float, warn: Sequence[int] = (75,), **more: Any) -> UUID:
        """Version 2 of Gold: another resolution, on the office's hours."""
        made = await self.ask(self.anna, agreement.amend, known(self.tenant, "sla"))
        targets = tuple(
            replace(each, allowed_us=int(hours * HOUR), warn_percents=tuple(warn), **more)
            if each.metric == "resolution"
            else each
            for each in made.content.targets
        )
        content = replace(made.content, targets=targets)
        await self.ask(self.anna, agreement.rewrite, made.id, content)
        found: UUID = made.id
        return found

    async def activated(self, version: UUID, at: datetime, **words: Any) -> None:
        await self.ask(self.ben, agreement.approve, version)
        await self.ask(self.admin, agreement.accept, version)
        risk = agreement.Risk(at.date() + timedelta(days=90), "the client asked for it")
        await self.ask(self.ben, agreement.activate, version, at, risk=risk, **words)

    async def live_until(self, moment: datetime) -> None:
        async with world.acting(self.tenant, moment):
            pass
        while await pulse.drain(self.tenant):
            pass

    async def clock(self, ticket: UUID, metric: str = "resolution", holder: str = "") -> db.Row:
        return (await Tickets(self.tenant).clocks(ticket))[metric, holder, 1]

    async def log(self, ticket: UUID, kind: str) -> list[db.Row]:
        async with db.open(Work(self.tenant)):
            return await db.rows(
                "SELECT * FROM event WHERE tenant_id = $1 AND subject_id = $2 AND kind = $3 "
                "ORDER BY position",
                *(self.tenant, ticket, kind),
            )


@pytest.fixture
async def acme(scopes: Database) -> Client:
    tenant = next(tenants)
    await world.set_up(tenant)
    anna, ben = ids.new(), ids.new()
    async with world.acting(tenant, berlin(MONDAY + "08:00")):
        await db.execute(
            "INSERT INTO member_role VALUES ($1, $2, 'client_admin')", tenant, known(tenant, "ada")
        )
    async with db.open(Provider()):
        for person in (anna, ben):
            await db.execute(
                "WITH hired AS (INSERT INTO staff VALUES ($1, 'X', $1::uuid || '@msp.example', "
                "NULL, 'active', 'en', 'UTC', $3)) "
                "INSERT INTO assignment (staff_id, tenant_id) VALUES ($1, $2)",
                *(person, tenant, berlin(MONDAY + "08:00")),
            )
    timers.handle(activation_running.kind(Carrying()))
    timers.handle(alarms.kind(Carrying()))
    here = {"T": tenant}
    member = frozenset({"contract.read", "contract.accept"})
    return Client(
        tenant,
        Principal(STAFF, anna, MAY, here),
        Principal(STAFF, ben, MAY, here),
        Principal(MEMBER, known(tenant, "ada"), member, here),
    )


async def test_new_tickets_only_leaves_open_ones_alone(acme: Client) -> None:
    ticket = await acme.raised(berlin(MONDAY + "09:00"))
    before = await acme.clock(ticket)
    version = await acme.drafted(16)
    await acme.activated(version, berlin(MONDAY + "12:00"))
    await acme.live_until(berlin(MONDAY + "12:30"))
    assert (await acme.clock(ticket))["memory"] == before["memory"]
    with pytest.raises(NotFound):
        await acme.ask(acme.anna, activation.of_version, acme.tenant, version)
    assert await acme.log(ticket, "ticket.terms_changed") == []


async def test_open_tickets_go_on_with_the_time_they_used(acme: Client) -> None:
    ticket = await acme.raised(berlin(MONDAY + "09:00"))
    version = await acme.drafted(16)
    await acme.activated(version, berlin(MONDAY + "12:00"), open_tickets=True)
    await acme.live_until(berlin(MONDAY + "12:00"))
    assert (await acme.clock(ticket))["version_id"] == known(acme.tenant, "slav")
    await acme.live_until(berlin(MONDAY + "12:30"))
    clock = await acme.clock(ticket)
    assert (clock["version_id"], clock["allowed_us"]) == (version, 16 * HOUR)
    assert clock["elapsed_us"] == 3 * HOUR
    assert clock["due_at"] == berlin("2026-01-13T17:00")
    (event,) = await acme.log(ticket, "ticket.terms_changed")
    assert event["happened_at"] == berlin(MONDAY + "12:00")
    row = await Tickets(acme.tenant).row(ticket)
    assert (row["agreement_version_id"], row["due_at"]) == (version, clock["due_at"])
    done = await acme.ask(acme.anna, activation.of_version, acme.tenant, version)
    assert (done.state, done.total, done.done) == ("done", 1, 1)


async def test_a_target_already_exceeded_is_breached_at_the_change_once_and_without_warnings(
    acme: Client,
) -> None:
    ticket = await acme.raised(berlin(MONDAY + "09:00"))
    await acme.live_until(berlin(MONDAY + "14:00"))
    version = await acme.drafted(2, (50, 75))
    await acme.activated(version, berlin(MONDAY + "14:00"), open_tickets=True)
    foreseen = await acme.ask(acme.anna, activation_preview.of_version, acme.tenant, version)
    assert foreseen.breached_at_once == 0
    await acme.live_until(berlin(MONDAY + "14:10"))
    clock = await acme.clock(ticket)
    assert (clock["breached_at"], clock["caused_by_change"]) == (berlin(MONDAY + "14:00"), True)
    told = [
        msgspec.json.decode(event["body"])
        for event in await acme.log(ticket, "ticket.breach_recorded")
    ]
    about = [
        (each["at"], each["caused_by_change"]) for each in told if each["metric"] == "resolution"
    ]
    assert about == [(instant.of(berlin(MONDAY + "14:00")), True)]
    assert msgspec.json.decode(clock["memory"])["warnings"] == []


async def test_what_would_change_is_foreseen_and_comes_true(acme: Client) -> None:
    """Three tickets: one has used too much, one is past the new warning, one is just due sooner."""
    times = ("09:00", "11:30", "13:30")
    old, middle, young = [await acme.raised(berlin(MONDAY + time)) for time in times]
    await acme.live_until(berlin(MONDAY + "14:00"))
    version = await acme.drafted(4, (50,))
    seen = await acme.ask(
        acme.anna, activation_preview.of_version, acme.tenant, version, berlin(MONDAY + "14:00")
    )
    assert (seen.tickets, seen.breached_at_once, seen.at_risk, seen.earlier) == (3, 1, 1, 1)
    listed = await acme.ask(
        acme.anna,
        activation_preview.tickets_of_version,
        acme.tenant,
        version,
        berlin(MONDAY + "14:00"),
        limit=2,
    )
    rest = await acme.ask(
        acme.anna,
        activation_preview.tickets_of_version,
        acme.tenant,
        version,
        berlin(MONDAY + "14:00"),
        after=listed.after,
    )
    assert rest.after is None
    found = {each.ticket_id: each.clocks[0] for each in (*listed.tickets, *rest.tickets)}
    assert {ticket: clock.effect for ticket, clock in found.items()} == {
        old: "breached_at_once",
        middle: "at_risk",
        young: "earlier",
    }
    await acme.activated(version, berlin(MONDAY + "14:00"), open_tickets=True)
    await acme.live_until(berlin(MONDAY + "14:01"))
    for ticket in (middle, young):
        assert (await acme.clock(ticket))["due_at"] == found[ticket].due_after
    assert (await acme.clock(old))["breached_at"] == berlin(MONDAY + "14:00")


async def test_a_version_of_later_is_taken_up_at_its_instant_also_by_a_late_worker(
    acme: Client,
) -> None:
    ticket = await acme.raised(berlin(MONDAY + "09:00"))
    version = await acme.drafted(16)
    await acme.activated(version, berlin(MONDAY + "15:00"), open_tickets=True)
    await acme.live_until(berlin(MONDAY + "14:59"))
    waiting = await acme.ask(acme.anna, activation.of_version, acme.tenant, version)
    assert (waiting.state, waiting.total) == ("waiting", 0)
    async with world.acting(acme.tenant, berlin(MONDAY + "16:00")):
        pass
    number = (await Tickets(acme.tenant).row(ticket))["number"]
    await verb.perform(finishing.resolve, worker(acme.tenant), number, source="replay")
    await acme.live_until(berlin(MONDAY + "16:01"))
    clock = await acme.clock(ticket)
    assert (clock["state"], clock["version_id"], clock["elapsed_us"]) == (
        "stopped",
        version,
        7 * HOUR,
    )
    assert (clock["allowed_us"], clock["breached_at"]) == (16 * HOUR, None)


async def test_a_worker_that_dies_leaves_whole_batches_and_each_ticket_is_switched_once(
    acme: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activation_running, "BATCH", 2)
    many = [await acme.raised(berlin(MONDAY + "09:00")) for _ in range(5)]
    version = await acme.drafted(16)
    await acme.activated(version, berlin(MONDAY + "10:00"), open_tickets=True)
    async with world.acting(acme.tenant, berlin(MONDAY + "10:01")):
        pass
    half = await acme.ask(acme.anna, activation.of_version, acme.tenant, version)
    while half.state == "waiting":
        await pulse.drain(acme.tenant)
        half = await acme.ask(acme.anna, activation.of_version, acme.tenant, version)
    assert (half.state, half.total, half.done) == ("running", 5, 2)
    real, left = Carrying.change_terms, iter([True])

    async def dies(self: Carrying, act: Act, changed: Any, reason: str) -> None:
        await real(self, act, changed, reason)
        if next(left, False):
            raise RuntimeError("the worker is gone")

    monkeypatch.setattr(Carrying, "change_terms", dies)
    while await pulse.drain(acme.tenant):
        pass
    done = await acme.ask(acme.anna, activation.of_version, acme.tenant, version)
    assert (done.state, done.total, done.done) == ("done", 5, 5)
    for ticket in many:
        assert len(await acme.log(ticket, "ticket.terms_changed")) == 1
        assert (await acme.clock(ticket))["version_id"] == version


async def test_somebody_who_holds_a_ticket_is_not_waited_for(acme: Client) -> None:
    held, other = [await acme.raised(berlin(MONDAY + "09:00")) for _ in range(2)]
    version = await acme.drafted(16)
    await acme.activated(version, berlin(MONDAY + "10:02"), open_tickets=True)
    await acme.live_until(berlin(MONDAY + "10:01"))
    async with world.acting(acme.tenant, berlin(MONDAY + "10:03")):
        pass
    holding, let_go = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with db.open(Work(acme.tenant)):
            await db.row("SELECT id FROM ticket WHERE id = $1 FOR UPDATE", held)
            holding.set()
            await let_go.wait()

    holder = asyncio.create_task(hold())
    await holding.wait()
    await pulse.drain(acme.tenant)
    assert (await acme.clock(other))["version_id"] == version
    assert (await acme.clock(held))["version_id"] == known(acme.tenant, "slav")
    let_go.set()
    await holder
    await acme.live_until(berlin(MONDAY + "10:05"))
    assert (await acme.clock(held))["version_id"] == version


async def test_visits_under_way_follow_a_tiers_new_calendar_from_the_edit_on(
    acme: Client,
) -> None:
    ticket = await acme.raised(berlin(MONDAY + "09:00"))
    agreement_id, version = await _ola(acme)
    try:
        at = berlin(MONDAY + "10:00")
        async with db.open(Provider()):
            await db.execute(
                "INSERT INTO provider_activation (version_id, side, switch_at, asked_by, "
                "created_at) VALUES ($1, 'ola', $2, $3, $2)",
                *(version, at, acme.anna.person_id),
            )
        assert await activation_spreading.spread() > 0
        assert await activation_spreading.spread() == 0
        await acme.live_until(berlin(MONDAY + "10:01"))
        hold = await acme.clock(ticket, "hold", "L1")
        assert (hold["version_id"], hold["elapsed_us"]) == (version, HOUR)
        assert hold["calendar_version_id"] == known("pcv", "always")
        seen = await acme.ask(acme.anna, activation.of_behind, version)
        assert (seen.running, seen.total, seen.done) == (0, 1, 1)
        assert (await acme.clock(ticket))["version_id"] == known(acme.tenant, "slav")
    finally:
        await _forget(agreement_id, version)


async def _ola(acme: Client) -> tuple[UUID, UUID]:
    """Version 2 of the first tier's OLA, around the clock, in force from ten on that Monday."""
    targets = tuple(
        Target(metric, "incident", priority, 3 * HOUR)
        for priority in world.PRIORITIES
        for metric in ("pickup", "hold")
    )
    drafted = await acme.ask(
        acme.anna,
        provider_agreement.amend,
        known("ola", 1),
        Content(known("pcv", "always"), targets),
    )
    with pytest.raises(WrongState):
        await acme.ask(acme.anna, activation.behind, drafted.id)
    await acme.ask(acme.ben, provider_agreement.approve, drafted.id)
    async with db.open(Provider()):
        await db.execute(
            "UPDATE provider_agreement_version SET state = 'active', effective_from = $2 "
            "WHERE id = $1",
            *(drafted.id, berlin(MONDAY + "10:00")),
        )
    return drafted.agreement_id, drafted.id


async def _forget(agreement_id: UUID, version: UUID) -> None:
    """Other stories count on the provider's first versions, and on nothing being due."""
    async with db.open(System()):
        others = [row["id"] for row in await db.rows("SELECT id FROM tenant")]
    for tenant in others:
        async with db.open(Work(tenant)):
            run = ids.derive(version, "activation", tenant)
            await db.execute("DELETE FROM timer WHERE subject_id = $1", run)
            await db.execute("DELETE FROM activation_ticket WHERE run_id = $1", run)
            await db.execute("DELETE FROM activation_run WHERE id = $1", run)
    async with db.open(Provider()):
        await db.execute("DELETE FROM provider_activation WHERE version_id = $1", version)
        await db.execute("DELETE FROM provider_target WHERE version_id = $1", version)
        await db.execute("DELETE FROM provider_agreement_version WHERE id = $1", version)


async def test_asked_twice_for_what_is_under_way_it_is_one_run_and_never_of_the_past(
    acme: Client,
) -> None:
    agreement_id, version = await _ola(acme)
    try:
        asked = [await acme.ask(acme.anna, activation.behind, version) for _ in range(2)]
        seen = await acme.ask(acme.anna, activation.of_behind, version)
        assert asked == [version, version]
        assert (seen.waiting, seen.running, seen.total) == (0, 0, 0)
        assert seen.switch_at > berlin(MONDAY + "10:00")
        await activation_spreading.spread()
        seen = await acme.ask(acme.anna, activation.of_behind, version)
        assert (seen.waiting, seen.total) == (1, 0)
    finally:
        await _forget(agreement_id, version)


async def test_only_staff_see_how_far_it_is(acme: Client) -> None:
    version = await acme.drafted(16)
    for wanted in (activation.of_version, activation_preview.of_version):
        with pytest.raises(Forbidden):
            await acme.ask(acme.admin, wanted, acme.tenant, version)


async def test_what_a_tiers_new_version_would_do_is_foreseen_for_the_visits_under_way(
    acme: Client,
) -> None:
    ticket = await acme.raised(berlin(MONDAY + "09:00"))
    agreement_id, version = await _ola(acme)
    try:
        at = berlin(MONDAY + "10:00")
        seen = await acme.ask(acme.anna, activation_preview.of_behind, version, at)
        assert (seen.tickets, seen.clocks, seen.later) == (1, 2, 2)
        listed = await acme.ask(acme.anna, activation_preview.tickets_of_behind, version, at)
        (only,) = listed.tickets
        hold = next(each for each in only.clocks if each.metric == "hold")
        assert (only.ticket_id, hold.holder, hold.effect) == (ticket, "L1", "later")
        assert (hold.due_before, hold.due_after) == (
            berlin(MONDAY + "11:00"),
            berlin(MONDAY + "12:00"),
        )
    finally:
        await _forget(agreement_id, version)


async def test_an_alarm_of_the_old_terms_that_came_before_its_tickets_turn_is_taken_back(
    acme: Client,
) -> None:
    """The worker fires the old breach at five, and switches the ticket as of three only then."""
    ticket = await acme.raised(berlin(MONDAY + "09:00"))
    version = await acme.drafted(16)
    await acme.activated(version, berlin(MONDAY + "15:00"), open_tickets=True)
    async with world.acting(acme.tenant) as act:
        run = timers.Timer(
            *(activation.TIMER, str(ids.derive(version, "activation", acme.tenant))),
            ids.derive(version, "activation", acme.tenant),
            berlin(TUESDAY + "09:30"),
        )
        await timers.arm(act, run)
    await acme.live_until(berlin(TUESDAY + "09:15"))
    assert (await acme.clock(ticket))["breached_at"] == berlin(TUESDAY + "09:00")
    await acme.live_until(berlin(TUESDAY + "09:31"))
    clock = await acme.clock(ticket)
    assert (clock["breached_at"], clock["version_id"]) == (None, version)
    assert clock["due_at"] == berlin(TUESDAY + "17:00")
    withdrawn = [
        msgspec.json.decode(event["body"])
        for event in await acme.log(ticket, "ticket.breach_withdrawn")
    ]
    about = [each["breached_at"] for each in withdrawn if each["metric"] == "resolution"]
    assert about == [instant.of(berlin(TUESDAY + "09:00"))]
    await replayed.same_rows(Tickets(acme.tenant), ticket)
