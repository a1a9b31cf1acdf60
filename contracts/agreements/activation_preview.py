"""Before a version is taken up by open tickets: how many, how many clocks, and what would change.

Counted from the columns of the clocks' rows, all at once; no clock is folded for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final, NamedTuple
from uuid import UUID

from contracts import instant
from contracts.agreements import (
    activation_reach,
    agreed,
    agreement_rows,
    arrival,
    provider_agreement,
    versions,
)
from contracts.agreements.activation_reach import Effect, Foreseen, Running
from contracts.agreements.agreed import Content
from contracts.agreements.versions import Version
from contracts.calendars import compiled
from contracts.calendars.calendar import Calendar
from contracts.clocks.clock_target import Target
from contracts.clocks.clock_terms import Promise
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

PAGE: Final = 50
MOST: Final = 200
EFFECTS: Final = ("breached_at_once", "at_risk", "earlier", "later", "released", "same")


@dataclass(frozen=True, slots=True)
class Reach:
    """`tickets` are open under an older version; of their `clocks` that have not ended so many
    would be breached at once, come to stand past a warning, fall due earlier or later, be released,
    or stay as they are."""

    tickets: int
    clocks: int
    breached_at_once: int = 0
    at_risk: int = 0
    earlier: int = 0
    later: int = 0
    released: int = 0
    same: int = 0


@dataclass(frozen=True, slots=True)
class ClockReached:
    """Due times as they would stand if nothing else happened until the switch."""

    metric: str
    holder: str
    effect: Effect
    due_before: datetime | None
    due_after: datetime | None


@dataclass(frozen=True, slots=True)
class TicketReached:
    tenant_id: int
    ticket_id: UUID
    clocks: tuple[ClockReached, ...]


@dataclass(frozen=True, slots=True)
class TicketsReached:
    """`after` is the next page's; None at the end."""

    tickets: tuple[TicketReached, ...]
    after: UUID | None


@read("contract.read", STAFF)
async def of_version(
    act: Act, tenant: int, version_id: UUID, effective_from: datetime | None = None
) -> Reach:
    """What an SLA's version would do to the client's open tickets, from then or now on. Raises
    NotFound."""
    asked = await _asked_of_client(act, tenant, version_id, effective_from)
    tickets: int = await db.value(OPEN_UNDER, tenant, asked.older)
    return _reach(tickets, await _foreseen(asked, behind=False))


@read("contract.read", STAFF)
async def tickets_of_version(
    act: Act,
    tenant: int,
    version_id: UUID,
    effective_from: datetime | None = None,
    *,
    effect: str | None = None,
    after: UUID | None = None,
    limit: int = PAGE,
) -> TicketsReached:
    """The tickets with a clock that would change, or so change, by id. Raises NotFound,
    Malformed."""
    asked = await _asked_of_client(act, tenant, version_id, effective_from)
    return _page(await _foreseen(asked, behind=False), effect, after, limit)


@read("contract.read", STAFF)
async def of_behind(act: Act, version_id: UUID, effective_from: datetime | None = None) -> Reach:
    """What a version of an OLA or UC would do to visits and cases under way, in the client
    companies the asker is assigned to. Raises NotFound."""
    foreseen = await _foreseen(await _asked_behind(act, version_id, effective_from), behind=True)
    return _reach(len({each.clock.ticket_id for each in foreseen}), foreseen)


@read("contract.read", STAFF)
async def tickets_of_behind(
    act: Act,
    version_id: UUID,
    effective_from: datetime | None = None,
    *,
    effect: str | None = None,
    after: UUID | None = None,
    limit: int = PAGE,
) -> TicketsReached:
    """Their tickets, by id. Raises NotFound, Malformed."""
    asked = await _asked_behind(act, version_id, effective_from)
    return _page(await _foreseen(asked, behind=True), effect, after, limit)


class _Asked(NamedTuple):
    tenants: list[int]
    content: Content
    older: list[UUID]
    at: datetime


async def _asked_of_client(act: Act, tenant: int, version_id: UUID, at: datetime | None) -> _Asked:
    version = await agreement_rows.one(tenant, version_id)
    every = await agreement_rows.of_agreement(tenant, version.agreement_id)
    return _Asked([tenant], version.content, _older(version, every), at or act.now)


async def _asked_behind(act: Act, version_id: UUID, at: datetime | None) -> _Asked:
    every = [versions.of(row) for row in await db.rows(BEHIND, version_id)]
    version = next((each for each in every if each.id == version_id), None)
    if version is None:
        raise NotFound
    tenants = list(act.principal.tenant_ids)
    return _Asked(tenants, version.content, _older(version, every), at or act.now)


def _older(version: Version, every: Sequence[Version]) -> list[UUID]:
    return [each.id for each in every if each.number < version.number]


BEHIND = f"""
{provider_agreement.SELECT}
WHERE v.agreement_id = (SELECT agreement_id FROM provider_agreement_version WHERE id = $1)
ORDER BY v.number
"""

OPEN_UNDER = """
SELECT count(*) FROM standing WHERE tenant_id = $1 AND sla = ANY ($2::uuid[]) AND live
"""

CLOCKS = """
SELECT c.tenant_id, c.ticket_id, c.metric, c.holder, c.ticket_type, c.priority, c.allowed_us,
       c.warn_percents, c.elapsed_us, c.running_since, c.calendar_version_id,
       c.breached_at IS NOT NULL AS breached, (s.memory ->> 'started_at')::bigint AS started,
       (s.memory ->> 'wanted_at')::bigint AS wanted
FROM clock c JOIN standing s ON s.tenant_id = c.tenant_id AND s.ticket_id = c.ticket_id
WHERE c.tenant_id = ANY ($1::int[]) AND c.version_id = ANY ($2::uuid[])
  AND c.state IN ('running', 'paused', 'never')
ORDER BY c.ticket_id, c.metric, c.holder
"""


async def _foreseen(asked: _Asked, *, behind: bool) -> list[Foreseen]:
    rows = await db.rows(CLOCKS, asked.tenants, asked.older)
    named = {row["calendar_version_id"] for row in rows}
    named |= asked.content.calendars
    calendars = await (
        compiled.of_provider(named) if behind else compiled.of_tenant(asked.tenants[0], named)
    )
    promised = _promised(asked.content, calendars)
    pairs = [(_running(row, calendars), _promise(row, promised)) for row in rows]
    return activation_reach.foresee(pairs, instant.of(asked.at))


_About = tuple[str, str, str]


class _Promised(NamedTuple):
    """By metric, type and priority; `outside` is what counts for arrivals outside those hours."""

    usual: Mapping[_About, Promise]
    outside: Mapping[_About, tuple[Calendar, Promise]]

    def to(self, row: db.Row) -> Promise | None:
        about = (row["metric"], row["ticket_type"], row["priority"])
        hours, instead = self.outside.get(about, (None, None))
        arrived_outside = hours is not None and not hours.is_open(row["started"])
        return instead if arrived_outside else self.usual.get(about)


def _promised(content: Content, calendars: Mapping[UUID, Calendar]) -> _Promised:
    def promise(each: agreed.Target) -> Promise:
        target = Target(each.metric, each.allowed_us, each.pauses, each.warn_percents)
        return Promise(target, calendars[content.calendar_of(each)])

    return _Promised(
        {each.about: promise(each) for each in content.targets},
        {
            each.about: (calendars[given.outside], promise(each))
            for given, each in arrival.outside_hours(content)
        },
    )


def _promise(row: db.Row, promised: _Promised) -> Promise | None:
    """What the version says of this clock; done by the wanted date where there is one."""
    found = promised.to(row)
    if found is None or row["metric"] != "resolution" or row["wanted"] is None:
        return found
    allowed = found.calendar.between(row["started"], row["wanted"])
    warned = found.target.warn_percents
    return Promise(Target(row["metric"], allowed, warn_percents=warned), found.calendar)


def _running(row: db.Row, calendars: Mapping[UUID, Calendar]) -> Running:
    words: dict[str, Any] = {
        name: row[name] for name in ("tenant_id", "ticket_id", "metric", "holder", "breached")
    }
    since = row["running_since"]
    return Running(
        **words,
        target=Target(row["metric"], row["allowed_us"], (), tuple(row["warn_percents"])),
        calendar=calendars[row["calendar_version_id"]],
        used=row["elapsed_us"],
        since=None if since is None else instant.of(since),
    )


def _reach(tickets: int, foreseen: Sequence[Foreseen]) -> Reach:
    return Reach(tickets, len(foreseen), **activation_reach.counted(foreseen))


def _page(
    foreseen: Sequence[Foreseen], effect: str | None, after: UUID | None, limit: int
) -> TicketsReached:
    if effect is not None and effect not in EFFECTS:
        raise Malformed(f"effect: one of {', '.join(EFFECTS)}.", field="effect")
    wanted = [
        each
        for each in foreseen
        if (each.effect != "same" if effect is None else each.effect == effect)
        and (after is None or each.clock.ticket_id > after)
    ]
    grouped = [list(found) for _, found in groupby(wanted, key=lambda e: e.clock.ticket_id)]
    size = max(1, min(limit, MOST))
    shown = tuple(_ticket(each) for each in grouped[:size])
    return TicketsReached(shown, shown[-1].ticket_id if len(grouped) > size else None)


def _ticket(foreseen: Sequence[Foreseen]) -> TicketReached:
    clocks = tuple(
        ClockReached(
            metric=each.clock.metric,
            holder=each.clock.holder,
            effect=each.effect,
            due_before=_time(each.due_before),
            due_after=_time(each.due_after),
        )
        for each in foreseen
    )
    return TicketReached(foreseen[0].clock.tenant_id, foreseen[0].clock.ticket_id, clocks)


def _time(at: int | None) -> datetime | None:
    return None if at is None else instant.at(at)
