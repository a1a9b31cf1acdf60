"""A chat ends: by whoever is in it, or by itself when nothing was said for half an hour. What was
said since it left the bot becomes a message of its ticket, which goes on like any other."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from underpin.desk.chat import conversation, idle, phrases, transcript
from underpin.desk.chat.conversation import ABANDONED, BOT, ENDED, LIVE, Chat
from underpin.desk.tickets import messages
from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db, timers
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF, WORKER, Audience
from underpin.kernel.timers import Timer
from underpin.kernel.verb import write


@write("chat.use", MEMBER)
async def leave(act: Act, chat_id: UUID) -> None:
    """The member goes. Raises NotFound, ChatOver."""
    await _end(act, chat_id)


@write("chat.work", STAFF, WORKER)
async def end(act: Act, chat_id: UUID) -> None:
    """Raises NotFound, ChatOver."""
    if act.audience is Audience.STAFF:
        await _seen(act, chat_id)
    await _end(act, chat_id)


async def _seen(act: Act, chat_id: UUID) -> None:
    number = await db.value(
        "SELECT t.number FROM chat c JOIN ticket t ON t.tenant_id = c.tenant_id "
        "AND t.id = c.ticket_id WHERE c.tenant_id = $1 AND c.id = $2",
        *(act.tenant_id, chat_id),
    )
    if number is None:
        raise NotFound
    await tickets.held(act, number)


async def _end(act: Act, chat_id: UUID) -> None:
    ticket_id = await db.value(
        "SELECT ticket_id FROM chat WHERE tenant_id = $1 AND id = $2", act.tenant_id, chat_id
    )
    ticket = await tickets.held_by_id(act, ticket_id) if ticket_id else None
    found = await conversation.held(act, chat_id)
    if ticket is None or found.state == BOT:
        await conversation.move(act, chat_id, ABANDONED)
        return
    if found.state == LIVE:
        said = phrases.of(found.locale)
        words = said.ended.format(name=act.principal.name or said.bot)
        await conversation.bot_says(act, chat_id, said.bot, words)
    await _write_down(act, ticket, found)
    await conversation.move(act, chat_id, ENDED)


async def _write_down(act: Act, ticket: tickets.Ticket, found: Chat) -> None:
    lines = await conversation.lines_of(act.tenant_id, found.id)
    since = [line for line in lines if line.position > found.handed_lines]
    if any(line.author != "bot" for line in since):
        await messages.write(
            act, ticket, messages.PUBLIC, await transcript.written(act, found, since)
        )


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(idle.KIND, _any_of_them, _fire)


async def _any_of_them(_: Act, subjects: Sequence[UUID]) -> set[UUID]:
    """Nothing is locked here: a chat's ticket comes before the chat."""
    return set(subjects)


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    for timer in batch:
        found = await conversation.one(act.tenant_id, timer.subject_id)
        if found.state in conversation.GOING_ON:
            await _end(act, found.id)
