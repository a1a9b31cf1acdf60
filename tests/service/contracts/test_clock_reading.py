"""The clocks of a ticket as people read them: staff all of them, a member the SLA's."""

from __future__ import annotations

import msgspec
import pytest

from contracts import facts
from contracts.clocks import clock_reading
from contracts.clocks.clock_view import ClockView
from tests.conftest import Database
from tests.service.contracts import world
from tests.service.contracts.world import Tickets, berlin
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Member
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF, Principal

tenants = world.TENANTS
MONDAY = "2026-01-12T"
MAY = frozenset({"clock.read"})


@pytest.fixture
async def tickets(scopes: Database) -> Tickets:
    tenant = next(tenants)
    await world.set_up(tenant)
    return Tickets(tenant)


def staff(*tenant: int) -> Principal:
    return Principal(STAFF, world.known("lead"), MAY, {f"T{t}": t for t in tenant})


def member(tenant: int, name: str = "ada") -> Principal:
    return Principal(MEMBER, world.known(tenant, name), MAY, {"T": tenant})


async def read(who: Principal, tickets: Tickets, ticket: world.UUID) -> list[ClockView]:
    return await verb.perform(clock_reading.of_ticket, who, tickets.tenant, ticket)


async def test_a_clock_can_be_added_up_by_hand(tickets: Tickets) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "15:00"))
    await tickets.hear(ticket, berlin(MONDAY + "15:30"), facts.PublicReply)
    asked = {"old": "open", "new": "waiting_client"}
    await tickets.hear(ticket, berlin(MONDAY + "16:00"), facts.StateChanged, **asked)
    moment = berlin("2026-01-13T10:00")
    await tickets.hear(ticket, moment, facts.ClientMessage, by="client")
    await tickets.live_until(berlin("2026-01-13T12:00"))
    (clock,) = [
        c for c in await read(staff(tickets.tenant), tickets, ticket) if c.metric == "resolution"
    ]
    assert [(s.kind, s.why, s.worked_us // world.HOUR) for s in clock.spans] == [
        ("running", "", 1),
        ("paused", "waiting_client", 2),
        ("running", "", 2),
    ]
    assert (clock.used_us, clock.left_us) == (3 * world.HOUR, 5 * world.HOUR)
    assert clock.counted[-1].total_us == clock.used_us
    assert clock.due is not None
    assert (clock.due.since, clock.due.left_then_us) == (moment, 7 * world.HOUR)
    assert clock.due_at == berlin("2026-01-13T17:00")
    assert clock.breach_at == berlin("2026-01-14T09:00")
    assert (clock.agreement, clock.calendar) == ("Gold v1", "Office v1")
    assert clock.outcome == "open"


async def test_a_paused_clock_says_what_its_due_would_be(tickets: Tickets) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "15:00"))
    asked = {"old": "open", "new": "waiting_client"}
    await tickets.hear(ticket, berlin(MONDAY + "16:00"), facts.StateChanged, **asked)
    await tickets.live_until(berlin("2026-01-14T09:00"))
    found = await read(staff(tickets.tenant), tickets, ticket)
    (clock,) = [c for c in found if c.metric == "resolution"]
    assert (clock.state, clock.due_at, clock.paused_by) == ("paused", None, ("waiting_client",))
    assert clock.if_resumed_now == berlin("2026-01-14T16:00")


async def test_a_member_reads_the_slas_clocks_and_no_others(tickets: Tickets) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "10:00"))
    await tickets.hear(
        ticket,
        berlin(MONDAY + "10:30"),
        facts.CaseOpened,
        case_id=world.known("c"),
        vendor=world.known("vendor"),
    )
    seen_by_staff = await read(staff(tickets.tenant), tickets, ticket)
    assert {clock.kind for clock in seen_by_staff} == {"SLA", "OLA", "UC"}
    seen = await read(member(tickets.tenant), tickets, ticket)
    assert {clock.metric for clock in seen} == {"first_response", "resolution"}
    assert seen == [clock for clock in seen_by_staff if clock.kind == "SLA"]
    async with db.open(Member(tickets.tenant, world.known(tickets.tenant, "ada"))):
        rows = await db.rows("SELECT DISTINCT clock_id FROM clock_event")
    assert {row["clock_id"] for row in rows} == {clock.id for clock in seen}


async def test_what_one_may_not_see_is_not_there(tickets: Tickets) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "10:00"))
    other = next(tenants)
    await world.set_up(other)
    assert await read(staff(other), tickets, ticket) == []
    with pytest.raises(NotFound):
        await read(member(other), tickets, ticket)
    assert await read(member(tickets.tenant, "somebody else"), tickets, ticket) == []


async def test_it_goes_over_the_api_and_back(tickets: Tickets) -> None:
    ticket = await tickets.raise_ticket(berlin(MONDAY + "10:00"))
    found = await read(staff(tickets.tenant), tickets, ticket)
    assert msgspec.json.decode(msgspec.json.encode(found), type=list[ClockView]) == found
