"""A client's ticket joins a major incident: it stays the client's own, and ranks first."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from contracts.subject import Due
from underpin.desk.queues import ranking
from underpin.desk.tickets import recording, states
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

JOINED: Final = "ticket.major_joined"
LEFT: Final = "ticket.major_left"


class Elsewhere(Conflict):
    code = "in-major-incident"
    title = "This ticket belongs to another major incident: take it out of that one first"


@read("ticket.work", STAFF)
async def joinable(act: Act, tenant: int, number: int) -> Ticket:
    """Raises NotFound, Elsewhere, WrongState."""
    ticket = await tickets.seen(act, tenant, number)
    _check(ticket, None)
    return ticket


# `in_since` is the installation's own time, by which updates are approved.
JOIN: Final = """
INSERT INTO major_ticket (tenant_id, ticket_id, major_id, joined_by, joined_at, in_since)
SELECT $1, $2, m.id, $4, $5, transaction_timestamp() FROM major_incident m
WHERE m.id = $3 AND m.state = 'open'
ON CONFLICT (tenant_id, ticket_id, major_id)
DO UPDATE SET left_at = NULL, in_since = excluded.in_since
"""


@write("ticket.work", STAFF)
async def join(act: Act, number: int, major_id: UUID) -> Ticket:
    """Joined twice it is joined once. Raises NotFound also for an incident that is over,
    Elsewhere, WrongState."""
    ticket = await tickets.held(act, number)
    _check(ticket, major_id)
    if ticket.major_id == major_id:
        return ticket
    words = (ticket.id, major_id, act.person_id, act.now)
    if not await db.execute(JOIN, act.tenant_id, *words):
        raise NotFound
    await events.emit(act, events.New(JOINED, ticket.id, {"major_id": str(major_id)}))
    return await recording.change(act, ticket, [], ranked(act, ticket, major_id))


@write("ticket.work", STAFF)
async def leave(act: Act, number: int) -> Ticket:
    """It was another matter after all. Raises NotFound for one that is in none."""
    ticket = await tickets.held(act, number)
    if ticket.major_id is None:
        raise NotFound
    await db.execute(
        "UPDATE major_ticket SET left_at = $4 "
        "WHERE tenant_id = $1 AND ticket_id = $2 AND major_id = $3",
        *(act.tenant_id, ticket.id, ticket.major_id, act.now),
    )
    await events.emit(act, events.New(LEFT, ticket.id, {"major_id": str(ticket.major_id)}))
    return await recording.change(act, ticket, [], ranked(act, ticket, None))


def ranked(act: Act, ticket: Ticket, major_id: UUID | None) -> dict[str, Any]:
    """The columns of being in one, or in none: its rank is another (PRACTICE 21)."""
    due = Due(ticket.next_due, ticket.next_metric, ticket.next_warn_at, ticket.breached)
    standing = ranking.Standing(
        ticket.priority, ticket.raised_at, act.now, major=major_id is not None
    )
    return {"major_id": major_id, "next_due": ranking.instant(due, standing)}


def _check(ticket: Ticket, major_id: UUID | None) -> None:
    if ticket.state in states.DONE:
        raise states.WrongState("This ticket is done: reopen it first.")
    if ticket.major_id not in (None, major_id):
        raise Elsewhere
