"""Replies and notes. A client's message ends a wait for the client; a public reply answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts import facts
from contracts.facts import (
    ClientMessage,
    Fact,
    InternalNote,
    NoReplyNeeded,
    PublicReply,
    StateChanged,
)
from underpin.desk.lifetime import afterword
from underpin.desk.mentions import telling
from underpin.desk.tickets import messages, recording, states
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.messages import Message
from underpin.desk.tickets.ticket import Ticket
from underpin.desk.writing import sending
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
    attach: Sequence[UUID] = (),
) -> Message:
    """A public message: staff's answers the client, the client's waits for an answer. `attach`:
    which of their waiting files go with it.

    `then_wait` makes staff's message a question: the ticket waits for the client, because a pause
    begins with a public question (PRACTICE 13). A client's word on a ticket that went into another
    is one on that, and on one that is done waits until somebody looks at it. Colleagues whom staff
    name by @ are told. Raises NotFound, Malformed, StaleVersion, MentionRefused, and WrongState
    for a question on a ticket that is done.
    """
    _check(body)
    ticket = await tickets.held(act, number, version)
    named = await telling.meant(act, ticket, body)
    message = await _said(act, ticket, body, message_id, then_wait=then_wait)
    await telling.told(act, ticket, message, named)
    await sending.sent(act, ticket, messages.PUBLIC, message.id, attach)
    return message


async def _said(
    act: Act, ticket: Ticket, body: str, message_id: UUID | None, *, then_wait: bool
) -> Message:
    if act.audience is Audience.MEMBER and ticket.merged_into is not None:
        return await _on(act, ticket, ticket.merged_into, body, message_id)
    if act.audience is Audience.MEMBER and ticket.state in states.DONE:
        return await afterword.said(act, ticket, body, message_id)
    message = await messages.write(act, ticket, messages.PUBLIC, body, message_id=message_id)
    if act.audience is Audience.MEMBER:
        await from_client(act, ticket)
    else:
        await _from_staff(act, ticket, then_wait=then_wait)
    return message


@write("ticket.note", STAFF, WORKER)
async def note(
    act: Act,
    number: int,
    body: str,
    *,
    message_id: UUID | None = None,
    attach: Sequence[UUID] = (),
) -> Message:
    """An internal note: the client never sees it, and no clock moves. Colleagues named by @ are
    told. Raises NotFound, Malformed, MentionRefused."""
    _check(body)
    ticket = await tickets.held(act, number)
    named = await telling.meant(act, ticket, body)
    message = await messages.write(act, ticket, messages.INTERNAL, body, message_id=message_id)
    await telling.told(act, ticket, message, named)
    await sending.sent(act, ticket, messages.INTERNAL, message.id, attach)
    await recording.change(act, ticket, [InternalNote(**recording.by(act, ticket))])
    return message


@write("ticket.work", STAFF)
async def no_reply_needed(act: Act, number: int, *, version: int | None = None) -> Ticket:
    """The client's last message asks for nothing; they see that it was taken so (PRACTICE 17)."""
    ticket = await tickets.held(act, number, version)
    return await recording.change(act, ticket, [NoReplyNeeded(**recording.by(act, ticket))])


async def _on(act: Act, ticket: Ticket, into: UUID, body: str, message_id: UUID | None) -> Message:
    """Written where they see it, and heard where the matter goes on."""
    goes_on = await tickets.held_by_id(act, into)
    message = await messages.write(act, ticket, messages.PUBLIC, body, message_id=message_id)
    if goes_on.state in states.DONE:
        await afterword.waits(act, goes_on, message)
    else:
        await from_client(act, goes_on)
    return message


async def from_client(act: Act, ticket: Ticket, at: datetime | None = None) -> None:
    """What follows from a client's message, which reached us at `at` (PRACTICE 11)."""
    said: list[Fact] = [ClientMessage(**recording.by(act, ticket, at), channel=act.source)]
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
        states.check(ticket.state, state)
        said.append(_moved(act, ticket, state))
        changes["state"] = state
    await recording.change(act, ticket, said, changes)


def _moved(act: Act, ticket: Ticket, state: str) -> StateChanged:
    return StateChanged(**recording.by(act, ticket), old=ticket.state, new=state)


def _check(body: str) -> None:
    if not 1 <= len(body.strip()) <= LONGEST:
        raise Malformed(f"body: 1 to {LONGEST} characters.", field="body")
