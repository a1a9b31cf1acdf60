"""A member talks with the bot: it answers by what knowledge has, until they say that it is solved,
leave a message, or ask for a person.

The ticket of a chat is raised when it leaves the bot, and its clocks start at the first line to the
bot (PRACTICE 11).
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

import asyncpg

from underpin.desk.announcements import reading as announcements
from underpin.desk.chat import bot, conversation, hours, phrases, transcript
from underpin.desk.chat.bot import Offer
from underpin.desk.chat.conversation import BOT, Chat
from underpin.desk.knowledge import asking, finding
from underpin.desk.tickets import raising
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict
from underpin.kernel.principal import MEMBER
from underpin.kernel.verb import write

CHANNEL: Final = "chat"
SUBJECT: Final = 120


class AlreadyTalking(Conflict):
    code = "chat-open"
    title = "You have a chat open already: go on there"


BEGIN: Final = """
INSERT INTO chat (tenant_id, id, person_id, locale, state, lines, offered, begun_at)
VALUES ($1, $2, $3, $4, 'bot', 0, false, $5)
"""


@write("chat.use", MEMBER)
async def begin(act: Act, body: str) -> UUID:
    """With the first line, which the bot answers at once. Raises AlreadyTalking, Malformed."""
    made = ids.new()
    words = (act.tenant_id, made, act.person_id, act.principal.locale, act.now)
    try:
        async with db.savepoint():
            await db.execute(BEGIN, *words)
    except asyncpg.UniqueViolationError as open_:
        raise AlreadyTalking from open_
    await conversation.say(act, made, body)
    await _answer(act, await conversation.one(act.tenant_id, made), body)
    return made


@write("chat.use", MEMBER)
async def say(act: Act, chat_id: UUID, body: str) -> None:
    """To the bot, which answers, or to whoever is there. Raises NotFound, ChatOver, Malformed."""
    found = await conversation.held(act, chat_id)
    await conversation.say(act, chat_id, body)
    if found.state == BOT:
        await _answer(act, found, body)


@write("chat.use", MEMBER)
async def solved(act: Act, chat_id: UUID) -> None:
    """What the bot offered was enough: nothing is raised. Raises NotFound, ChatOver, NotNow."""
    found = await _with_bot(act, chat_id)
    said = phrases.of(found.locale)
    await conversation.bot_says(act, chat_id, said.bot, said.solved)
    await conversation.move(act, chat_id, conversation.SOLVED)


@write("chat.use", MEMBER)
async def ask_for_person(act: Act, chat_id: UUID) -> bool:
    """Hands over to whoever is there, with all that was said; outside the hours says so instead,
    and returns False. Raises NotFound, ChatOver, NotNow."""
    found = await _with_bot(act, chat_id)
    said = phrases.of(found.locale)
    if not await hours.are_open(act):
        await conversation.bot_says(act, chat_id, said.bot, said.closed)
        return False
    ticket, lines = await _raised(act, found)
    words = said.handed.format(number=await transcript.name(act, ticket))
    await conversation.bot_says(act, chat_id, said.bot, words)
    waits = {"ticket_id": ticket.id, "waiting_since": act.now, "handed_lines": lines}
    await conversation.move(act, chat_id, conversation.WAITING, **waits)
    return True


@write("chat.use", MEMBER)
async def leave_message(act: Act, chat_id: UUID, body: str) -> None:
    """At any hour: what was said becomes a ticket. Raises NotFound, ChatOver, NotNow, Malformed."""
    found = await _with_bot(act, chat_id)
    await conversation.say(act, chat_id, body)
    ticket, _ = await _raised(act, found)
    said = phrases.of(found.locale)
    words = said.left.format(number=await transcript.name(act, ticket))
    await conversation.bot_says(act, chat_id, said.bot, words)
    await conversation.move(act, chat_id, conversation.LEFT, ticket_id=ticket.id)


async def _with_bot(act: Act, chat_id: UUID) -> Chat:
    found = await conversation.held(act, chat_id)
    if found.state != BOT:
        raise conversation.NotNow
    return found


async def _raised(act: Act, chat: Chat) -> tuple[Ticket, int]:
    """The ticket, and how many lines stand in it."""
    lines = await conversation.lines_of(act.tenant_id, chat.id)
    new = NewTicket(
        subject=lines[0].body.splitlines()[0][:SUBJECT],
        body=await transcript.written(act, chat, lines),
        channel=CHANNEL,
        raised_at=chat.begun_at,
    )
    made: Ticket = await raising.raise_ticket(act, new)
    return made, len(lines)


async def _answer(act: Act, chat: Chat, body: str) -> None:
    before = await conversation.lines_of(act.tenant_id, chat.id)
    turn = sum(line.author == "member" for line in before)
    known = [offer.article_id for line in before for offer in line.offers]
    terms = asking.terms(f"{body}\n")
    hits = await finding.looked_up(act, act.tenant_id, terms, 2 * bot.MOST, sure=True)
    offers = [Offer(hit.id, "".join(part.text for part in hit.title)) for hit in hits]
    told = await announcements.now(act, act.tenant_id) if turn == 1 else []
    titles = [each.read_in(chat.locale).title for each in told]
    said = phrases.of(chat.locale)
    found = bot.answer(said, offers, known, titles, turn)
    await conversation.bot_says(act, chat.id, said.bot, found.body, found.offers)
