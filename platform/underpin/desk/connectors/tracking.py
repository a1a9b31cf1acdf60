"""A ticket's issues in bug trackers: made from it, linked to it, written to. Staff alone see them,
and what leaves is what the service's sharing rule lets (PRACTICE 22)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from underpin.desk.connectors import applying, connector, link, queueing
from underpin.desk.connectors.connector import Connector
from underpin.desk.connectors.link import Link
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

LONGEST: Final = 20_000
REFERENCE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./-]{0,99}")


class Linked(Conflict):
    code = "issue-linked"
    title = "This issue is linked to a ticket of this client's already"


class NotThere(Conflict):
    code = "issue-not-there"
    title = "The tracker has not said yet what it calls this issue: wait until it has"


@dataclass(frozen=True, slots=True)
class Tracker:
    """One that issues may be made in."""

    id: UUID
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Note:
    direction: str
    author_name: str
    body: str
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class Issue:
    """`state`: waiting to be told, told, or set_aside with `error`."""

    link: Link
    tracker: str
    state: str
    error: str | None
    notes: list[Note]


@write("case.work", STAFF)
async def make(act: Act, number: int, connector_id: UUID, *, hears_comments: bool = True) -> Link:
    """An issue of this ticket. Raises NotFound."""
    ticket, to = await _of(act, number, connector_id)
    made = await link.make(act, to, ticket.id, hears_comments=hears_comments)
    await queueing.matter(act, to, made)
    await _changed(act, made)
    return made


@write("case.work", STAFF)
async def tie(
    act: Act, number: int, connector_id: UUID, reference: str, *, hears_comments: bool = True
) -> Link:
    """One that stands there already. Raises NotFound, Malformed, Linked."""
    ticket, to = await _of(act, number, connector_id)
    if not REFERENCE.fullmatch(reference.strip()):
        raise Malformed("reference: what the tracker calls it, such as OPS-12.", field="reference")
    words = {"reference": reference.strip(), "hears_comments": hears_comments}
    try:
        async with db.savepoint():
            made = await link.make(act, to, ticket.id, **words)
    except asyncpg.UniqueViolationError as taken:
        raise Linked from taken
    await link.watch(act.tenant_id, to)
    await _changed(act, made)
    return made


@write("case.work", STAFF)
async def comment(act: Act, number: int, link_id: UUID, text: str) -> None:
    """Say something there, under one's own name. Raises NotFound, NotThere, Malformed."""
    found = await _held(act, number, link_id)
    said = text.strip()
    if not 1 <= len(said) <= LONGEST:
        raise Malformed(f"text: 1 to {LONGEST} characters.", field="text")
    if found.reference is None:
        raise NotThere
    new, name = ids.new(), act.principal.name
    await db.execute(
        "INSERT INTO connector_note (tenant_id, id, link_id, direction, author_name, body, "
        "identity, happened_at) VALUES ($1, $2, $3, 'out', $4, $5, $6, $7)",
        *(act.tenant_id, new, found.id, name, said, f"note:{new}", act.now),
    )
    await queueing.say(act, found, f"note:{new}")
    await _changed(act, found)


@write("case.work", STAFF)
async def choose(act: Act, number: int, link_id: UUID, *, hears_comments: bool) -> Link:
    """Whether what is commented there is shown here. Raises NotFound."""
    found = await _held(act, number, link_id)
    await link.write(found, hears_comments=hears_comments)
    await _changed(act, found)
    return await _held(act, number, link_id)


@write("case.work", STAFF)
async def untie(act: Act, number: int, link_id: UUID) -> None:
    """Nobody asks after it any more; what was said stays. Raises NotFound."""
    found = await _held(act, number, link_id)
    await link.write(found, ended_at=act.now)
    await _changed(act, found)


@read("case.work", STAFF)
async def trackers(act: Act) -> list[Tracker]:
    """By name."""
    rows = await db.rows(
        "SELECT id, name, kind FROM connector WHERE vendor_id IS NULL AND paused_at IS NULL "
        "ORDER BY name LIMIT 200"
    )
    return [Tracker(**row) for row in rows]


NOTES: Final = """
SELECT link_id, direction, author_name, body, happened_at FROM connector_note
WHERE tenant_id = $1 AND link_id = ANY ($2::uuid[]) ORDER BY happened_at, id
"""
OUT: Final = """
SELECT payload ->> 'link_id' AS link_id, max(last_error) AS error,
       bool_or(parked_at IS NOT NULL) AS parked
FROM outgoing WHERE tenant_id = $1 AND subject_id = $2 AND channel = $3 AND sent_at IS NULL
  AND withdrawn_at IS NULL GROUP BY 1
"""


@read("case.work", STAFF)
async def of_ticket(act: Act, tenant: int, number: int) -> list[Issue]:
    """Oldest first. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    found = await link.of_ticket(tenant, ticket.id)
    if not found:
        return []
    notes = await db.rows(NOTES, tenant, [each.id for each in found])
    out = {row["link_id"]: row for row in await db.rows(OUT, tenant, ticket.id, queueing.OUT)}
    names = {each.id: each.name for each in await _named(found)}
    return [_issue(each, names, notes, out.get(str(each.id))) for each in found]


def _issue(
    found: Link, names: dict[UUID, str], notes: list[db.Row], waiting: db.Row | None
) -> Issue:
    own = [
        Note(*(row[name] for name in Note.__slots__)) for row in notes if row["link_id"] == found.id
    ]
    parked = waiting is not None and waiting["parked"]
    state = "set_aside" if parked else "waiting" if waiting is not None else "told"
    error = waiting["error"] if waiting is not None else None
    return Issue(found, names.get(found.connector_id, ""), state, error, own)


async def _named(found: list[Link]) -> list[Tracker]:
    rows = await db.rows(
        "SELECT id, name, kind FROM connector WHERE id = ANY ($1::uuid[])",
        [each.connector_id for each in found],
    )
    return [Tracker(**row) for row in rows]


async def _of(act: Act, number: int, connector_id: UUID) -> tuple[Ticket, Connector]:
    ticket = await tickets.held(act, number)
    to = await connector.by_id(connector_id)
    if to is None or to.vendor_id is not None or to.paused_at is not None:
        raise NotFound
    return ticket, to


async def _held(act: Act, number: int, link_id: UUID) -> Link:
    """Its ticket locked, then itself. Raises NotFound for another ticket's, or a case's."""
    ticket = await tickets.held(act, number)
    found = await link.held(act, link_id)
    if found is None or found.ticket_id != ticket.id or found.case_id is not None:
        raise NotFound
    return found


async def _changed(act: Act, found: Link) -> None:
    body = {"link_id": str(found.id), "status": False}
    await events.emit(act, events.New(applying.CHANGED, found.ticket_id, body))
