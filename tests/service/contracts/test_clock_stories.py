"""What tickets go through, as stories through the real database; after each, the event log replays
to the same rows."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest

from contracts import facts, instant
from contracts.agreements.agreed import Settings
from tests.conftest import Database
from tests.service.contracts import replayed, world
from tests.service.contracts.world import HOUR, MINUTE, Tickets, berlin

MONDAY, TUESDAY = "2026-01-12T", "2026-01-13T"
tenants = world.TENANTS


@pytest.fixture
async def tickets(scopes: Database) -> Tickets:
    tenant = next(tenants)
    await world.set_up(tenant)
    return Tickets(tenant)


async def under(settings: Settings) -> Tickets:
    tenant = next(tenants)
    await world.set_up(tenant, world.client(tenant, settings=settings))
    return Tickets(tenant)


async def state(tickets: Tickets, ticket: UUID, at: datetime, new: str) -> None:
    await tickets.hear(ticket, at, facts.StateChanged, old="open", new=new, row={"state": new})


async def test_created_in_a_waiting_state_it_begins_paused(tickets: Tickets) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "09:00"), state=facts.WAITING_CLIENT)
    clocks = await tickets.clocks(ticket)
    assert (clocks["resolution", "", 1]["state"], clocks["resolution", "", 1]["due_at"]) == (
        "paused",
        None,
    )
    assert clocks["first_response", "", 1]["state"] == "running"
    await tickets.live_until(berlin(TUESDAY + "12:00"))
    await tickets.hear(
        ticket, berlin(TUESDAY + "12:00"), facts.ClientMessage, row={"state": "open"}, by="client"
    )
    resolution = (await tickets.clocks(ticket))["resolution", "", 1]
    assert (resolution["elapsed_us"], resolution["due_at"]) == (0, berlin("2026-01-14T12:00"))
    await replayed.same_rows(tickets, ticket)


async def test_paused_and_resolved_in_one_change_it_is_resolved(tickets: Tickets) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "09:00"))
    at = berlin(MONDAY + "12:00")
    async with world.acting(tickets.tenant, at) as act:
        about = world.about(tickets.tenant, ticket, at)
        said = (
            facts.StateChanged(**about, old="open", new=facts.WAITING_CLIENT),
            facts.Resolved(**about),
        )
        await tickets.tell(act, ticket, *said, state="resolved", live=False)
    resolution = (await tickets.clocks(ticket))["resolution", "", 1]
    assert (resolution["state"], resolution["elapsed_us"]) == ("stopped", 3 * HOUR)
    assert resolution["next_at"] is None
    await replayed.same_rows(tickets, ticket)


async def test_merged_it_counts_for_nothing_and_the_survivor_keeps_the_earliest_start(
    tickets: Tickets,
) -> None:
    older = await tickets.raise_ticket(berlin(MONDAY + "09:00"))
    younger = await tickets.raise_ticket(berlin(MONDAY + "11:00"))
    await tickets.live_until(berlin(MONDAY + "13:00"))
    at = berlin(MONDAY + "13:00")
    await tickets.hear(
        older, at, facts.Merged, into=younger, row={"state": "closed", "live": False}
    )
    await tickets.hear(
        younger, at, facts.Absorbed, merged=older, raised_at=instant.of(berlin(MONDAY + "09:00"))
    )
    gone = await tickets.clocks(older)
    assert {row["state"] for row in gone.values()} == {"merged"}
    assert {row["next_at"] for row in gone.values()} == {None}
    survivor = (await tickets.clocks(younger))["resolution", "", 1]
    assert survivor["started_at"] == berlin(MONDAY + "09:00")
    assert survivor["due_at"] == berlin(MONDAY + "17:00")
    for ticket in (older, younger):
        await replayed.same_rows(tickets, ticket)


async def test_a_split_ticket_starts_at_its_message(tickets: Tickets) -> None:
    first = await tickets.raise_ticket(berlin(MONDAY + "09:00"))
    async with world.acting(tickets.tenant, berlin(MONDAY + "13:00")):
        pass
    split = await tickets.raise_ticket(berlin(MONDAY + "10:30"), split_from=first)
    clocks = await tickets.clocks(split)
    assert clocks["resolution", "", 1]["started_at"] == berlin(MONDAY + "10:30")
    assert clocks["resolution", "", 1]["due_at"] == berlin(TUESDAY + "10:30")
    assert (await tickets.clocks(first))["resolution", "", 1]["started_at"] == berlin(
        MONDAY + "09:00"
    )
    await replayed.same_rows(tickets, split)


async def test_a_mail_older_than_the_pause_it_ends_comes_to_light_at_its_own_time(
    tickets: Tickets,
) -> None:
    """Asked on Monday, answered at once, but the answer was stuck until Wednesday."""
    ticket = await tickets.raise_ticket(berlin(MONDAY + "09:00"))
    await tickets.hear(ticket, berlin(MONDAY + "09:30"), facts.PublicReply)
    await state(tickets, ticket, berlin(MONDAY + "10:00"), facts.WAITING_CLIENT)
    await tickets.live_until(berlin("2026-01-14T10:00"))
    assert (await tickets.clocks(ticket))["resolution", "", 1]["elapsed_us"] == HOUR
    await tickets.hear(
        ticket,
        berlin(MONDAY + "11:00"),
        facts.ClientMessage,
        late=berlin("2026-01-14T10:00"),
        row={"state": "open"},
        by="client",
    )
    await tickets.live_until(berlin("2026-01-14T10:01"))
    resolution = (await tickets.clocks(ticket))["resolution", "", 1]
    assert (resolution["state"], resolution["breached_at"]) == (
        "running",
        berlin(TUESDAY + "10:00"),
    )
    found = [each.at for each in tickets.recorded if getattr(each, "metric", "") == "resolution"]
    assert found == [instant.of(berlin(TUESDAY + "10:00"))]
    await replayed.same_rows(tickets, ticket)


async def test_resumed_after_months_it_goes_on_where_it_stood(tickets: Tickets) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "09:00"))
    await state(tickets, ticket, berlin(MONDAY + "14:00"), facts.SCHEDULED)
    await tickets.live_until(berlin("2026-03-16T09:00"))
    resolution = (await tickets.clocks(ticket))["resolution", "", 1]
    assert (resolution["state"], resolution["elapsed_us"]) == ("paused", 5 * HOUR)
    await state(tickets, ticket, berlin("2026-03-16T09:00"), facts.OPEN)
    resolution = (await tickets.clocks(ticket))["resolution", "", 1]
    assert resolution["due_at"] == berlin("2026-03-16T12:00")
    await replayed.same_rows(tickets, ticket)


async def test_a_tier_visited_twice_has_two_records(tickets: Tickets) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "09:00"))
    for time, old, new in (("09:30", 1, 2), ("10:00", 2, 1), ("10:45", 1, 3)):
        await tickets.hear(
            ticket,
            berlin(MONDAY + time),
            facts.TierMoved,
            old=old,
            new=new,
            row={"tier": new},
        )
    clocks = await tickets.clocks(ticket)
    visits = {number: clocks["hold", "L1", number]["elapsed_us"] for number in (1, 2)}
    assert visits == {1: 30 * MINUTE, 2: 45 * MINUTE}
    assert clocks["hold", "L3", 1]["state"] == "running"
    await replayed.same_rows(tickets, ticket)


@pytest.mark.parametrize(
    ("mode", "epoch", "used", "due"),
    [("keep", 2, 5, TUESDAY + "12:00"), ("restart", 2, 0, TUESDAY + "17:00")],
)
async def test_reopened_it_keeps_its_time_or_starts_again_as_the_version_says(
    scopes: Database, mode: str, epoch: int, used: int, due: str
) -> None:
    tickets = await under(Settings(reopen=mode))  # type: ignore[arg-type]
    ticket = await tickets.raise_ticket(berlin(MONDAY + "09:00"))
    await tickets.hear(
        ticket, berlin(MONDAY + "14:00"), facts.Resolved, row={"state": "resolved", "live": False}
    )
    await tickets.hear(
        ticket, berlin(TUESDAY + "09:00"), facts.Reopened, row={"state": "open", "live": True}
    )
    resolution = (await tickets.clocks(ticket))["resolution", "", 1]
    assert (resolution["epoch"], resolution["elapsed_us"]) == (epoch, used * HOUR)
    assert resolution["due_at"] == berlin(due)
    await replayed.same_rows(tickets, ticket)


@pytest.mark.parametrize(
    ("cause", "due", "breached"),
    [
        ("new_facts", MONDAY + "20:00", None),
        ("our_mistake", MONDAY + "13:00", MONDAY + "16:00"),
    ],
)
async def test_a_rise_counts_from_the_change_or_if_we_were_mistaken_from_creation(
    tickets: Tickets, cause: str, due: str, breached: str | None
) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "09:00"))
    await tickets.hear(
        ticket,
        berlin(MONDAY + "16:00"),
        facts.Reprioritised,
        old="P3",
        new="P1",
        cause=cause,
        row={"priority": "P1"},
    )
    resolution = (await tickets.clocks(ticket))["resolution", "", 1]
    assert resolution["due_at"] == berlin(due)
    assert resolution["breached_at"] == (berlin(breached) if breached else None)
    assert resolution["caused_by_change"] is (breached is not None)
    await tickets.live_until(berlin(MONDAY + "16:30"))
    await replayed.same_rows(tickets, ticket)


@pytest.mark.parametrize(("cause", "withdrawn"), [("fall_agreed", 1), ("fall", 0)])
async def test_a_fall_withdraws_the_higher_targets_misses_if_the_client_agrees(
    tickets: Tickets, cause: str, withdrawn: int
) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "09:00"), "P1")
    await tickets.live_until(berlin(MONDAY + "14:00"))
    await tickets.hear(
        ticket,
        berlin(MONDAY + "14:00"),
        facts.Reprioritised,
        old="P1",
        new="P3",
        cause=cause,
        row={"priority": "P3"},
    )
    await tickets.live_until(berlin(MONDAY + "14:01"))
    said = [
        fact
        for fact in tickets.recorded
        if isinstance(fact, facts.BreachWithdrawn) and fact.metric == "resolution"
    ]
    assert len(said) == withdrawn
    resolution = (await tickets.clocks(ticket))["resolution", "", 1]
    assert (resolution["breached_at"] is None) is bool(withdrawn)
    await replayed.same_rows(tickets, ticket)


async def test_visits_that_were_none_of_this_matters_hide_no_earlier_one(tickets: Tickets) -> None:
    """Up by itself and back again; then it is heard that it was a problem all along, which holds
    no tier to anything. Its first visit was begun before that was known, the others never."""
    ticket = await tickets.raise_ticket(berlin(MONDAY + "09:00"))
    await tickets.live_until(berlin(MONDAY + "11:30"))
    back = {"old": 2, "new": 1, "row": {"tier": 1}}
    await tickets.hear(ticket, berlin(MONDAY + "12:00"), facts.TierMoved, **back)  # type: ignore[arg-type]
    assert ("hold", "L1", 2) in await tickets.clocks(ticket)
    await tickets.hear(
        ticket,
        berlin(MONDAY + "09:05"),
        facts.TypeChanged,
        late=berlin(MONDAY + "12:30"),
        old="incident",
        new="problem",
        cause="new_facts",
        row={"type": "problem"},
    )
    await tickets.live_until(berlin(MONDAY + "12:45"))
    up = {"old": 1, "new": 3, "row": {"tier": 3}}
    await tickets.hear(ticket, berlin(MONDAY + "13:00"), facts.TierMoved, **up)  # type: ignore[arg-type]
    held = {key: row for key, row in (await tickets.clocks(ticket)).items() if key[0] == "hold"}
    assert {row["state"] for row in held.values()} == {"released"}
    assert held["hold", "L1", 1]["elapsed_us"] == 5 * MINUTE
    await replayed.same_rows(tickets, ticket)
