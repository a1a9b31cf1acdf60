"""A month's compliance: exact, counted where it was decided, what is apart listed apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest

from contracts import facts
from contracts.compliance.counted import compliance
from contracts.compliance.counted.compliance import Compliance, Figure
from tests.conftest import Database
from tests.service.contracts import world
from tests.service.contracts.world import Tickets, berlin
from underpin.kernel import verb
from underpin.kernel.errors import Forbidden, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, Principal

tenants = world.TENANTS
JANUARY, FEBRUARY = (2026, 1), (2026, 2)


@pytest.fixture
async def tickets(scopes: Database) -> Tickets:
    tenant = next(tenants)
    given = world.client(tenant, steps=())
    agreement = replace(given.agreements[0], commitment_percent=Decimal("66.6"))
    await world.set_up(tenant, replace(given, agreements=(agreement,)))
    return Tickets(tenant)


def lead(*tenant: int) -> Principal:
    capabilities = frozenset({"compliance.read"})
    return Principal(STAFF, world.known("lead"), capabilities, {f"T{t}": t for t in tenant})


async def month(tickets: Tickets, period: tuple[int, int]) -> Compliance:
    return await verb.perform(
        compliance.of_month,
        lead(tickets.tenant),
        tickets.tenant,
        *period,
        tenant=tickets.tenant,
    )


def of(found: Compliance, metric: str, priority: str = "") -> Figure:
    every = found.figures if priority else found.totals
    return next(f for f in every if (f.metric, f.priority) == (metric, priority))


async def resolved(tickets: Tickets, raised: datetime, at: datetime, **more: object) -> UUID:
    ticket = await tickets.raise_ticket(raised, **more)  # type: ignore[arg-type]
    await tickets.hear(ticket, at, facts.PublicReply)
    await tickets.hear(ticket, at, facts.Resolved, row={"state": "resolved", "live": False})
    return ticket


async def test_two_of_three_met_is_exactly_two_thirds_and_shown_rounded_down(
    tickets: Tickets,
) -> None:
    for day, until in ((12, "11:00"), (13, "11:00"), (14, "16:00")):
        morning = f"2026-01-{day}T"
        await resolved(tickets, berlin(morning + "10:00"), berlin(morning + until))
    figure = of(await month(tickets, JANUARY), "first_response")
    assert (figure.met, figure.breached, figure.percent) == (2, 1, Fraction(200, 3))
    assert (figure.shown, figure.commitment, figure.kept) == ("66.66", Decimal("66.6"), True)
    by_priority = of(await month(tickets, JANUARY), "first_response", "P3")
    assert (by_priority.met, by_priority.breached) == (2, 1)


async def test_a_clock_counts_in_the_month_in_which_it_was_decided(tickets: Tickets) -> None:
    await resolved(tickets, berlin("2026-01-30T16:00"), berlin("2026-02-02T10:00"))
    january, february = await month(tickets, JANUARY), await month(tickets, FEBRUARY)
    assert not [f for f in january.totals if f.met or f.breached]
    assert of(february, "resolution").met == 1
    assert (january.starts, january.ends) == (
        berlin("2026-01-01T00:00"),
        berlin("2026-02-01T00:00"),
    )


async def test_a_breach_counts_at_its_instant_though_the_ticket_is_open(tickets: Tickets) -> None:
    ticket = await tickets.raise_ticket(berlin("2026-01-30T10:00"))
    await tickets.live_until(berlin("2026-02-10T10:00"))
    figure = of(await month(tickets, JANUARY), "first_response")
    assert (figure.breached, figure.running, figure.percent) == (1, 0, Fraction(0))
    found = await verb.perform(
        compliance.misses, lead(tickets.tenant), tickets.tenant, *JANUARY, tenant=tickets.tenant
    )
    assert [(m.ticket_id, m.metric, m.breached_at) for m in found] == [
        (ticket, "first_response", berlin("2026-01-30T11:00"))
    ]


async def test_nothing_decided_is_none_and_not_a_hundred(tickets: Tickets) -> None:
    await tickets.raise_ticket(berlin("2026-01-12T10:00"))
    figure = of(await month(tickets, JANUARY), "resolution")
    assert (figure.running, figure.percent, figure.shown, figure.kept) == (1, None, None, None)
    assert (await month(tickets, (2025, 12))).totals == ()


async def test_what_is_withdrawn_or_merged_stands_apart(tickets: Tickets) -> None:
    change = {"old": "P3", "new": "P1", "cause": "our_mistake"}
    fall = {"old": "P1", "new": "P3", "cause": "fall_agreed"}
    ticket = await tickets.raise_ticket(berlin("2026-01-12T09:00"))
    await tickets.hear(ticket, berlin("2026-01-12T09:10"), facts.PublicReply)
    await tickets.hear(ticket, berlin("2026-01-12T14:00"), facts.Reprioritised, **change)
    caused = of(await month(tickets, JANUARY), "resolution", "P1")
    assert (caused.breached, caused.caused_by_change) == (1, 1)
    await tickets.hear(ticket, berlin("2026-01-12T15:00"), facts.Reprioritised, **fall)
    await tickets.hear(ticket, berlin("2026-01-12T15:30"), facts.Resolved)
    merged = await tickets.raise_ticket(berlin("2026-01-13T09:00"))
    await tickets.live_until(berlin("2026-01-13T12:00"))
    await tickets.hear(merged, berlin("2026-01-13T12:00"), facts.Merged, into=ticket)
    figure = of(await month(tickets, JANUARY), "resolution", "P3")
    assert (figure.met, figure.breached, figure.withdrawn, figure.merged) == (0, 0, 1, 1)
    first = of(await month(tickets, JANUARY), "first_response")
    assert (first.met, first.breached, first.merged) == (1, 0, 1)


async def test_one_silence_is_one_miss(tickets: Tickets) -> None:
    ticket = await tickets.raise_ticket(berlin("2026-01-12T09:00"))
    await tickets.hear(ticket, berlin("2026-01-12T09:30"), facts.ClientMessage, by="client")
    await tickets.hear(ticket, berlin("2026-01-12T14:00"), facts.PublicReply)
    found = await month(tickets, JANUARY)
    assert of(found, "first_response").breached == 1
    assert of(found, "next_reply").breached == 0


async def test_who_may_not_read_compliance_does_not(tickets: Tickets) -> None:
    nobody = Principal(STAFF, world.known("x"), frozenset(), {"T": tickets.tenant})
    with pytest.raises(Forbidden):
        await verb.perform(compliance.of_month, nobody, tickets.tenant, *JANUARY)
    other = next(tenants)
    await world.set_up(other)
    stranger = Principal(
        MEMBER, world.known(other, "ada"), frozenset({"compliance.read"}), {"O": other}
    )
    with pytest.raises(NotFound):
        await verb.perform(compliance.of_month, stranger, tickets.tenant, *JANUARY)
    with pytest.raises(NotFound):
        await verb.perform(compliance.of_month, lead(other), tickets.tenant, *JANUARY)
    with pytest.raises(Malformed):
        await verb.perform(compliance.of_month, lead(other), other, 2026, 13)


@pytest.mark.parametrize(
    ("met", "breached", "said"),
    [(0, 0, None), (1, 0, "100.00"), (0, 3, "0.00"), (99999, 1, "99.99"), (1, 2, "33.33")],
)
def test_a_percentage_is_shown_rounded_down(met: int, breached: int, said: str | None) -> None:
    assert compliance.shown(compliance.share(met, breached)) == said
