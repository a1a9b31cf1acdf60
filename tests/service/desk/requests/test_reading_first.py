"""Articles are put before somebody who is about to ask for an item: those they may read, and what
they spared is counted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from tests.conftest import Database
from tests.service.desk.requests import form
from tests.world import Human, World, build
from underpin.desk.catalogue import items, reading_first
from underpin.desk.catalogue.definition import Definition
from underpin.desk.knowledge import clients, figures, openings, providers
from underpin.desk.knowledge.text import Text
from underpin.desk.knowledge.writing import About
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Malformed, NotFound


@pytest.fixture(scope="module")
async def world(scopes: Database) -> AsyncIterator[World]:
    world = await build()
    yield world
    for each in await verb.perform(providers.all_of, world.lead.principal):
        if each.article.state == "published" and each.title.startswith("Bandicoot"):
            await verb.perform(providers.retire, world.lead.principal, each.article.id)


async def article(
    world: World, title: str, audience: str = "members", tenant: int | None = None
) -> UUID:
    whose, lead = (providers if tenant is None else clients), world.lead.principal
    words = (About("Devices", audience), "en", {"en": Text(f"Bandicoot {title}", "", "Read it.")})
    made = await verb.perform(whose.begin, lead, *words, tenant=tenant)
    await verb.perform(whose.publish, lead, made.article.id, tenant=tenant)
    found: UUID = made.article.id
    return found


def naming(*articles: UUID) -> Definition:
    said: dict[str, Any] = form.STARTER | {"read_first": [str(each) for each in articles]}
    return msgspec.convert(said, Definition)


async def shown(who: Human, tenant: int, key: str) -> list[str]:
    found = await verb.perform(reading_first.of_item, who.principal, tenant, key)
    return ["".join(part.text for part in each.title) for each in found]


async def test_an_item_names_what_its_readers_may_read(world: World) -> None:
    lead, acme, bolt = world.lead.principal, world.acme, world.bolt
    ours, theirs = await article(world, "docks"), await article(world, "at Acme", tenant=acme.id)
    staffs = await article(world, "for staff", "staff")
    hidden = await article(world, "behind Acme", "staff", tenant=acme.id)
    bolts = await article(world, "at Bolt", tenant=bolt.id)
    for wrong in (staffs, theirs):
        with pytest.raises(Malformed, match="read_first"):
            await verb.perform(items.put_for_all, lead, "bandicoot", naming(ours, wrong))
    for wrong in (staffs, hidden, bolts):
        with pytest.raises(Malformed, match="read_first"):
            await verb.perform(items.put, lead, "bandicoot", naming(wrong), tenant=acme.id)
    with pytest.raises(NotFound):
        await shown(acme.requester, acme.id, "bandicoot")
    await verb.perform(items.put_for_all, lead, "bandicoot", naming(ours))
    assert await shown(bolt.requester, bolt.id, "bandicoot") == ["Bandicoot docks"]
    await verb.perform(items.put, lead, "bandicoot", naming(theirs, ours), tenant=acme.id)
    both = ["Bandicoot at Acme", "Bandicoot docks"]
    assert await shown(acme.requester, acme.id, "bandicoot") == both
    assert await shown(bolt.requester, bolt.id, "bandicoot") == both[1:]
    with pytest.raises(NotFound):
        await shown(bolt.requester, acme.id, "bandicoot")
    every = await verb.perform(reading_first.choices, lead)
    own = await verb.perform(reading_first.choices_of, lead, acme.id)
    assert {ours} == {each.id for each in every} & {ours, staffs, theirs, hidden, bolts}
    assert {ours, theirs} == {each.id for each in own} & {ours, staffs, theirs, hidden, bolts}


async def test_what_is_taken_back_is_shown_no_longer(world: World) -> None:
    lead, acme = world.lead.principal, world.acme
    gone, staffs = await article(world, "gone"), await article(world, "for staff soon")
    key, words = "bandicoot-later", {"en": Text("Bandicoot for staff", "", "Read it.")}
    await verb.perform(items.put_for_all, lead, key, naming(gone, staffs))
    await verb.perform(providers.retire, lead, gone)
    await verb.perform(providers.edit, lead, staffs, About("Devices", "staff"), words)
    await verb.perform(providers.publish, lead, staffs)
    assert await shown(acme.requester, acme.id, key) == []
    assert await shown(world.agent, acme.id, key) == []
    with pytest.raises(NotFound):
        await verb.perform(openings.helped, acme.requester.principal, staffs, "suggestion")


async def test_at_most_five_each_once(world: World) -> None:
    lead, one = world.lead.principal, await article(world, "once")
    more = [await article(world, f"number {at}") for at in range(5)]
    for wrong in ((one, one), (one, *more)):
        with pytest.raises(Malformed, match="at most 5 articles, each once"):
            await verb.perform(items.put_for_all, lead, "bandicoot-many", naming(*wrong))
    made = await verb.perform(items.put_for_all, lead, "bandicoot-many", naming(*more))
    assert made.definition.read_first == more


async def test_what_helped_counts_as_what_was_suggested(world: World) -> None:
    """Pressed before it is opened or afterwards, one visit is one that was spared."""
    acme, lead = world.acme, world.lead.principal
    told, read = await article(world, "in its title"), await article(world, "in its text")
    for who, one in ((acme.requester, told), (acme.colleague, read)):
        if one == read:
            await verb.perform(openings.open_article, who.principal, one, "suggestion")
        made = await verb.perform(openings.helped, who.principal, one, "suggestion")
        again = await verb.perform(openings.helped, who.principal, one, "suggestion")
        assert (made.cause, made.solved_at is not None, again) == ("suggestion", True, made)
    async with db.open(Work(acme.id)):
        sql = (
            "UPDATE article_opening SET opened_at = opened_at - $2::interval WHERE article_id = $1"
        )
        for one in (told, read):
            await db.execute(sql, one, timedelta(hours=1))
    month = (made.opened_at - timedelta(hours=1)).date()
    counted = await verb.perform(figures.of_month, lead, acme.id, month)
    rows = {e.article_id: (e.opened, e.visits, e.deflected) for e in counted.rows}
    assert (rows[told], rows[read]) == ((1, 1, 1), (1, 1, 1))
