"""Asked once when a ticket is resolved, answered from the mail's page or in the portal, told to who
leads where it is bad."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from contracts import facts
from tenants import branding
from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.ground import MONDAY
from tests.world import Human, World, build
from underpin.desk.surveys import answering, figures, link, terms
from underpin.desk.surveys.survey import SurveyClosed
from underpin.desk.surveys.terms import Terms
from underpin.desk.tickets import finishing, raising, working
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, mail_channel, outgoing, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Member, Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound
from underpin.kernel.principal import worker

DAY = timedelta(days=1)
WEEKS = itertools.count(0, 10)


@pytest.fixture(scope="module")
async def world(scopes: Database) -> World:
    world = await build()
    await ground.under_contract(world.acme)
    return world


class Story:
    """Tickets of one client, resolved by an agent, at times of its own."""

    def __init__(self, world: World) -> None:
        self.world, self.acme = world, world.acme
        self.start = MONDAY + next(WEEKS) * 7 * DAY
        self.anna, self.lead = world.acme.requester, world.lead.principal

    async def at(self, moment: datetime) -> None:
        await ground.pass_time(self.acme, moment)

    async def resolved(self, who: Human | None = None, **more: Any) -> int:
        new = NewTicket("Nothing prints", service_id=ground.service(self.acme), **more)  # type: ignore[arg-type]
        ticket = await verb.perform(raising.raise_ticket, (who or self.anna).principal, new)
        await self.resolve(ticket.number, hidden=ticket.confidential)
        return int(ticket.number)

    async def resolve(self, number: int, *, hidden: bool = False) -> None:
        agent = self.lead if hidden else self.world.agent.principal
        await verb.perform(working.take, agent, number, tenant=self.acme.id)
        await verb.perform(finishing.resolve, agent, number, tenant=self.acme.id)
        await ground.settle(self.acme)

    async def asked(self, number: int) -> UUID | None:
        async with db.open(Work(self.acme.id)):
            found: UUID | None = await db.value(
                "SELECT v.id FROM survey v JOIN ticket t ON t.tenant_id = v.tenant_id "
                "AND t.id = v.ticket_id WHERE v.tenant_id = $1 AND t.number = $2",
                *(self.acme.id, number),
            )
        return found

    async def mails(self, subject: UUID | None) -> list[str]:
        async with db.open(Work(self.acme.id)):
            rows = await db.rows(
                "SELECT * FROM outgoing WHERE tenant_id = $1 AND subject_id = $2",
                *(self.acme.id, subject),
            )
        return [mail_channel.opened(outgoing._read(_sent(row))).text for row in rows]

    async def of(self, number: int, who: Human) -> Any:
        words = (self.acme.id, number)
        return await verb.perform(answering.of_ticket, who.principal, *words, tenant=self.acme.id)


def _sent(row: db.Row) -> Any:
    return {name: row[name] for name in outgoing.Outgoing.__slots__}


async def test_a_resolved_ticket_asks_once_and_its_link_opens_a_page_of_that_survey_alone(
    world: World,
) -> None:
    story = Story(world)
    await story.at(story.start)
    number = await story.resolved()
    made = await story.asked(number)
    assert made is not None
    (text,) = await story.mails(made)
    token = link.token(story.acme.id, made)
    assert text.count("http") == 1 and token in text
    shown = await answering.by_link(token)
    assert (shown.survey.rating, shown.is_open) == (None, True)  # to look answers nothing
    words = ("Our help desk", None)
    await verb.perform(branding.choose, world.admin.principal, *words, tenant=story.acme.id)
    assert (await answering.by_link(token)).client == "Our help desk", "as its portal is named"
    await answering.answer_by_link(token, 5)
    changed = await answering.answer_by_link(token, 4, "Quick")
    again = await answering.answer_by_link(token, 4)
    assert (changed.survey.rating, again.survey.comment) == (4, "Quick")
    for wrong in (token[:-1] + ("a" if token[-1] != "a" else "b"), link.token(99, made), "x"):
        with pytest.raises(NotFound):
            await answering.answer_by_link(wrong, 1)
    with pytest.raises(Malformed):
        await answering.answer_by_link(token, 6)
    await story.at(story.start + 8 * DAY)
    with pytest.raises(SurveyClosed):
        await answering.answer_by_link(token, 1)
    assert not (await answering.by_link(token)).is_open
    assert (await story.of(number, story.anna)).rating == 4


async def test_nobody_is_asked_too_often_nor_about_what_no_person_asked_for(world: World) -> None:
    story = Story(world)
    await story.at(story.start)
    assert await story.asked(await story.resolved())
    assert await story.asked(await story.resolved()) is None
    ben = story.acme.colleague
    assert await story.asked(await story.resolved(ben, confidential=True)) is None
    assert await story.asked(await story.resolved(ben))
    async with db.open(Work(story.acme.id)):
        act = Act(worker(story.acme.id), story.acme.id, await db.now(), "alert", "test")
        eve = story.acme.approver.id
        alert = await raising.raise_ticket(
            act, NewTicket("Disk full", requester_id=eve, channel=facts.ALERT)
        )
    await story.resolve(alert.number)
    assert await story.asked(alert.number) is None
    await story.at(story.start + 15 * DAY)
    assert await story.asked(await story.resolved())
    await verb.perform(terms.agree, story.lead, Terms(asks=False), tenant=story.acme.id)
    await story.at(story.start + 40 * DAY)
    assert await story.asked(await story.resolved()) is None
    await verb.perform(terms.agree, story.lead, Terms(), tenant=story.acme.id)
    with pytest.raises(Malformed):
        await verb.perform(terms.agree, story.lead, Terms(low=5), tenant=story.acme.id)


async def test_a_revoked_link_is_dead(world: World) -> None:
    story = Story(world)
    await story.at(story.start)
    number = await story.resolved()
    made = await story.asked(number)
    assert made is not None
    token = link.token(story.acme.id, made)
    with pytest.raises(Forbidden):
        await verb.perform(answering.revoke, world.agent.principal, number, tenant=story.acme.id)
    await verb.perform(answering.revoke, story.lead, number, tenant=story.acme.id)
    for asked in (answering.by_link(token), answering.answer_by_link(token, 5)):
        with pytest.raises((NotFound, SurveyClosed)):
            await asked
    assert (await story.of(number, world.lead)).rating is None


async def test_in_the_portal_the_requester_rates_and_nobody_else(world: World) -> None:
    story = Story(world)
    await story.at(story.start)
    anna, observer = story.anna.principal, story.acme.observer
    await story.resolved()
    number = await story.resolved()  # within the fortnight: not asked by mail
    with pytest.raises(NotFound):
        await verb.perform(answering.answer, observer.principal, number, 1)
    await verb.perform(answering.answer, anna, number, 3, "So-so")
    assert (await story.of(number, story.anna)).rating == 3
    assert await story.of(number, observer) is None
    async with db.open(Member(story.acme.id, observer.id)):
        assert await db.value("SELECT count(*) FROM survey") == 0
    new = NewTicket("Still open", service_id=ground.service(story.acme))  # type: ignore[arg-type]
    live = await verb.perform(raising.raise_ticket, anna, new)
    with pytest.raises(SurveyClosed):
        await verb.perform(answering.answer, anna, live.number, 5)
    assert await story.asked(live.number) is None


async def test_low_ratings_are_told_to_the_lead_together_and_agents_read_their_own(
    world: World,
) -> None:
    story = Story(world)
    await story.at(story.start)
    numbers = [await story.resolved(who) for who in (story.anna, story.acme.colleague)]
    for number, who, rating in zip(
        numbers, (story.anna, story.acme.colleague), (1, 2), strict=True
    ):
        await verb.perform(answering.answer, who.principal, number, rating, f"Bad {rating}")
    first = await story.asked(numbers[0])
    assert len(await story.mails(first)) == 1  # the question alone
    await story.at(story.start + timedelta(minutes=16))
    told = [text for text in await story.mails(first) if "1 of 5" in text]
    assert told and all("2 of 5" in text and "Bad 2" not in text for text in told)
    month = story.start.date()

    async def figure(who: Human) -> list[Any]:
        words = (story.acme.id, date(month.year, month.month, 1))
        return list(
            await verb.perform(figures.of_client, who.principal, *words, tenant=story.acme.id)
        )

    async def said(who: Human) -> set[str]:
        found = await verb.perform(
            figures.comments, who.principal, story.acme.id, tenant=story.acme.id
        )
        return {each.comment for each in found} & {"Bad 1", "Bad 2"}

    (row,) = [each for each in await figure(world.lead) if each.agent_id == world.agent.id]
    assert row.answered >= 2 and row.ratings[:2] >= [1, 1]
    assert sum(row.ratings) == row.answered
    assert sum(n * count for n, count in enumerate(row.ratings, 1)) == row.total
    assert await said(world.lead) == await said(world.agent) == {"Bad 1", "Bad 2"}
    assert (await figure(world.l2), await said(world.l2)) == ([], set())
    await verb.perform(terms.let_agents_see_all, story.lead, True)
    try:
        assert await said(world.l2) == {"Bad 1", "Bad 2"}
    finally:
        await verb.perform(terms.let_agents_see_all, story.lead, False)
