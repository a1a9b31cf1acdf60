"""A major incident: one row of the provider's for the tickets of many clients (PRACTICE 10).

It names no client. Which tickets it joins stands in each client's own rows; one of them leads, and
its vendor case is the only one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.desk.major import joining
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, ids, verb
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.verb import outer, provide, read


@dataclass(frozen=True, slots=True)
class Major:
    """`review`: what we learned, written afterwards, for staff."""

    id: UUID
    title: str
    state: str
    lead_ticket_id: UUID
    declared_by: UUID
    declared_at: datetime
    resolved_at: datetime | None
    review: str
    reviewed_at: datetime | None


COLUMNS: Final = ", ".join(Major.__slots__)


@outer("major.lead", STAFF)
async def declare(
    principal: Principal,
    title: str,
    tenant: int,
    number: int,
    *,
    major_id: UUID | None = None,
    source: str = "api",
) -> Major:
    """A lead declares it about a ticket, which leads it. Raises Malformed, NotFound, Elsewhere,
    WrongState."""
    ticket = await verb.perform(joining.joinable, principal, tenant, number, tenant=tenant)
    words = (title, ticket.id, major_id or ids.new())
    made: Major = await verb.perform(_declared, principal, *words, source=source)
    await verb.perform(joining.join, principal, number, made.id, tenant=tenant, source=source)
    return made


INSERT: Final = f"""
INSERT INTO major_incident (id, title, state, lead_ticket_id, declared_by, declared_at, review)
VALUES ($1, $2, 'open', $3, $4, $5, '') RETURNING {COLUMNS}
"""


@provide("major.lead")
async def _declared(act: Act, title: str, ticket_id: UUID, major_id: UUID) -> Major:
    if not 1 <= len(title.strip()) <= 200:
        raise Malformed("title: 1 to 200 characters.", field="title")
    words = (major_id, title.strip(), ticket_id, act.person_id, act.now)
    row = await db.row(INSERT, *words)
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    return Major(**row)


@outer("major.lead", STAFF)
async def lead_with(
    principal: Principal, major_id: UUID, tenant: int, number: int, source: str = "api"
) -> Major:
    """Another of its tickets leads from now on. Raises NotFound for a ticket it does not join."""
    ticket: Ticket = await verb.perform(_joined, principal, tenant, number, tenant=tenant)
    if ticket.major_id != major_id:
        raise NotFound
    led: Major = await verb.perform(_led, principal, major_id, ticket.id, source=source)
    return led


@read("ticket.read", STAFF)
async def _joined(act: Act, tenant: int, number: int) -> Ticket:
    return await tickets.seen(act, tenant, number)


@provide("major.lead")
async def _led(act: Act, major_id: UUID, ticket_id: UUID) -> Major:
    return await _changed(
        f"UPDATE major_incident SET lead_ticket_id = $2 WHERE id = $1 RETURNING {COLUMNS}",
        *(major_id, ticket_id),
    )


@provide("major.lead")
async def review(act: Act, major_id: UUID, text: str) -> Major:
    """What we learned; written again it replaces what was written. Raises Malformed, NotFound."""
    if len(text) > 20_000:
        raise Malformed("text: 20000 characters at most.", field="text")
    return await _changed(
        "UPDATE major_incident SET review = $2, reviewed_by = $3, reviewed_at = $4 WHERE id = $1 "
        f"RETURNING {COLUMNS}",
        *(major_id, text.strip(), act.person_id, act.now),
    )


async def _changed(sql: str, *words: object) -> Major:
    row = await db.row(sql, *words)
    if row is None:
        raise NotFound
    return Major(**row)
