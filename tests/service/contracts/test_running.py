"""A ticket's clocks in the database: what starts, stops, falls due, and when."""

from __future__ import annotations

import pytest

from contracts import facts
from tests.conftest import Database
from tests.service.contracts import world
from tests.service.contracts.world import Tickets, berlin
from underpin.kernel import db
from underpin.kernel.database.scope import Work

MONDAY = "2026-01-12T"
tenants = world.TENANTS


@pytest.fixture
async def tickets(scopes: Database) -> Tickets:
    """Of a client of its own, so that no other test's clocks ring."""
    tenant = next(tenants)
    await world.set_up(tenant)
    return Tickets(tenant)


async def test_a_raised_ticket_has_its_sla_and_tier_clocks_and_its_next_due(
    tickets: Tickets,
) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "10:00"))
    clocks = await tickets.clocks(ticket)
    assert set(clocks) == {
        ("first_response", "", 1),
        ("resolution", "", 1),
        ("hold", "L1", 1),
        ("pickup", "L1", 1),
    }
    assert clocks["resolution", "", 1]["due_at"] == berlin("2026-01-13T10:00")
    row = await tickets.row(ticket)
    assert (row["next_due"], row["next_metric"]) == (berlin(MONDAY + "11:00"), "first_response")
    assert row["next_warn_at"] == berlin(MONDAY + "10:30")
    assert not row["breached"]


async def test_a_due_at_closing_time_is_shown_then_and_armed_at_the_next_opening(
    tickets: Tickets,
) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "09:00"))
    clock = (await tickets.clocks(ticket))["resolution", "", 1]
    assert clock["due_at"] == berlin(MONDAY + "17:00")
    assert clock["breach_at"] == berlin("2026-01-13T09:00")


async def test_a_breach_is_dated_at_its_instant_however_late_the_worker_is(
    tickets: Tickets,
) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "10:00"))
    await tickets.live_until(berlin(MONDAY + "15:00"))
    clock = (await tickets.clocks(ticket))["first_response", "", 1]
    assert clock["breached_at"] == clock["decided_at"] == berlin(MONDAY + "11:00")
    breaches = [fact for fact in tickets.recorded if fact.ticket_id == ticket]
    assert [(fact.kind, fact.at) for fact in breaches if fact.metric == "first_response"] == [  # type: ignore[attr-defined]
        ("breach_recorded", world.instant.of(berlin(MONDAY + "11:00")))
    ]
    row = await tickets.row(ticket)
    assert row["breached"]
    assert row["next_metric"] == "resolution"


async def test_a_completion_exactly_at_the_limit_is_met(tickets: Tickets) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "10:00"))
    await tickets.live_until(berlin(MONDAY + "11:00"))
    await tickets.hear(ticket, berlin(MONDAY + "11:00"), facts.PublicReply)
    clock = (await tickets.clocks(ticket))["first_response", "", 1]
    assert (clock["state"], clock["breached_at"]) == ("stopped", None)
    assert clock["decided_at"] == berlin(MONDAY + "11:00")


async def test_a_message_that_came_before_the_alarm_withdraws_the_breach(
    tickets: Tickets,
) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "10:00"))
    await tickets.live_until(berlin(MONDAY + "11:20"))
    await tickets.hear(
        ticket, berlin(MONDAY + "10:59"), facts.PublicReply, late=berlin(MONDAY + "11:30")
    )
    clock = (await tickets.clocks(ticket))["first_response", "", 1]
    assert (clock["state"], clock["breached_at"]) == ("stopped", None)
    assert not (await tickets.row(ticket))["breached"]
    await tickets.live_until(berlin(MONDAY + "11:31"))
    kinds = [f.kind for f in tickets.recorded if getattr(f, "metric", "") == "first_response"]
    assert kinds == ["breach_recorded", "breach_withdrawn"]


async def test_a_completion_at_the_limit_is_met_though_heard_of_after_the_alarm(
    tickets: Tickets,
) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "10:00"))
    await tickets.live_until(berlin(MONDAY + "11:10"))
    limit = berlin(MONDAY + "11:00")
    await tickets.hear(ticket, limit, facts.PublicReply, late=berlin(MONDAY + "11:11"))
    clock = (await tickets.clocks(ticket))["first_response", "", 1]
    assert (clock["state"], clock["breached_at"], clock["decided_at"]) == ("stopped", None, limit)


async def test_a_note_told_late_leaves_an_alarm_where_it_was(tickets: Tickets) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "10:00"))
    await tickets.live_until(berlin(MONDAY + "11:10"))
    before = (await tickets.clocks(ticket))["first_response", "", 1]
    at, late = berlin(MONDAY + "10:45"), berlin(MONDAY + "11:11")
    await tickets.hear(ticket, at, facts.InternalNote, late=late)
    after = (await tickets.clocks(ticket))["first_response", "", 1]
    assert dict(after) == dict(before)
    assert await tickets.live_until(berlin(MONDAY + "11:12")) == 0


async def test_waiting_for_the_client_pauses_the_resolution_and_disarms_it(
    tickets: Tickets,
) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "10:00"))
    await tickets.hear(ticket, berlin(MONDAY + "10:30"), facts.PublicReply)
    await tickets.hear(
        ticket, berlin(MONDAY + "12:00"), facts.StateChanged, old="open", new="waiting_client"
    )
    paused = (await tickets.clocks(ticket))["resolution", "", 1]
    assert (paused["state"], paused["due_at"], paused["next_at"]) == ("paused", None, None)
    assert paused["elapsed_us"] == 2 * world.HOUR
    assert (await tickets.row(ticket))["next_metric"] is None
    await tickets.hear(ticket, berlin("2026-01-14T12:00"), facts.ClientMessage, by="client")
    clock = (await tickets.clocks(ticket))["resolution", "", 1]
    assert clock["due_at"] == berlin("2026-01-15T10:00")


async def test_a_move_up_ends_the_visit_and_begins_the_next_one(tickets: Tickets) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "10:00"))
    await tickets.hear(
        ticket, berlin(MONDAY + "11:00"), facts.TierMoved, old=1, new=2, row={"tier": 2}
    )
    clocks = await tickets.clocks(ticket)
    assert clocks["hold", "L1", 1]["state"] == "stopped"
    assert clocks["hold", "L2", 1]["state"] == "running"
    assert clocks["hold", "L2", 1]["version_id"] == world.known("olav", 2)
    assert clocks["pickup", "L2", 1]["due_at"] == berlin(MONDAY + "11:30")


async def test_a_case_opens_the_vendors_clocks_under_what_covers_the_service(
    tickets: Tickets,
) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "10:00"))
    case = world.known("case", str(ticket))
    await tickets.hear(
        ticket,
        berlin(MONDAY + "12:00"),
        facts.CaseOpened,
        case_id=case,
        vendor=world.known("vendor"),
        row={"tier": 1},
    )
    clocks = await tickets.clocks(ticket)
    fix = clocks["fix", str(case), 1]
    assert (fix["kind"], fix["case_id"], fix["version_id"]) == ("UC", case, world.known("ucv"))
    assert fix["due_at"] == berlin("2026-01-13T12:00")
    assert (await tickets.row(ticket))["next_metric"] == "first_response"


async def test_a_rise_for_new_facts_counts_from_the_change(tickets: Tickets) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "10:00"))
    await tickets.hear(
        ticket,
        berlin(MONDAY + "14:00"),
        facts.Reprioritised,
        old="P3",
        new="P1",
        cause="new_facts",
        row={"priority": "P1"},
    )
    clock = (await tickets.clocks(ticket))["resolution", "", 1]
    assert clock["due_at"] == berlin(MONDAY + "18:00")
    assert clock["priority"] == "P1"
    assert clock["calendar_version_id"] == world.known(tickets.tenant, "cv", "always")


async def test_a_miss_caused_by_a_change_is_marked_and_withdrawn_by_an_agreed_fall(
    tickets: Tickets,
) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "09:00"))
    change = {"old": "P3", "new": "P1", "cause": "our_mistake"}
    at = berlin(MONDAY + "14:00")
    await tickets.hear(ticket, at, facts.Reprioritised, row={"priority": "P1"}, **change)
    clock = (await tickets.clocks(ticket))["resolution", "", 1]
    assert (clock["breached_at"], clock["caused_by_change"]) == (at, True)
    await tickets.live_until(berlin(MONDAY + "14:10"))
    fall = {"old": "P1", "new": "P3", "cause": "fall_agreed"}
    later = berlin(MONDAY + "14:30")
    await tickets.hear(ticket, later, facts.Reprioritised, row={"priority": "P3"}, **fall)
    clock = (await tickets.clocks(ticket))["resolution", "", 1]
    assert (clock["breached_at"], clock["withdrawn_at"]) == (None, later)
    await tickets.live_until(berlin(MONDAY + "14:40"))
    told = [f.kind for f in tickets.recorded if getattr(f, "metric", "") == "resolution"]
    assert told == ["breach_recorded", "breach_withdrawn"]


async def test_a_fact_told_late_makes_the_life_be_lived_again(tickets: Tickets) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "10:00"))
    await tickets.hear(ticket, berlin(MONDAY + "12:00"), facts.ClientMessage, by="client")
    await tickets.hear(
        ticket, berlin(MONDAY + "10:40"), facts.PublicReply, late=berlin(MONDAY + "12:05")
    )
    clocks = await tickets.clocks(ticket)
    assert clocks["first_response", "", 1]["decided_at"] == berlin(MONDAY + "10:40")
    assert clocks["next_reply", "", 1]["state"] == "running"
    assert not clocks["next_reply", "", 1]["same_silence"]
    assert {row["history"] for row in clocks.values()} == {2}


async def test_a_clock_that_should_never_have_begun_is_released(tickets: Tickets) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "10:00"))
    await tickets.hear(ticket, berlin(MONDAY + "10:10"), facts.PublicReply)
    await tickets.hear(ticket, berlin(MONDAY + "10:20"), facts.ClientMessage, by="client")
    await tickets.hear(ticket, berlin(MONDAY + "10:30"), facts.PublicReply)
    await tickets.hear(ticket, berlin(MONDAY + "10:40"), facts.ClientMessage, by="client")
    assert ("next_reply", "", 2) in await tickets.clocks(ticket)
    into = world.known("elsewhere")
    await tickets.hear(
        ticket, berlin(MONDAY + "10:35"), facts.Merged, late=berlin(MONDAY + "10:50"), into=into
    )
    clocks = await tickets.clocks(ticket)
    assert clocks["next_reply", "", 2]["state"] == "released"
    assert clocks["next_reply", "", 2]["next_at"] is None
    assert clocks["resolution", "", 1]["state"] == "merged"


async def test_out_of_contract_there_are_no_sla_clocks_and_no_due(tickets: Tickets) -> None:
    ticket = await tickets.raise_ticket(berlin("2019-01-14T10:00"))
    assert not [c for c in (await tickets.clocks(ticket)).values() if c["kind"] == "SLA"]
    row = await tickets.row(ticket)
    assert (row["contract_id"], row["next_metric"]) == (None, None)


async def test_following_costs_one_read_one_write_and_one_arming(
    tickets: Tickets, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "10:00"))
    sent: list[str] = []
    for name in ("rows", "row", "value", "execute", "many"):
        real = getattr(db, name)

        async def counted(sql: str, *args: object, _real: object = real) -> object:
            sent.append(sql)
            return await _real(sql, *args)  # type: ignore[operator]

        monkeypatch.setattr(db, name, counted)
    async with world.acting(tickets.tenant, berlin(MONDAY + "11:00")) as act:
        subject = (await tickets.subjects(act, [ticket]))[ticket]
        fact = facts.TierMoved(
            **world.about(tickets.tenant, ticket, act.now),
            old=1,
            new=2,  # type: ignore[arg-type]
        )
        sent.clear()
        await world.running.follow(act, subject, [fact])
    assert len(sent) <= 4, sent


async def test_set_up_twice_is_set_up_once(tickets: Tickets) -> None:
    async def counted() -> list[int]:
        async with db.open(Work(tickets.tenant)):
            return [
                await db.value(f"SELECT count(*) FROM {table}")
                for table in ("calendar_version", "agreement_version", "target", "escalation_step")
            ]

    before = await counted()
    await world.set_up(tickets.tenant)
    assert await counted() == before
