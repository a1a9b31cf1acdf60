"""Replies and notes. A client's message ends a wait for the client; a public reply answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from contracts import facts
from contracts.facts import ClientMessage, Fact, InternalNote, PublicReply, StateChanged
from underpin.desk.tickets import messages, recording
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.messages import Message
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import MEMBER, STAFF, WORKER, Audience
from underpin.kernel.verb import write

LONGEST = 100_000


@write("ticket.reply", STAFF, MEMBER, WORKER)
async def reply(
    act: Act,
    number: int,
    body: str,
    *,
    version: int | None = None,
    message_id: UUID | None = None,
    then_wait: bool = False,
) -> Message:
    """A public message: staff's answers the client, the client's waits for an answer.

    `then_wait` makes staff's message a question: the ticket waits for the client, because a pause
    begins with a public question (PRACTICE 13). Raises NotFound, Malformed, StaleVersion.
    """
    _check(body)
    ticket = await tickets.held(act, number, version)
    message = await messages.write(act, ticket, messages.PUBLIC, body, message_id=message_id)
    if act.audience is Audience.MEMBER:
        await _from_client(act, ticket)
    else:
        await _from_staff(act, ticket, then_wait=then_wait)
    return message


@write("ticket.note", STAFF, WORKER)
async def note(act: Act, number: int, body: str, *, message_id: UUID | None = None) -> Message:
    """An internal note: the client never sees it, and no clock moves."""
    _check(body)
    ticket = await tickets.held(act, number)
    message = await messages.write(act, ticket, messages.INTERNAL, body, message_id=message_id)
    await recording.change(act, ticket, [InternalNote(**recording.by(act, ticket))])
    return message


async def _from_client(act: Act, ticket: Ticket) -> None:
    said: list[Fact] = [ClientMessage(**recording.by(act, ticket), channel=act.source)]
    changes: dict[str, Any] = {}
    if ticket.state == facts.WAITING_CLIENT:
        said.append(_moved(act, ticket, facts.OPEN))
        changes["state"] = facts.OPEN
    await recording.change(act, ticket, said, changes)


async def _from_staff(act: Act, ticket: Ticket, *, then_wait: bool) -> None:
    said: list[Fact] = [PublicReply(**recording.by(act, ticket), channel=act.source)]
    state = facts.WAITING_CLIENT if then_wait else facts.OPEN
    changes: dict[str, Any] = {}
    if then_wait or ticket.state == facts.NEW:
        said.append(_moved(act, ticket, state))
        changes["state"] = state
    await recording.change(act, ticket, said, changes)


def _moved(act: Act, ticket: Ticket, state: str) -> StateChanged:
    return StateChanged(**recording.by(act, ticket), old=ticket.state, new=state)


def _check(body: str) -> None:
    if not 1 <= len(body.strip()) <= LONGEST:
        raise Malformed(f"body: 1 to {LONGEST} characters.", field="body")
