"""With whom a ticket's time was: with us, with the client, or with a vendor (PRACTICE 1).

It is told from the ticket's whole history, which no member's scope may read: the asker's own scope
is asked for the ticket first, and only the sums leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import msgspec

from contracts import facts, instant, metric
from contracts.calendars import compiled
from contracts.calendars.calendar import Calendar
from contracts.clocks import governing, running, shares
from contracts.clocks.clock_terms import Matter, Terms
from contracts.clocks.pins import Pins
from contracts.clocks.shares import Shares
from contracts.facts import Fact
from underpin.desk import ticket as tickets
from underpin.desk.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Member, Scope, Staff, Work
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience, Principal
from underpin.kernel.verb import outer


@dataclass(frozen=True, slots=True)
class WithWhom:
    """Working time on the SLA's calendar from the ticket's start to its end, or to now. What
    waited for an agreed date was with nobody."""

    us: timedelta
    you: timedelta
    vendor: timedelta


@outer("clock.read", STAFF, MEMBER)
async def of(principal: Principal, tenant: int, number: int) -> WithWhom | None:
    """None for a ticket that no SLA's resolution was promised for. Raises NotFound."""
    async with db.open(_own(principal, tenant)):
        act = Act(principal, tenant, await db.now(), "page", "desk.ticket_shares.of")
        ticket = await tickets.seen(act, tenant, number)
    async with db.open(Work(tenant)):
        found = await _shares(ticket)
    return None if found is None else _told(found)


def _own(principal: Principal, tenant: int) -> Scope:
    if tenant not in principal.tenant_ids or principal.person_id is None:
        raise NotFound
    if principal.audience is Audience.MEMBER:
        return Member(tenant, principal.person_id)
    return Staff((tenant,))


async def _shares(ticket: Ticket) -> Shares | None:
    pinned = ticket.pinned
    terms = await governing.terms(
        ticket.tenant_id, Pins(sla=pinned.agreement_version_id, policy=pinned.policy_id)
    )
    calendar = await _calendar(ticket, terms)
    if calendar is None:
        return None
    told, at = await _facts(ticket), instant.of(await db.now())
    return shares.shares(told, lambda _: terms, calendar, at)


async def _calendar(ticket: Ticket, terms: Terms) -> Calendar | None:
    """The resolution's own; the agreement's where this priority was promised none."""
    promise = terms.promises.get(Matter(metric.RESOLUTION, ticket.type, ticket.priority))
    if promise is not None:
        return promise.calendar
    version: UUID | None = ticket.calendar_version_id
    found = await compiled.of_tenant(ticket.tenant_id, [version] if version else [])
    return next(iter(found.values()), None)


async def _facts(ticket: Ticket) -> list[Fact]:
    rows = await db.rows(
        "SELECT kind, body FROM event WHERE tenant_id = $1 AND subject_id = $2 "
        "AND kind = ANY ($3::text[]) ORDER BY position",
        ticket.tenant_id,
        ticket.id,
        [
            running.PREFIX + kind
            for kind, fact in facts.KINDS.items()
            if fact not in running.NO_FACTS_OF_OURS
        ],
    )
    return [
        facts.from_json(row["kind"].removeprefix(running.PREFIX), msgspec.json.decode(row["body"]))
        for row in rows
    ]


def _told(found: Shares) -> WithWhom:
    parts = (found.with_us(), found.of(shares.CLIENT), found.of(shares.VENDOR))
    return WithWhom(*(timedelta(microseconds=part.working) for part in parts))
