"""Whose time a ticket's resolution took: staff read each link, a member *us*, *you*, *a vendor*."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from contracts import facts, instant
from contracts.agreements import version_store
from contracts.calendars import compiled
from contracts.calendars.calendar import Calendar
from contracts.clocks import governing, shares, sides
from contracts.clocks.clock_terms import Terms
from contracts.clocks.pins import Pins
from contracts.clocks.shares import Shares, Truths
from contracts.facts import Fact
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import Audience

PREFIX: Final = "ticket."


@dataclass(frozen=True, slots=True)
class Part:
    """`link`: a tier ("L2") to staff, *us* to a member; *vendor*, *client* or *scheduled* to both.

    `working_us` on the SLA's calendar, `wall_us` in real time; `percent` of the working time,
    rounded down to a tenth, none where none passed.
    """

    link: str
    working_us: int
    wall_us: int
    percent: str | None


@dataclass(frozen=True, slots=True)
class Whose:
    """The parts add up to the totals exactly. `contract_us` is the time used as the contract counts
    vendors' time and `other_us` the other way (PRACTICE 31), told to staff."""

    parts: tuple[Part, ...]
    working_us: int
    wall_us: int
    contract_us: int | None = None
    other_us: int | None = None


async def of_ticket(act: Act, tenant: int, ticket_id: UUID) -> Whose | None:
    """As of the tenant's now, in the asker's own scope; None where no resolution is promised."""
    row = await db.row(TURNS, tenant, ticket_id)
    if row is None:
        return None
    calendars = await compiled.of_tenant(tenant, [row["calendar_version_id"]])
    calendar = calendars[row["calendar_version_id"]]
    at = instant.of(row["simulated_now"] or act.now)
    if act.audience is Audience.MEMBER:
        return _shown(await _sides(tenant, row, calendar, at))
    told, terms = await _facts(tenant, ticket_id), await _terms(tenant, ticket_id)
    governed = terms.governing([fact for fact in told if isinstance(fact, facts.TermsChanged)])
    links = shares.shares(told, governed, calendar, at)
    return _shown(links, shares.two_truths(told, governed, at))


TURNS = """
SELECT s.since_us, s.states, c.version_id, c.calendar_version_id, c.state, c.decided_at,
       t.simulated_now
FROM standing s JOIN tenant t ON t.id = s.tenant_id
JOIN clock c ON c.tenant_id = s.tenant_id AND c.ticket_id = s.ticket_id
WHERE s.tenant_id = $1 AND s.ticket_id = $2 AND c.metric = 'resolution'
ORDER BY c.number DESC LIMIT 1
"""

RAISED_UNDER = """
SELECT pins ->> 'raised_under' FROM standing WHERE tenant_id = $1 AND ticket_id = $2
"""

FACTS = """
SELECT kind, body FROM event WHERE tenant_id = $1 AND subject_id = $2 AND kind = ANY ($3::text[])
ORDER BY position
"""


async def _sides(tenant: int, row: Mapping[str, Any], calendar: Calendar, at: int) -> Shares:
    content = (await version_store.of_tenant(tenant, [row["version_id"]])).get(row["version_id"])
    closes = content is not None and content.settings.resolution_stops_at == "closed"
    over = {facts.CLOSED} if closes else {facts.CLOSED, facts.RESOLVED}
    states = msgspec.json.decode(row["states"], type=list[tuple[int, str]])
    return sides.sides(states, row["since_us"], _until(row, at), calendar, frozenset(over))


def _until(row: Mapping[str, Any], at: int) -> int:
    """A resolution that stopped, by whatever, has ended; nothing after it is anybody's."""
    ended: datetime | None = row["decided_at"] if row["state"] == "stopped" else None
    return at if ended is None else min(at, instant.of(ended))


@dataclass(frozen=True, slots=True)
class _Versions:
    tenant: int
    first: Terms
    by_version: Mapping[str, Terms]

    def governing(self, changes: Sequence[facts.TermsChanged]) -> Any:
        """What the SLA version in force at each fact says."""
        to_us = sorted((fact for fact in changes if fact.side == "sla"), key=lambda fact: fact.at)
        instants = [fact.at for fact in to_us]

        def terms(fact: Fact) -> Terms:
            place = bisect_right(instants, fact.at)
            return self.by_version[to_us[place - 1].version] if place else self.first

        return terms


async def _terms(tenant: int, ticket_id: UUID) -> _Versions:
    first = await db.value(RAISED_UNDER, tenant, ticket_id)
    changed = await db.rows(
        "SELECT DISTINCT body ->> 'version' AS version FROM event WHERE tenant_id = $1 "
        "AND subject_id = $2 AND kind = 'ticket.terms_changed' AND body ->> 'side' = 'sla'",
        tenant,
        ticket_id,
    )
    read = {
        version: await governing.terms(tenant, Pins(sla=UUID(version)))
        for version in {first, *(row["version"] for row in changed)}
        if version
    }
    return _Versions(tenant, read[first] if first else Terms(promises={}), read)


async def _facts(tenant: int, ticket_id: UUID) -> list[Fact]:
    kinds = [PREFIX + kind for kind in facts.KINDS]
    rows = await db.rows(FACTS, tenant, ticket_id, kinds)
    return [
        facts.from_json(row["kind"].removeprefix(PREFIX), msgspec.json.decode(row["body"]))
        for row in rows
    ]


def _shown(found: Shares, truths: Truths | None = None) -> Whose:
    return Whose(
        parts=tuple(
            Part(each.link, each.working, each.wall, _percent(each.working, found.working))
            for each in found.shares
        ),
        working_us=found.working,
        wall_us=found.wall,
        contract_us=None if truths is None else truths.contract,
        other_us=None if truths is None else truths.other,
    )


def _percent(part: int, whole: int) -> str | None:
    if not whole:
        return None
    tenths = part * 1000 // whole
    return f"{tenths // 10}.{tenths % 10}"
