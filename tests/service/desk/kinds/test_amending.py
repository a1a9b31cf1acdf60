"""What a ticket is about is set right: its subject, whose it is, its service, who may see it."""

from __future__ import annotations

from typing import Any

import pytest

from tests import world
from tests.service.desk import ground
from tests.service.desk.kinds.conftest import HOUR, Story
from underpin.desk.amending import requester, secrecy, serving, subject
from underpin.desk.search import finding
from underpin.desk.tickets import reading
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import ids
from underpin.kernel.errors import Forbidden, Malformed, NotFound, StaleVersion


async def seen(story: Story, who: world.Human, ticket: Ticket) -> Ticket:
    found = await story.ask(who, reading.one, story.acme.id, ticket.number)
    assert isinstance(found.ticket, Ticket)
    return found.ticket


async def test_a_ticket_is_found_by_its_new_subject_alone(story: Story) -> None:
    agent, old, new = story.world.agent, f"old{ids.new().hex}", f"new{ids.new().hex}"
    ticket = await story.raised(f"Help {old}", body=f"The scanner says {old[::-1]}.")

    async def found(word: str) -> list[str]:
        hits: Any = await story.ask(agent, finding.find, word)
        return [each.name for each in hits.hits]

    with pytest.raises(Malformed):
        await story.ask(agent, subject.say, ticket.number, " ")
    with pytest.raises(StaleVersion):
        await story.ask(agent, subject.say, ticket.number, new, version=ticket.version + 7)
    said = f"Scanner {new} password: Sesame1"
    changed = await story.ask(agent, subject.say, ticket.number, said, version=ticket.version)
    assert new in changed.subject and "Sesame1" not in changed.subject
    name = f"{story.acme.key}-{ticket.number}"
    assert await found(new) == [name] == await found(old[::-1])
    assert await found(old) == []


async def test_it_is_given_to_whose_it_is(story: Story) -> None:
    agent, anna, acme = story.world.agent, story.anna, story.acme
    said = ("Zoe of Acme", f"zoe-{ids.new()}@{acme.slug}.example")
    zoe = await world.member(story.world.admin, acme.id, acme.slug, *said, reach=None)
    ticket = await story.raised()
    with pytest.raises(NotFound):
        await story.ask(zoe, reading.one, acme.id, ticket.number)
    with pytest.raises(Malformed, match="add them first"):
        await story.ask(agent, requester.give, ticket.number, story.world.bolt.requester.email)
    await ground.settle(acme)
    given = await story.ask(agent, requester.give, ticket.number, said[1].upper(), watches=True)
    assert given.requester_id == zoe.id
    assert (await seen(story, zoe, ticket)).subject == ticket.subject
    await ground.settle(acme)
    (told,) = await ground.mails_of(acme, said[1])
    assert f"{acme.key}-{ticket.number}" in told.subject
    assert (await seen(story, anna, ticket)).number == ticket.number, "she watches it"
    other = await story.raised()
    await story.ask(agent, requester.give, other.number, said[1])
    with pytest.raises(NotFound):
        await story.ask(anna, reading.one, acme.id, other.number)


async def test_a_service_that_was_not_named_brings_its_promises_from_creation(story: Story) -> None:
    agent = story.world.agent
    service: Any = ground.service(story.acme)
    twin = await story.raised()
    ticket = await story.raised(service_id=None)
    await story.at(HOUR)
    with pytest.raises(Malformed, match="no such service"):
        await story.ask(agent, serving.say, ticket.number, ids.new(), "It is the printers.")
    with pytest.raises(Malformed, match="reason"):
        await story.ask(agent, serving.say, ticket.number, service, " ")
    now = await story.ask(agent, serving.say, ticket.number, service, "It is the printers.")
    assert now.service_id == service
    assert now.agreement_version_id == twin.agreement_version_id
    assert now.next_due is not None and now.next_due == twin.next_due
    back = await story.ask(agent, serving.say, ticket.number, None, "It is not.")
    assert back.service_id is None


async def test_what_turns_out_to_be_confidential_is_for_the_people_named(story: Story) -> None:
    people, acme, anna = story.world, story.acme, story.anna
    ticket = await story.raised("About somebody's salary")
    boss = acme.approver
    with pytest.raises((Forbidden, NotFound)):
        await story.ask(boss, secrecy.close, ticket.number)
    assert not (await seen(story, people.l2, ticket)).confidential
    closed = await story.ask(people.agent, secrecy.close, ticket.number)
    assert closed.confidential
    assert (await seen(story, people.agent, ticket)).confidential, "who closed it knows of it"
    assert (await seen(story, anna, ticket)).confidential
    with pytest.raises(NotFound):
        await story.ask(people.l2, reading.one, acme.id, ticket.number)
    with pytest.raises(NotFound):
        await story.ask(people.l2, secrecy.open_up, ticket.number, "I want to know.")
    with pytest.raises(Malformed):
        await story.ask(people.agent, secrecy.open_up, ticket.number, "")
    await story.ask(people.agent, secrecy.open_up, ticket.number, "It was a test.")
    assert not (await seen(story, people.l2, ticket)).confidential
    await story.ask(anna, secrecy.close, ticket.number)
    with pytest.raises(NotFound):
        await story.ask(people.l2, reading.one, acme.id, ticket.number)
