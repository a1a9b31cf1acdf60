"""A colleague named in a note comes to know, by their bell and by mail as they like; one who may
not see the ticket is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.service.desk import ground
from tests.world import Human, World
from underpin.desk.marks import marks, news
from underpin.desk.mentions import offering
from underpin.desk.mentions.telling import MentionRefused
from underpin.desk.personal import settings
from underpin.desk.tickets import confidants, raising, reading, talking
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work

WARNED = "SELECT s.name FROM warning w JOIN staff s ON s.id = w.staff_id WHERE w.ticket_id = $1"


async def raised(people: World, *, confidential: bool = False) -> Ticket:
    new = NewTicket(
        "Mention me", "x", confidential=confidential, requester_id=people.acme.requester.id
    )
    about = {"tenant": people.acme.id}
    made: Ticket = await verb.perform(raising.raise_ticket, people.lead.principal, new, **about)
    return made


async def noted(people: World, ticket: Ticket, text: str) -> None:
    words = (ticket.number, text)
    await verb.perform(talking.note, people.lead.principal, *words, tenant=people.acme.id)


async def bell(who: Human, ticket: Ticket) -> list[tuple[str, str]]:
    found = await verb.perform(news.mine, who.principal)
    return [(each.by, each.what) for each in found if each.name.endswith(f"-{ticket.number}")]


async def mailed(people: World, ticket: Ticket) -> set[str]:
    async with db.open(Work(people.acme.id)):
        return {row["name"] for row in await db.rows(WARNED, ticket.id)}


async def test_the_bell_rings_until_they_looked_and_a_mail_goes_as_they_like(people: World) -> None:
    ticket = await raised(people)
    own = await verb.perform(settings.mine, people.l3.principal)
    await verb.perform(settings.choose_as_staff, people.l3.principal, replace(own, by_mail=False))
    text = f"@{people.agent.name} and @{people.l3.name}: see the log, says @{people.lead.name}."
    await noted(people, ticket, text)
    for who in (people.agent, people.l3):
        assert await bell(who, ticket) == [(people.lead.name, "mention")]
    assert await bell(people.lead, ticket) == []
    assert await mailed(people, ticket) == {people.agent.name}
    await verb.begin(marks.look, people.agent.principal, people.acme.id, ticket.number)
    assert await bell(people.agent, ticket) == []


async def test_the_mail_says_who_and_where_in_the_readers_language(people: World) -> None:
    ticket = await raised(people)
    chosen = settings.Settings("pl", "UTC", digest_minutes=0)
    await verb.perform(settings.choose_as_staff, people.l2.principal, chosen)
    await noted(people, ticket, f"@{people.l2.name} please")
    await ground.pass_time(people.acme, ground.MONDAY + timedelta(minutes=1))
    mails = await ground.mails_of(people.acme, people.l2.email)
    assert [each.subject for each in mails if f"-{ticket.number}]" in each.subject] == [
        f"[{people.acme.key}-{ticket.number}] {people.lead.name} – wzmianka o Tobie"
    ]


@pytest.mark.parametrize("whom", ["stranger", "finance"])
async def test_who_may_not_see_it_is_refused_and_nothing_is_written(
    people: World, whom: str
) -> None:
    """Who works for other clients; and whose role reads no tickets."""
    ticket, who = await raised(people), getattr(people, whom)
    with pytest.raises(MentionRefused, match=who.name):
        await noted(people, ticket, f"@{who.name}, and @{people.agent.name}")
    words = (people.acme.id, ticket.number)
    detail = await verb.perform(reading.one, people.lead.principal, *words, tenant=people.acme.id)
    assert [each.visibility for each in detail.messages] == ["public"]
    assert await bell(people.agent, ticket) == []


async def test_a_confidential_ticket_names_only_who_knows_of_it(people: World) -> None:
    ticket, about = await raised(people, confidential=True), {"tenant": people.acme.id}
    words = (people.acme.id, ticket.number)
    offered = await verb.perform(offering.colleagues, people.lead.principal, *words, **about)
    assert people.agent.name not in [each.name for each in offered]
    with pytest.raises(MentionRefused):
        await noted(people, ticket, f"@{people.agent.name}")
    named = (ticket.number, people.agent.id)
    await verb.perform(confidants.name, people.lead.principal, *named, **about)
    await noted(people, ticket, f"@{people.agent.name}")
    assert await bell(people.agent, ticket) == [(people.lead.name, "mention")]
