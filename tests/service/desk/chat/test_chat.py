"""A chat begins with the bot, and goes on with a person if it must: what it looked up, handed over,
counted, and wrote down."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from contracts import instant
from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.ground import MONDAY
from tests.world import Human, World, build
from underpin.desk.announcements import announcing
from underpin.desk.announcements.announcing import New
from underpin.desk.announcements.wording import Words
from underpin.desk.chat import (
    attending,
    bot,
    conversation,
    ending,
    hours,
    phrases,
    reading,
    talking,
)
from underpin.desk.chat.bot import Offer
from underpin.desk.chat.reading import Shown
from underpin.desk.knowledge import clients
from underpin.desk.knowledge.text import Text
from underpin.desk.knowledge.writing import About
from underpin.desk.tickets import reading as tickets
from underpin.kernel import db, ids, verb, wordings
from underpin.kernel.database.scope import Member, Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound
from underpin.kernel.principal import Principal

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WEEKS = itertools.count(0, 10)
SAID = phrases.of("en")


@pytest.fixture(scope="module")
async def world(scopes: Database) -> World:
    world = await build()
    await ground.under_contract(world.acme)
    texts = {"en": Text("Wake the okapi gateway", "It sleeps at night", "Press the button.")}
    about = {"tenant": world.acme.id}
    lead = world.lead.principal
    made = await verb.perform(clients.begin, lead, About("Net", "members"), "en", texts, **about)
    await verb.perform(clients.publish, lead, made.article.id, **about)
    return world


class Story:
    def __init__(self, world: World) -> None:
        self.world, self.acme = world, world.acme
        self.start = MONDAY + next(WEEKS) * 7 * DAY
        self.anna, self.agent = world.acme.requester, world.agent.principal

    async def at(self, moment: datetime) -> None:
        await ground.pass_time(self.acme, moment)

    async def ask(self, wanted: Any, who: Principal, *words: Any) -> Any:
        return await verb.perform(wanted, who, *words, tenant=self.acme.id)

    async def begin(self, body: str, who: Human | None = None) -> UUID:
        made: UUID = await self.ask(talking.begin, (who or self.anna).principal, body)
        return made

    async def shown(self, chat: UUID) -> Shown:
        found = await self.ask(reading.own, self.anna.principal, self.acme.id, chat)
        assert isinstance(found, Shown)
        return found

    async def waiting(self, who: Human) -> dict[UUID, attending.Waiting]:
        found = await verb.perform(attending.panel, who.principal)
        return {each.id: each for each in found}

    async def ticket(self, chat: UUID) -> tickets.Detail:
        number = int(((await self.shown(chat)).ticket or "").rpartition("-")[2])
        found = await self.ask(tickets.one, self.agent, self.acme.id, number)
        assert isinstance(found, tickets.Detail)
        return found

    async def clock(self, ticket: UUID, metric: str) -> db.Row:
        async with db.open(Work(self.acme.id)):
            row = await db.row(
                "SELECT * FROM clock WHERE tenant_id = $1 AND ticket_id = $2 AND metric = $3",
                *(self.acme.id, ticket, metric),
            )
        assert row is not None
        return row


def test_the_bot_offers_what_it_has_once_and_names_the_way_to_a_person() -> None:
    one, two = Offer(ids.new(), "One"), Offer(ids.new(), "Two")
    assert bot.answer(SAID, [one], [], [], 1) == bot.Answer(SAID.found, (one,))
    assert bot.answer(SAID, [one, two], [one.article_id], [], 2).offers == (two,)
    assert bot.answer(SAID, [one], [one.article_id], [], 2).body == SAID.nothing_again
    told = bot.answer(SAID, [], [], ["Mail is slow"], 1).body
    assert told == f"Known already: Mail is slow\n{SAID.nothing}"
    assert bot.answer(SAID, [], [], ["Mail is slow"], 2).body == SAID.nothing_again


@pytest.mark.parametrize("locale", phrases.ALL)
def test_the_bot_has_a_word_for_everything(locale: str) -> None:
    said = phrases.of(locale)
    assert "{number}" in said.handed and "{number}" in said.left
    assert all("{name}" in text for text in (said.joined, said.passed_on, said.ended))
    assert "{titles}" in said.told


async def test_what_the_bot_knew_raises_nothing_and_is_counted(world: World) -> None:
    story = Story(world)
    await story.at(story.start)
    before = await story.ask(reading.of_month, story.agent, story.acme.id, story.start.date())
    chat = await story.begin("The okapi gateway does not answer")
    shown = await story.shown(chat)
    assert [line.author for line in shown.lines] == ["member", "bot"]
    assert [offer.title for offer in shown.lines[1].offers] == ["Wake the okapi gateway"]
    with pytest.raises(talking.AlreadyTalking):
        await story.begin("Again")
    assert await story.ask(reading.mine, story.anna.principal, story.acme.id) == chat
    await story.ask(talking.solved, story.anna.principal, chat)
    assert (await story.shown(chat)).ticket is None
    with pytest.raises(conversation.ChatOver):
        await story.ask(talking.say, story.anna.principal, chat, "One more thing")
    idle = await story.begin("okapi again")
    await story.at(story.start + 31 * MINUTE)
    assert (await story.shown(idle)).chat.state == conversation.ABANDONED
    nothing = await story.begin("xyzzy plugh")
    await story.ask(ending.leave, story.anna.principal, nothing)
    after = await story.ask(reading.of_month, story.agent, story.acme.id, story.start.date())
    assert (after.begun - before.begun, after.deflected - before.deflected) == (3, 2)


async def test_a_person_takes_over_with_all_that_was_said_and_that_answers_first(
    world: World,
) -> None:
    story = Story(world)
    await story.at(story.start)
    async with db.open(Work(story.acme.id)):
        await db.execute(
            "UPDATE person SET time_zone = 'Europe/Warsaw' WHERE tenant_id = $1 AND id = $2",
            *(story.acme.id, story.anna.id),
        )
    chat = await story.begin("The okapi gateway is on fire")
    await story.at(story.start + 3 * MINUTE)
    assert chat not in await story.waiting(world.agent)
    with pytest.raises(NotFound):
        await story.ask(reading.one, story.agent, story.acme.id, chat)  # the bot's alone
    assert await story.ask(talking.ask_for_person, story.anna.principal, chat) is True
    assert chat not in await story.waiting(world.stranger)
    assert (await story.waiting(world.agent))[chat].agent is None
    detail = await story.ticket(chat)
    assert (detail.ticket.channel, detail.ticket.raised_at) == ("chat", story.start)
    assert "on fire" in detail.messages[0].body and SAID.found in detail.messages[0].body
    zone = ZoneInfo("Europe/Warsaw")
    assert detail.messages[0].body.startswith(wordings.moment(story.start, "en", zone.key))
    assert f"[{story.start.astimezone(zone):%H:%M}] " in detail.messages[0].body
    await story.at(story.start + 5 * MINUTE)
    await story.ask(attending.accept, story.agent, chat)
    with pytest.raises(attending.TakenByAnother):
        await story.ask(attending.accept, world.l2.principal, chat)
    clock = await story.clock(detail.ticket.id, "first_response")
    assert clock["state"] == "stopped"
    assert clock["elapsed_us"] == 5 * instant.MINUTE
    await story.ask(attending.say, story.agent, chat, "I see it. My PIN is 4111 1111 1111 1111")
    await story.ask(talking.say, story.anna.principal, chat, "Thank you")
    with pytest.raises(Forbidden):
        await story.ask(attending.say, world.l2.principal, chat, "Me too")
    with pytest.raises(conversation.NotNow):
        await story.ask(talking.solved, story.anna.principal, chat)
    await story.ask(attending.transfer, story.agent, chat, world.l2.id)
    await story.ask(attending.say, world.l2.principal, chat, "It is out")
    await story.ask(ending.end, world.l2.principal, chat)
    last = (await story.ticket(chat)).messages[-1].body
    assert [word in last for word in ("I see it", "Thank you", "It is out")] == [True] * 3
    assert "4111 1111" not in last and "on fire" not in last
    assert (await story.shown(chat)).chat.agent_id is None
    assert (await story.ticket(chat)).ticket.assignee_id == world.l2.id
    assert chat not in await story.waiting(world.agent)


async def test_a_chat_that_was_forgotten_ends_and_stands_in_the_ticket(world: World) -> None:
    story = Story(world)
    await story.at(story.start)
    chat = await story.begin("zzz hello")
    await story.ask(talking.ask_for_person, story.anna.principal, chat)
    await story.ask(attending.accept, story.agent, chat)
    await story.ask(attending.transfer, story.agent, chat, None)
    assert (await story.waiting(world.l2))[chat].agent is None
    await story.ask(talking.say, story.anna.principal, chat, "Is anybody there?")
    await story.at(story.start + 20 * MINUTE)
    await story.ask(attending.accept, world.l2.principal, chat)
    await story.at(story.start + HOUR)
    assert (await story.shown(chat)).chat.state == conversation.ENDED
    assert "Is anybody there?" in (await story.ticket(chat)).messages[-1].body


async def test_outside_the_hours_it_says_so_and_takes_a_message(world: World) -> None:
    story = Story(world)
    lead = world.manager.principal
    await story.at(story.start)
    async with db.open(Work(story.acme.id)):
        version = await db.value(
            "SELECT definition FROM calendar_version WHERE tenant_id = $1 LIMIT 1", story.acme.id
        )
        closed = ids.new()
        await db.execute(
            "INSERT INTO calendar (tenant_id, id, name) VALUES ($1, $2, 'Chat')",
            *(story.acme.id, closed),
        )
        assert version is not None
        await db.execute(
            "INSERT INTO calendar_version (tenant_id, id, calendar_id, number, definition, "
            "zone_data, effective_from, created_at) SELECT $1, $2, $3, 1, $4::text::jsonb, '', "
            "$5, $5",
            *(story.acme.id, ids.new(), closed, CLOSED, story.start - DAY),
        )
    with pytest.raises(Malformed):
        await story.ask(hours.keep, lead, ids.new())
    await story.ask(hours.keep, lead, closed)
    try:
        chat = await story.begin("zzz at night")
        assert await story.ask(talking.ask_for_person, story.anna.principal, chat) is False
        assert (await story.shown(chat)).lines[-1].body == SAID.closed
        assert (await story.shown(chat)).ticket is None
        await story.ask(talking.leave_message, story.anna.principal, chat, "Call me tomorrow")
    finally:
        await story.ask(hours.keep, lead, None)
    shown = await story.shown(chat)
    assert (shown.chat.state, chat in await story.waiting(world.agent)) == ("left", False)
    assert "Call me tomorrow" in (await story.ticket(chat)).messages[0].body


CLOSED = '{"time_zone": "UTC"}'


async def test_what_is_announced_is_said_first_and_nobody_else_reads_a_chat(world: World) -> None:
    story = Story(world)
    await story.at(story.start)
    new = New(
        kind="disruption",
        severity="critical",
        language="en",
        texts={"en": Words("Mail is down", "")},
        published_to=story.start + HOUR,
    )
    await story.ask(announcing.announce, world.lead.principal, new)
    chat = await story.begin("zzz no mail")
    assert (await story.shown(chat)).lines[1].body.startswith("Known already: Mail is down")
    ben = story.acme.observer
    for wanted in (talking.solved, talking.ask_for_person, ending.leave):
        with pytest.raises(NotFound):
            await story.ask(wanted, ben.principal, chat)
    with pytest.raises(NotFound):
        await story.ask(reading.own, ben.principal, story.acme.id, chat)
    async with db.open(Member(story.acme.id, ben.id)):
        assert await db.value("SELECT count(*) FROM chat_line") == 0
    await story.ask(ending.leave, story.anna.principal, chat)
