"""How a request for approval ends, and what follows: whoever asked for it is told in the same
transaction, and a wait for the client is over (PRACTICE 13)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

from contracts import facts
from underpin.desk.approvals import request
from underpin.desk.approvals.request import Request, Subject
from underpin.desk.approvals.voting import State
from underpin.desk.tickets import recording
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events, timers
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound

KIND: Final = "approval"
ANSWERED: Final = "approval"
OCCASIONS: Final = ("1", "2", "end")
"""Two reminders, and the end of the time given."""

Follow = Callable[[Act, Ticket, Request], Awaitable[None]]
OUTCOMES: dict[str, Follow] = {}


def register(subject: Subject, follow: Follow) -> None:
    """What follows from the end of a request about such a thing: `follow` is given the ticket,
    locked, and the request as it ended."""
    OUTCOMES[subject] = follow


async def ticket_of(act: Act, request_id: UUID) -> Ticket:
    """The request's ticket, locked. Raises NotFound."""
    found = await db.value(
        "SELECT ticket_id FROM approval_request WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, request_id),
    )
    if found is None:
        raise NotFound
    return await tickets.held_by_id(act, found)


END: Final = f"""
WITH shut AS (
    UPDATE approval_approver SET is_open = false
    WHERE tenant_id = $1 AND request_id = $2 AND is_open
)
UPDATE approval_request q SET state = $3, ended_at = $4, reason = $5
WHERE q.tenant_id = $1 AND q.id = $2 RETURNING {request.COLUMNS}
"""


async def end(
    act: Act, ticket: Ticket, asked: Request, state: State, reason: str | None = None
) -> Request:
    """Within a verb, ticket and request held. Returns the request as it ended."""
    row = await db.row(END, act.tenant_id, asked.id, state, act.now, reason)
    assert row is not None, "the row is locked by this transaction"  # noqa: S101
    ended = request.of(row)
    await timers.disarm(act, KIND, [f"{asked.id}:{each}" for each in OCCASIONS])
    body = {"request_id": str(asked.id), "subject": asked.subject}
    await events.emit(act, events.New(f"ticket.approval_{state}", ticket.id, body))
    if asked.asks_client and state in ("refused", "withdrawn"):
        await goes_on(act, ticket)
    if asked.subject in OUTCOMES:
        await OUTCOMES[asked.subject](act, await tickets.held_by_id(act, ticket.id), ended)
    return ended


async def goes_on(act: Act, ticket: Ticket) -> None:
    """The client has answered: nothing waits for them any more."""
    present = await tickets.held_by_id(act, ticket.id)
    if present.state != facts.WAITING_CLIENT:
        return
    moved = facts.StateChanged(**recording.by(act, present), old=present.state, new=facts.OPEN)
    await recording.change(act, present, [moved], {"state": facts.OPEN}, reason=ANSWERED)
