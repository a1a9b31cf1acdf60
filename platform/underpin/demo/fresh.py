"""Tickets of the last hours, so that whoever opens the demo finds clocks running at every stage:
just raised, well under way, at risk, and about to be missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts import instant
from contracts.calendars import calendar, calendar_definition
from tenants.company import NewCompany
from underpin.demo import companies, demo_contracts, log_contracts
from underpin.demo.demo_life import SOURCE
from underpin.desk.replay.clients import derived
from underpin.desk.tickets import raising, talking, working
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import verb
from underpin.kernel.principal import Principal, worker


@dataclass(frozen=True, slots=True)
class Fresh:
    """`used` per cent of the resolution's time have passed; `answered` by the first line."""

    subject: str
    impact: str
    urgency: str
    priority: str
    used: int
    answered: bool


TICKETS = (
    Fresh("Warehouse terminals lost their connection", "high", "high", "P1", 12, True),
    Fresh("Customs declaration is refused by the portal", "high", "medium", "P2", 84, True),
    Fresh("Mail to one customer bounces since noon", "medium", "medium", "P3", 72, True),
    Fresh("Second screen stays dark after the update", "medium", "low", "P4", 3, False),
    Fresh("Please add Nadia to the purchasing group", "low", "low", "P5", 1, False),
)


async def raise_for(new: NewCompany, tenant: int, requester: UUID, now: datetime) -> int:
    """Each ticket once, whatever is asked again; returns the first one's number."""
    agent, numbers = companies.ADA.principal({new.key: tenant}), list[int]()
    for ordinal, fresh in enumerate(TICKETS):
        numbers.append(await _raise(new, tenant, requester, fresh, ordinal, agent, now))
    return numbers[0]


async def _raise(  # noqa: PLR0917 - one line of the demo
    new: NewCompany,
    tenant: int,
    requester: UUID,
    fresh: Fresh,
    ordinal: int,
    agent: Principal,
    now: datetime,
) -> int:
    ticket = await verb.perform(
        raising.raise_ticket,
        worker(tenant),
        NewTicket(
            subject=fresh.subject,
            body=companies.BODY,
            impact=fresh.impact,
            urgency=fresh.urgency,
            service_id=log_contracts.ids_of(SOURCE, tenant).service,
            requester_id=requester,
            raised_at=_since(new, fresh, now),
            ticket_id=derived("demo", "fresh", new.slug, str(ordinal)),
        ),
        source="demo",
    )
    if fresh.answered:
        await verb.perform(working.take, agent, ticket.number, tenant=tenant, source="demo")
        await verb.perform(
            talking.reply, agent, ticket.number, companies.TAKEN, tenant=tenant, source="demo"
        )
    number: int = ticket.number
    return number


def _since(new: NewCompany, fresh: Fresh, now: datetime) -> datetime:
    """When it must have been raised for so much working time to have passed."""
    hours = calendar.compile(
        calendar_definition.from_json(demo_contracts.hours(new, now.year).definition)
    )
    _, allowed = demo_contracts.PROMISED[fresh.priority]
    used = allowed // log_contracts.MICROSECOND * fresh.used // 100
    found = hours.add_inf(instant.of(now), -used)
    return now if found is None else instant.at(found)
