"""The clocks move a real ticket of the desk up the tiers and out to the vendor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from contracts.agreements.clause import Arrival, StartingTier
from contracts.desk_protocol import Decision
from contracts.escalation import alarms, proposals
from contracts.escalation.escalation import Step
from tests.conftest import Database
from tests.service.contracts import replayed, world
from tests.service.contracts.world import Tickets, berlin, known
from underpin.desk.escalated.carrying import Carrying
from underpin.desk.on_call import pages
from underpin.desk.tickets import raising
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, ids, pulse, timers, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import STAFF, Principal, worker

tenants = world.TENANTS
MONDAY = "2026-01-12T"
STEPS = (
    Step("hold", 100, "move_tier", from_tier=1, to_tier=2, automatic=True),
    Step("hold", 100, "move_tier", from_tier=2, to_tier=3, automatic=True),
    Step("hold", 100, "open_vendor_case", from_tier=3, automatic=True),
    Step("acknowledge", 75, "notify"),
)


@pytest.fixture
async def tenant(scopes: Database) -> int:
    number = next(tenants)
    await world.set_up(number, world.client(number, steps=STEPS))
    timers.handle(alarms.kind(Carrying()))
    timers.handle(pages.kind())
    return number


async def raised(tenant: int, at: str) -> Ticket:
    async with world.acting(tenant, berlin(at)):
        pass
    new = NewTicket(
        "No network", service_id=known(tenant, "network"), requester_id=known(tenant, "ada")
    )
    ticket: Ticket = await verb.perform(raising.raise_ticket, worker(tenant), new, source="replay")
    return ticket


async def live_until(tenant: int, moment: str) -> None:
    async with world.acting(tenant, berlin(moment)):
        pass
    while await pulse.drain(tenant):
        pass


async def test_up_the_tiers_and_out_to_the_vendor(tenant: int) -> None:
    ticket = await raised(tenant, MONDAY + "09:00")
    await live_until(tenant, "2026-01-14T16:00")
    async with db.open(Work(tenant)):
        row = await db.row("SELECT * FROM ticket WHERE tenant_id = $1", tenant)
        cases = await db.rows("SELECT * FROM vendor_case WHERE tenant_id = $1", tenant)
        moves = await db.rows(
            "SELECT body ->> 'new' AS tier, happened_at FROM event WHERE tenant_id = $1 "
            "AND kind = 'ticket.tier_moved' ORDER BY position",
            tenant,
        )
    assert row is not None
    assert (row["tier"], row["state"]) == (4, "waiting_vendor")
    assert [case["vendor_id"] for case in cases] == [known("vendor")]
    assert [(m["tier"], m["happened_at"].replace(microsecond=0)) for m in moves] == [
        ("2", berlin(MONDAY + "11:00")),
        ("3", berlin(MONDAY + "15:00")),
        ("4", berlin("2026-01-13T13:00")),
    ]
    clocks = await Tickets(tenant).clocks(ticket.id)
    fix = clocks["fix", str(cases[0]["id"]), 1]
    assert (fix["state"], fix["version_id"]) == ("running", known("ucv"))
    breached = clocks["hold", "L3", 1]["breached_at"]
    assert breached.replace(microsecond=0) == berlin("2026-01-13T13:00")
    lead = Principal(STAFF, known("lead"), frozenset({"ticket.read"}), {"T": tenant})
    steps = await verb.perform(proposals.of_ticket, lead, tenant, ticket.id)
    assert [(each.action, each.state) for each in steps] == [
        ("move_tier", "done"),
        ("move_tier", "done"),
        ("open_vendor_case", "done"),
        ("notify", "done"),
    ]


async def test_a_step_that_asks_is_decided_by_one_person_once(tenant: int) -> None:
    number = next(tenants)
    asks = (Step("hold", 100, "move_tier", from_tier=1, to_tier=2),)
    await world.set_up(number, world.client(number, steps=asks))
    ticket = await raised(number, MONDAY + "09:00")
    await live_until(number, MONDAY + "12:00")
    lead = Principal(STAFF, known("lead"), frozenset({"ticket.read"}), {"T": number})
    (step,) = await verb.perform(proposals.of_ticket, lead, number, ticket.id)
    assert step.state == "proposed"
    async with world.acting(number) as workers:
        act = replace(workers, principal=lead)
        assert await proposals.ticket_of(act, step.id) == ticket.id
        taken = await proposals.accept(act, step.id)
        assert (taken.state, taken.decided_by, taken.decision.to_tier) == (
            "accepted",
            lead.person_id,
            2,
        )
        with pytest.raises(proposals.Decided):
            await proposals.decline(act, step.id)
    (step,) = await verb.perform(proposals.of_ticket, lead, number, ticket.id)
    assert step.state == "accepted"


def burst() -> tuple[Step, ...]:
    """At the breach of the first hold: up to L2, told, and paged for."""
    return (
        Step("hold", 100, "move_tier", from_tier=1, to_tier=2, automatic=True),
        Step("hold", 100, "notify"),
        Step("hold", 100, "page"),
    )


async def test_a_burst_is_carried_out_pages_first_and_in_as_few_statements_as_one(
    tenant: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = {}
    for size in (1, 30):
        number = next(tenants)
        await world.set_up(number, world.client(number, steps=burst()))
        many = [await raised(number, MONDAY + "09:00") for _ in range(size)]
        await live_until(number, MONDAY + "10:59")
        with monkeypatch.context() as patch:
            sent = _counting(patch)
            await live_until(number, MONDAY + "11:00:01")
            counted[size] = len(sent)
        async with db.open(Work(number)):
            rows = await db.rows(
                "SELECT subject_id, kind, body ->> 'action' AS action FROM event WHERE "
                "tenant_id = $1 AND (kind = 'ticket.tier_moved' OR kind LIKE 'escalation.%') "
                "ORDER BY id",
                number,
            )
            tiers = await db.rows("SELECT tier FROM ticket WHERE tenant_id = $1", number)
        assert [row["action"] for row in rows[: 2 * size]] == ["page"] * size + ["notify"] * size
        assert {row["kind"] for row in rows[2 * size :: 2]} == {"ticket.tier_moved"}
        assert [row["tier"] for row in tiers] == [2] * size
        for each in many[:2]:
            await replayed.same_rows(Tickets(number), each.id)
    assert counted[30] <= counted[1] + 3, counted


def _counting(patch: pytest.MonkeyPatch) -> list[str]:
    sent: list[str] = []
    for name in ("rows", "row", "value", "execute"):
        real = getattr(db, name)

        async def counted(sql: str, *args: object, _real: Any = real) -> object:
            sent.append(sql)
            return await _real(sql, *args)

        patch.setattr(db, name, counted)
    return sent


async def test_whoever_accepts_a_step_has_touched_the_ticket(tenant: int) -> None:
    number = next(tenants)
    asks = (Step("hold", 100, "move_tier", from_tier=1, to_tier=2),)
    await world.set_up(number, world.client(number, steps=asks))
    ticket = await raised(number, MONDAY + "09:00")
    await live_until(number, MONDAY + "12:00")
    before = await Tickets(number).row(ticket.id)
    decision = Decision("move_tier", ids.new(), ids.new(), "hold", None, before["raised_at"], 2)
    async with world.acting(number, berlin(MONDAY + "12:30")) as act:
        await Carrying().carry_out(act, [(ticket.id, decision)])
    after = await Tickets(number).row(ticket.id)
    assert (before["touched_at"], before["tier"]) == (berlin(MONDAY + "09:00"), 1)
    assert (after["touched_at"], after["tier"]) == (berlin(MONDAY + "12:30"), 2)


async def promised_by_arrival() -> int:
    """Calls at night are answered within 2 h round the clock; a P3 starts with the technicians."""
    number = next(tenants)
    client = world.client(number)
    (gold,) = client.agreements
    office, always = known(number, "cv", "office"), known(number, "cv", "always")
    content = replace(
        gold.content,
        starting_tiers=(StartingTier(2, (), ("P3",)), StartingTier(3, ("problem",))),
        arrivals=(Arrival("first_response", "incident", "P3", office, 2 * world.HOUR, always),),
    )
    await world.set_up(number, replace(client, agreements=(replace(gold, content=content),)))
    return number


async def test_a_ticket_starts_at_the_tier_its_sla_names_and_is_held_to_that_tiers_ola(
    scopes: Database,
) -> None:
    number = await promised_by_arrival()
    ticket = await raised(number, MONDAY + "09:00")
    assert (ticket.priority, ticket.tier) == ("P3", 2)
    clocks = await Tickets(number).clocks(ticket.id)
    assert clocks["hold", "L2", 1]["version_id"] == known("olav", 2)
    assert ("hold", "L1", 1) not in clocks


async def test_who_says_the_tier_is_heard(scopes: Database) -> None:
    number = await promised_by_arrival()
    new = NewTicket(
        "Odd", service_id=known(number, "network"), requester_id=known(number, "ada"), tier=1
    )
    ticket = await verb.perform(raising.raise_ticket, worker(number), new, source="replay")
    assert ticket.tier == 1


async def test_where_the_sla_names_no_tier_the_first_line_begins(tenant: int) -> None:
    assert (await raised(tenant, MONDAY + "09:00")).tier == 1


async def test_a_call_at_night_is_answered_by_what_is_promised_at_night(scopes: Database) -> None:
    number = await promised_by_arrival()
    by_day = await raised(number, MONDAY + "16:30")
    by_night = await raised(number, MONDAY + "20:00")
    day = (await Tickets(number).clocks(by_day.id))["first_response", "", 1]
    night = (await Tickets(number).clocks(by_night.id))["first_response", "", 1]
    assert (day["allowed_us"], day["due_at"]) == (world.HOUR, berlin("2026-01-13T09:30"))
    assert (night["allowed_us"], night["due_at"]) == (2 * world.HOUR, berlin(MONDAY + "22:00"))
    assert night["calendar_version_id"] == known(number, "cv", "always")
    assert (await Tickets(number).row(by_night.id))["next_due"] == berlin(MONDAY + "22:00")
