"""Alarms act once, at their instants, one ticket's instant after the other, in whole batches."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from contracts import facts, instant
from contracts.escalation import alarms
from contracts.escalation.escalation import Step
from tests.conftest import Database
from tests.service.contracts import world
from tests.service.contracts.world import Tickets, berlin
from underpin.kernel import db, timers
from underpin.kernel.database.scope import Work
from underpin.kernel.timers import Timer

MONDAY = "2026-01-12T"
tenants = world.TENANTS


@pytest.fixture
async def tickets(scopes: Database) -> Tickets:
    tenant = next(tenants)
    await world.set_up(tenant)
    return Tickets(tenant)


async def under(*steps: Step) -> Tickets:
    tenant = next(tenants)
    await world.set_up(tenant, world.client(tenant, steps=steps))
    return Tickets(tenant)


async def steps_of(tickets: Tickets, ticket: UUID) -> list[tuple[str, str]]:
    async with db.open(Work(tickets.tenant)):
        rows = await db.rows(
            "SELECT s.action, e.state FROM escalation e JOIN escalation_step s "
            "ON s.tenant_id = e.tenant_id AND s.id = e.step_id WHERE e.tenant_id = $1 "
            "AND e.ticket_id = $2 ORDER BY e.happened_at, s.ordinal",
            tickets.tenant,
            ticket,
        )
    return [(row["action"], row["state"]) for row in rows]


async def test_a_hold_used_up_moves_the_ticket_and_the_next_tier_is_on_the_clock(
    tickets: Tickets,
) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "10:00"))
    await tickets.live_until(berlin(MONDAY + "12:30"))
    moves = [d for t, d in tickets.carried_out if d.action == "move_tier"]
    assert [(d.at, d.to_tier, d.percent) for d in moves] == [(berlin(MONDAY + "12:00"), 2, None)]
    assert (await tickets.row(ticket))["tier"] == 2
    clocks = await tickets.clocks(ticket)
    assert clocks["hold", "L1", 1]["breached_at"] == berlin(MONDAY + "12:00")
    just_after = berlin(MONDAY + "12:00") + timedelta(microseconds=1)
    assert clocks["hold", "L2", 1]["started_at"] == just_after
    assert await steps_of(tickets, ticket) == [("move_tier", "done")]


async def test_a_step_that_asks_first_is_proposed_and_passes_when_the_ticket_moves_on(
    tickets: Tickets,
) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "10:00"))
    moment = berlin(MONDAY + "10:05")
    await tickets.hear(ticket, moment, facts.TierMoved, old=1, new=2, row={"tier": 2})
    await tickets.live_until(berlin(MONDAY + "14:30"))
    assert await steps_of(tickets, ticket) == [("move_tier", "proposed")]
    assert tickets.carried_out == []
    moment = berlin(MONDAY + "14:40")
    await tickets.hear(ticket, moment, facts.Resolved, row={"state": "resolved", "live": False})
    assert await steps_of(tickets, ticket) == [("move_tier", "passed")]


async def test_a_percentage_of_the_policy_rings_though_no_target_warns_there() -> None:
    tickets = await under(Step("resolution", 60, "notify"))
    await tickets.raise_ticket(berlin(MONDAY + "09:00"))
    await tickets.live_until(berlin(MONDAY + "16:00"))
    notes = [(d.percent, d.at) for _, d in tickets.carried_out if d.metric == "resolution"]
    assert notes == [(60, berlin(MONDAY + "13:48"))]


async def test_a_step_happens_once_however_often_its_timer_is_handed_over(
    tickets: Tickets,
) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "09:00"))
    await tickets.live_until(berlin(MONDAY + "15:30"))
    done = [d.percent for _, d in tickets.carried_out if d.action == "notify"]
    clock = (await tickets.clocks(ticket))["resolution", "", 1]
    kind = alarms.kind(tickets)
    again = Timer("clock", str(clock["id"]), ticket, berlin(MONDAY + "15:00"))
    async with world.acting(tickets.tenant) as act:
        assert await kind.lock(act, [ticket]) == {ticket}
        await kind.fire(act, [again])
    assert done == [75]
    assert [d.percent for _, d in tickets.carried_out if d.action == "notify"] == [75]
    after = (await tickets.clocks(ticket))["resolution", "", 1]
    assert (after["memory"], after["told"], after["next_at"]) == (
        clock["memory"],
        clock["told"],
        clock["next_at"],
    )


async def test_an_alarm_that_an_event_overtook_is_still_acted_on(tickets: Tickets) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "10:00"))
    await tickets.hear(ticket, berlin(MONDAY + "11:30"), facts.PublicReply)
    clock = (await tickets.clocks(ticket))["first_response", "", 1]
    assert (clock["state"], clock["breached_at"]) == ("stopped", berlin(MONDAY + "11:00"))
    await tickets.live_until(berlin(MONDAY + "11:31"))
    told = [f.at for f in tickets.recorded if getattr(f, "metric", "") == "first_response"]
    assert told == [instant.of(berlin(MONDAY + "11:00"))]
    assert (await tickets.clocks(ticket))["first_response", "", 1]["next_at"] is None


async def test_a_reopening_lets_a_threshold_act_again_and_a_merged_clock_rings_no_more() -> None:
    tickets = await under(Step("resolution", 75, "notify"))
    ticket = await tickets.raise_ticket(berlin(MONDAY + "09:00"))
    moment = berlin(MONDAY + "14:00")
    await tickets.hear(ticket, moment, facts.Resolved, row={"state": "resolved", "live": False})
    await tickets.live_until(berlin("2026-01-13T12:00"))
    assert tickets.carried_out == []
    await tickets.hear(
        ticket, berlin("2026-01-13T12:00"), facts.Reopened, row={"state": "open", "live": True}
    )
    await tickets.live_until(berlin("2026-01-13T13:30"))
    assert [d.at for _, d in tickets.carried_out] == [berlin("2026-01-13T13:00")]
    await tickets.hear(ticket, berlin("2026-01-13T13:40"), facts.Merged, into=ticket)
    await tickets.live_until(berlin("2026-01-20T13:30"))
    assert len(tickets.carried_out) == 1
    async with db.open(Work(tickets.tenant)):
        assert await db.value("SELECT count(*) FROM timer WHERE subject_id = $1", ticket) == 0


async def test_a_late_worker_comes_to_the_same_as_a_prompt_one(tickets: Tickets) -> None:
    prompt = Tickets(next(tenants))
    await world.set_up(prompt.tenant)
    for each in (tickets, prompt):
        each.ticket = await each.raise_ticket(berlin(MONDAY + "09:00"))  # type: ignore[attr-defined]
    for minutes in range(0, 48 * 60, 30):
        await prompt.live_until(berlin(MONDAY + "09:00") + timedelta(minutes=minutes, seconds=1))
    await tickets.live_until(berlin("2026-01-14T09:00"))
    alike = [
        [(d.action, d.percent, d.at) for _, d in each.carried_out if d.metric == "resolution"]
        for each in (tickets, prompt)
    ]
    assert alike[0] == alike[1] != []
    sla = [
        {
            key: (row["breached_at"], row["state"])
            for key, row in (await each.clocks(each.ticket)).items()  # type: ignore[attr-defined]
            if row["kind"] == "SLA"
        }
        for each in (tickets, prompt)
    ]
    assert sla[0] == sla[1]


async def test_a_burst_of_one_instant_is_one_batch_of_few_statements(
    tickets: Tickets, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [await tickets.raise_ticket(berlin(MONDAY + "10:00")) for _ in range(60)]
    sent: list[str] = []
    for name in ("rows", "row", "value", "execute", "many"):
        real = getattr(db, name)

        async def counted(sql: str, *args: object, _real: object = real) -> object:
            sent.append(sql)
            return await _real(sql, *args)  # type: ignore[operator]

        monkeypatch.setattr(db, name, counted)

    async def quietly(*_: object) -> None:
        """The desk's own statements are not counted here."""

    for name in ("record", "carry_out", "due_changed"):
        monkeypatch.setattr(tickets, name, quietly)
    timers.handle(alarms.kind(tickets))
    async with world.acting(tickets.tenant, berlin(MONDAY + "11:00:01")) as act:
        rows = await db.rows(
            "DELETE FROM timer WHERE tenant_id = $1 AND due_at < $2 "
            "RETURNING kind, key, subject_id, fires_at, lane",
            tickets.tenant,
            act.now,
        )
        assert {row["subject_id"] for row in rows} == set(many)
        sent.clear()
        await alarms.kind(tickets).fire(act, [Timer(**row) for row in rows])
    assert len(sent) <= 8, sent


async def test_an_alarm_that_pages_stands_in_the_lane_that_goes_first(tickets: Tickets) -> None:
    """The policy pages when a P1's resolution is breached, and for nothing else."""
    urgent = await tickets.raise_ticket(berlin(MONDAY + "09:00"), "P1")
    usual = await tickets.raise_ticket(berlin(MONDAY + "09:00"))
    await tickets.live_until(berlin(MONDAY + "11:00"))
    assert await _lanes(tickets, urgent, usual) == {"alarm"}
    await tickets.live_until(berlin(MONDAY + "12:30"))
    clock = (await tickets.clocks(urgent))["resolution", "", 1]
    async with db.open(Work(tickets.tenant)):
        rows = await db.rows(
            "SELECT key, lane FROM timer WHERE tenant_id = $1 AND subject_id = $2",
            tickets.tenant,
            urgent,
        )
    assert [row["key"] for row in rows if row["lane"] == "page"] == [str(clock["id"])]
    assert await _lanes(tickets, usual) == {"alarm"}
    await tickets.live_until(berlin(MONDAY + "13:01"))
    assert [d.at for t, d in tickets.carried_out if d.action == "page"] == [
        berlin(MONDAY + "13:00")
    ]


async def _lanes(tickets: Tickets, *ticket_ids: UUID) -> set[str]:
    async with db.open(Work(tickets.tenant)):
        rows = await db.rows(
            "SELECT lane FROM timer WHERE tenant_id = $1 AND subject_id = ANY ($2::uuid[])",
            tickets.tenant,
            list(ticket_ids),
        )
    return {row["lane"] for row in rows}
