"""Agents in the chat: who waits, taking a chat over, answering, passing it on.

That somebody takes it is the first response to its ticket, at that moment (PRACTICE 12). Lines said
live move no clock; what was said is written on the ticket when the chat ends (see `ending`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from contracts.facts import PublicReply
from underpin.desk.chat import conversation, phrases
from underpin.desk.chat.conversation import LIVE, WAITING, Chat
from underpin.desk.tickets import recording, working
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.visibility import staff_sees
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Forbidden, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write


class TakenByAnother(Conflict):
    code = "chat-taken"
    title = "A colleague is in this chat already"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A chat in the panel; `agent` is None while it waits."""

    id: UUID
    client: str
    key: str
    person: str
    ticket: str
    subject: str
    state: str
    agent_id: UUID | None
    agent: str | None
    waiting_since: datetime


WITH_US: Final = f"""
SELECT c.id, n.name AS client, n.key, p.name AS person, n.key || '-' || ticket.number AS ticket,
       ticket.subject, c.state, c.agent_id, s.name AS agent, c.waiting_since
FROM chat c JOIN tenant n ON n.id = c.tenant_id
JOIN person p ON p.tenant_id = c.tenant_id AND p.id = c.person_id
JOIN ticket ON ticket.tenant_id = c.tenant_id AND ticket.id = c.ticket_id
LEFT JOIN staff s ON s.id = c.agent_id
WHERE c.state IN ('waiting', 'live') AND {staff_sees("ticket", "$1")}
ORDER BY c.waiting_since, c.id LIMIT 200
"""


@read("chat.work", STAFF)
async def panel(act: Act) -> list[Waiting]:
    """All that wait or are being talked to, of every client who asks serves; the longest first."""
    return [Waiting(**row) for row in await db.rows(WITH_US, act.person_id)]


@write("chat.work", STAFF)
async def accept(act: Act, chat_id: UUID) -> None:
    """Of two who do, one wins and the other is told. Raises NotFound, TakenByAnother, ChatOver."""
    ticket, found = await _held(act, chat_id)
    if found.state == LIVE and found.agent_id == act.person_id:
        return
    if found.state != WAITING:
        raise TakenByAnother
    if ticket.assignee_id != act.person_id:
        ticket = await working.hand(act, ticket, act.person_id)
    if found.accepted_at is None:
        fact = PublicReply(**recording.by(act, ticket), channel="chat")
        await recording.change(act, ticket, [fact])
    said = phrases.of(found.locale)
    words = said.joined.format(name=act.principal.name)
    await conversation.bot_says(act, chat_id, said.bot, words)
    columns: dict[str, Any] = {"agent_id": act.person_id}
    columns["accepted_at"] = found.accepted_at or act.now
    await conversation.move(act, chat_id, LIVE, **columns)


@write("chat.work", STAFF)
async def say(act: Act, chat_id: UUID, body: str) -> None:
    """Raises NotFound, ChatOver, Forbidden for who is not the one in the chat, Malformed."""
    _, found = await _held(act, chat_id)
    _check_in(act, found)
    await conversation.say(act, chat_id, body)


@write("chat.work", STAFF)
async def transfer(act: Act, chat_id: UUID, staff_id: UUID | None) -> None:
    """To a colleague who serves this client, or with None back to all of them. The ticket goes with
    it. Raises NotFound, Forbidden, Malformed, Absent."""
    ticket, found = await _held(act, chat_id)
    _check_in(act, found)
    if staff_id is None:
        columns = {"agent_id": None, "waiting_since": act.now}
        await working.hand(act, ticket, None)
        await conversation.move(act, chat_id, WAITING, **columns)
        return
    await working.check_works_here(act, staff_id)
    await working.hand(act, ticket, staff_id)
    name = await db.value("SELECT name FROM staff WHERE id = $1", staff_id)
    said = phrases.of(found.locale)
    await conversation.bot_says(act, chat_id, said.bot, said.passed_on.format(name=name))
    await conversation.move(act, chat_id, LIVE, agent_id=staff_id)


async def _held(act: Act, chat_id: UUID) -> tuple[tickets.Ticket, Chat]:
    """The ticket first, then the chat: the order everybody takes."""
    number = await db.value(
        "SELECT t.number FROM chat c JOIN ticket t ON t.tenant_id = c.tenant_id "
        "AND t.id = c.ticket_id WHERE c.tenant_id = $1 AND c.id = $2",
        *(act.tenant_id, chat_id),
    )
    if number is None:
        raise NotFound
    ticket = await tickets.held(act, number)
    return ticket, await conversation.held(act, chat_id)


def _check_in(act: Act, found: Chat) -> None:
    if found.state != LIVE or found.agent_id != act.person_id:
        raise Forbidden("Take the chat over first: one person talks at a time.")
