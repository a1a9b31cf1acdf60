"""Knowledge as a client's people and the provider's live with it: written, published, found by who
may read it and by nobody else, and what it spared."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import asyncpg
import pytest

from benchmarks.recording import Statement
from tests.conftest import Database
from tests.service.desk import ground, plan
from tests.world import Human, World, build
from underpin.desk.knowledge import (
    beside,
    clients,
    feedback,
    figures,
    finding,
    openings,
    providers,
    reviewing,
    writing,
)
from underpin.desk.knowledge.text import Text
from underpin.desk.knowledge.writing import About, Written
from underpin.desk.tickets import raising
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, ids, verb
from underpin.kernel.act import Act
from underpin.kernel.database.engine import SafeConnection
from underpin.kernel.database.scope import Member, Provider, Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound, StaleVersion
from underpin.kernel.principal import worker

FOR_ALL = About("Printing", "members")
FOR_STAFF = About("Printing", "staff")
TONER = {
    "en": Text("Replace the zirconium toner", "The printer shows an empty cartridge", "1. Open it"),
    "pl": Text("Wymiana tonera cyrkonowego", "Drukarka zgłasza pusty żółty pojemnik", "Otwórz"),
    "zh": Text("更换锆碳粉", "打印机显示墨盒已空", "打开"),
}


def said(title: str, body: str = "Read this.") -> dict[str, Text]:
    return {"en": Text(title, "", body)}


@pytest.fixture(scope="module")
async def world(scopes: Database) -> AsyncIterator[World]:
    world = await build()
    yield world
    async with db.open(Provider()):  # the provider's shelf is everybody's
        for table in ("shelf_word", "shelf_article", "staff_shelf_word", "staff_shelf_article"):
            await db.execute(f"DELETE FROM {table}")
        await db.execute("DELETE FROM article_file")
        await db.execute("DELETE FROM article_version")
        await db.execute("DELETE FROM article")


async def ours(world: World, about: About, texts: dict[str, Text]) -> UUID:
    """One of the provider's, published."""
    lead = world.lead.principal
    made = await verb.perform(providers.begin, lead, about, "en", texts)
    await verb.perform(providers.publish, lead, made.article.id)
    found: UUID = made.article.id
    return found


async def theirs(world: World, tenant: int, about: About, texts: dict[str, Text]) -> UUID:
    """One client's own, published."""
    lead = world.lead.principal
    made = await verb.perform(clients.begin, lead, about, "en", texts, tenant=tenant)
    await verb.perform(clients.publish, lead, made.article.id, tenant=tenant)
    found: UUID = made.article.id
    return found


async def titles(who: Human, tenant: int, q: str) -> list[str]:
    found = await verb.perform(finding.search, who.principal, tenant, q, tenant=tenant)
    return ["".join(part.text for part in each.title) for each in found]


async def test_an_article_is_read_once_it_is_published_and_as_it_was_published(
    world: World,
) -> None:
    lead, anna, acme = world.lead.principal, world.acme.requester, world.acme.id
    made: Written = await verb.perform(providers.begin, lead, FOR_ALL, "en", TONER)
    one = made.article.id
    assert await titles(anna, acme, "zirconium") == []
    await verb.perform(providers.publish, lead, one, version=1)
    assert await titles(anna, acme, "zirconium") == ["Replace the zirconium toner"]
    changed = {**TONER, "en": Text("Replace the hafnium toner", "", "Otherwise")}
    edited = await verb.perform(
        providers.edit, lead, one, FOR_ALL, changed, note="Metal", version=1
    )
    assert (edited.article.latest, edited.article.published) == (2, 1)
    assert await titles(anna, acme, "hafnium") == []
    with pytest.raises(StaleVersion):
        await verb.perform(providers.edit, lead, one, FOR_ALL, changed, version=1)
    (change,) = await verb.perform(providers.changed, lead, one, 1, 2)
    assert ("added", "Replace the hafnium toner") in [(x.kind, x.text) for x in change.lines]
    await verb.perform(providers.publish, lead, one)
    with pytest.raises(writing.NothingToPublish):
        await verb.perform(providers.publish, lead, one)
    assert await titles(anna, acme, "hafnium") == ["Replace the hafnium toner"]
    assert await titles(anna, acme, "zirconium") == []
    await verb.perform(providers.retire, lead, one)
    assert await titles(anna, acme, "hafnium") == []
    with pytest.raises(NotFound):
        await verb.perform(finding.leaf, anna.principal, acme, one)


async def test_words_are_found_in_every_script_and_read_in_the_readers_language(
    world: World,
) -> None:
    one = await ours(world, FOR_ALL, TONER)
    anna, acme = world.acme.requester, world.acme.id
    for q in ("zolty pojemnik", "墨盒", "cyrkonow", "ZIRCONIUM"):
        assert await titles(anna, acme, q) == ["Replace the zirconium toner"], q
    polish = await verb.perform(finding.leaf, anna.principal, acme, one, "pl")
    assert (polish.title, polish.languages) == ("Wymiana tonera cyrkonowego", ("en", "pl", "zh"))
    arabic = await verb.perform(finding.leaf, anna.principal, acme, one, "ar")
    assert arabic.language == "en"


async def test_a_category_is_called_by_each_language_as_its_newest_article_calls_it(
    world: World,
) -> None:
    anna, acme = world.acme.requester, world.acme.id
    about = About(f"Niobium {ids.new()}", "members")
    first = {
        "en": Text("Niobium one", "", "Read."),
        "pl": Text("Niob jeden", "", "Czytaj.", "Niob"),
    }
    second = {"en": Text("Niobium two", "", "Read."), "pl": Text("Niob dwa", "", "Czytaj.")}
    own = {"en": Text("Niobium three", "", "Read."), "pl": Text("Niob trzy", "", "Czytaj.")}
    await ours(world, about, first)
    await ours(world, about, second)
    await theirs(world, acme, about, own)
    polish = replace(anna.principal, locale="pl")
    found = await verb.perform(finding.shelf, polish, acme, tenant=acme)
    called = {"".join(part.text for part in each.title): each.category for each in found}
    assert (called["Niob jeden"], called["Niob dwa"]) == ("Niob", "Niob")
    assert called["Niob trzy"] == about.category, "what a client calls it is its own"
    english = await verb.perform(finding.shelf, anna.principal, acme, tenant=acme)
    assert {each.category for each in english if "Niobium" in each.category} == {about.category}


async def test_nobody_reads_what_is_for_others(world: World) -> None:
    acme, bolt = world.acme, world.bolt
    staffs = await ours(world, FOR_STAFF, said("Quokka keys of the provider"))
    everyones = await ours(world, FOR_ALL, said("Quokka for everybody"))
    acmes = await theirs(world, acme.id, FOR_ALL, said("Quokka at Acme"))
    hidden = await theirs(world, acme.id, FOR_STAFF, said("Quokka behind Acme's back"))
    await theirs(world, bolt.id, FOR_ALL, said("Quokka at Bolt"))
    for who in (acme.requester, acme.admin, acme.it_partner):
        assert sorted(await titles(who, acme.id, "quokka")) == [
            "Quokka at Acme",
            "Quokka for everybody",
        ]
        shelf = await verb.perform(finding.shelf, who.principal, acme.id)
        assert {each.id for each in shelf} & {staffs, hidden} == set()
        for unseen in (staffs, hidden):
            with pytest.raises(NotFound):
                await verb.perform(finding.leaf, who.principal, acme.id, unseen)
            with pytest.raises(NotFound):
                await verb.perform(openings.open_article, who.principal, unseen, "search")
            with pytest.raises(NotFound):
                await verb.perform(feedback.give, who.principal, unseen, True)
    for unseen in (acmes, hidden):
        with pytest.raises(NotFound):
            await verb.perform(finding.leaf, bolt.requester.principal, bolt.id, unseen)
    assert sorted(await titles(bolt.requester, bolt.id, "quokka")) == [
        "Quokka at Bolt",
        "Quokka for everybody",
    ]
    with pytest.raises(NotFound):
        await titles(bolt.requester, acme.id, "quokka")
    assert len(await titles(world.agent, acme.id, "quokka")) == 4
    with pytest.raises(NotFound):
        await titles(world.stranger, acme.id, "quokka")
    read = await verb.perform(finding.leaf, acme.requester.principal, acme.id, everyones)
    assert read.title == "Quokka for everybody"


async def test_the_members_own_scope_shows_no_other_article(world: World) -> None:
    """Also to a statement that forgot to ask."""
    await theirs(world, world.acme.id, FOR_STAFF, said("Numbat for staff"))
    await theirs(world, world.bolt.id, FOR_ALL, said("Numbat at Bolt"))
    async with db.open(Member(world.acme.id, world.acme.requester.id)):
        for table in ("client_shelf_article", "client_shelf_word"):
            rows = await db.rows(f"SELECT tenant_id, audience FROM {table}")
            assert {(row["tenant_id"], row["audience"]) for row in rows} <= {
                (world.acme.id, "members")
            }
    for table in ("article", "staff_shelf_article", "staff_shelf_word", "client_article"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with db.open(Member(world.acme.id, world.acme.requester.id)):
                await db.rows(f"SELECT * FROM {table}")


async def test_what_becomes_staffs_leaves_the_clients_shelf_at_once(world: World) -> None:
    one = await ours(world, FOR_ALL, said("Wombat for everybody"))
    anna, acme = world.acme.requester, world.acme.id
    assert await titles(anna, acme, "wombat")
    lead = world.lead.principal
    await verb.perform(providers.edit, lead, one, FOR_STAFF, said("Wombat for us"))
    assert await titles(anna, acme, "wombat") == []
    await verb.perform(providers.publish, lead, one)
    assert await titles(anna, acme, "wombat") == []
    assert await titles(world.agent, acme, "wombat") == ["Wombat for us"]


async def test_agents_write_and_leads_publish(world: World) -> None:
    agent = world.agent.principal
    made = await verb.perform(providers.begin, agent, FOR_ALL, "en", said("Drafted by an agent"))
    with pytest.raises(Forbidden):
        await verb.perform(providers.publish, agent, made.article.id)
    bad = About("Printing", "members", owner_id=world.acme.requester.id)
    with pytest.raises(Malformed) as wrong:
        await verb.perform(providers.begin, agent, bad, "en", said("Owned by nobody of ours"))
    assert wrong.value.field == "owner_id"
    listed = await verb.perform(providers.all_of, agent)
    assert "Owned by nobody of ours" not in [each.title for each in listed]
    with pytest.raises(Forbidden):
        await verb.perform(clients.begin, world.acme.admin.principal, FOR_ALL, "en", said("Mine"))


async def test_while_somebody_types_only_what_is_surely_about_it_is_suggested(
    world: World,
) -> None:
    anna, acme = world.acme.requester.principal, world.acme.id
    await theirs(world, acme, FOR_ALL, said("Reset the axolotl gateway", "It blinks blue."))
    await theirs(world, acme, FOR_ALL, said("Order a chair", "The axolotl is not involved."))

    async def suggested(typed: str) -> list[str]:
        found = await verb.perform(finding.suggest, anna, acme, typed)
        return ["".join(part.text for part in each.title) for each in found]

    assert await suggested("my axolo") == ["Reset the axolotl gateway"]
    told = await suggested("so the axolotl is down again since this morning ")
    assert told[0] == "Reset the axolotl gateway"
    assert await suggested("something else entirely qqq") == []


async def test_beside_a_ticket_stand_the_articles_that_its_words_ask_for(world: World) -> None:
    acme = world.acme
    await theirs(world, acme.id, FOR_STAFF, said("Behind the pangolin switch"))
    ticket = await verb.perform(
        raising.raise_ticket, acme.requester.principal, NewTicket("The pangolin switch is dark")
    )
    found = await verb.perform(
        beside.ticket, world.agent.principal, acme.id, ticket.number, tenant=acme.id
    )
    assert "Behind the pangolin switch" in {
        "".join(part.text for part in each.title) for each in found
    }
    with pytest.raises(Forbidden):
        await verb.perform(beside.ticket, acme.requester.principal, acme.id, ticket.number)


async def test_a_month_says_what_was_read_what_it_spared_and_what_readers_thought(
    world: World,
) -> None:
    caro = world.caro
    one = await theirs(world, caro.id, FOR_ALL, said("Restart the tapir"))
    anna, ben = caro.requester.principal, caro.colleague.principal
    async with db.open(Work(caro.id)):
        await ground.set_time(caro, ground.MONDAY)
    await verb.perform(openings.open_article, anna, one, "suggestion")
    opened = await verb.perform(openings.open_article, ben, one, "suggestion")
    async with db.open(Work(caro.id)):
        await ground.set_time(caro, ground.MONDAY + timedelta(minutes=20))
    await verb.perform(raising.raise_ticket, anna, NewTicket("The tapir still sleeps"))
    await verb.perform(openings.solved, ben, opened.id)
    with pytest.raises(NotFound):
        await verb.perform(openings.solved, anna, opened.id)
    await verb.perform(feedback.give, ben, one, False, "At first no")
    await verb.perform(feedback.give, ben, one, True, "It did help")
    async with db.open(Work(caro.id)):
        await ground.set_time(caro, ground.MONDAY + timedelta(hours=2))
    found = await verb.perform(
        figures.of_month, world.lead.principal, caro.id, date(2026, 3, 15), tenant=caro.id
    )
    (row,) = found.rows
    assert (found.visits, found.deflected) == (2, 1)
    assert (row.title, row.opened, row.helpful, row.unhelpful) == ("Restart the tapir", 2, 1, 0)
    (word,) = await verb.perform(
        feedback.of_article, world.lead.principal, caro.id, one, tenant=caro.id
    )
    assert word.comment == "It did help"


async def test_owners_are_mailed_once_a_week_about_what_is_to_be_read_again(world: World) -> None:
    acme = world.acme
    one = await theirs(world, acme.id, About("Doors", "members", 1), said("Open the lemur door"))
    lead = world.lead.principal
    assert one not in {each.article_id for each in await verb.perform(reviewing.mine, lead)}
    async with db.open(Work(acme.id)):
        await db.execute(
            "UPDATE client_article SET review_on = '2026-01-01' WHERE tenant_id = $1 AND id = $2",
            *(acme.id, one),
        )
    due = await verb.perform(reviewing.mine, lead)
    assert [each.title for each in due if each.article_id == one] == ["Open the lemur door"]
    for _ in range(2):
        async with db.open(Work(acme.id)):
            await reviewing.mail(Act(worker(acme.id), acme.id, await db.now(), "alarm", "test"))
    async with db.open(Work(acme.id)):
        queued = await db.value(
            "SELECT count(*) FROM outgoing WHERE tenant_id = $1 AND subject_id = $2",
            *(acme.id, world.lead.id),
        )
    assert queued == 1
    await verb.perform(clients.review, lead, one, tenant=acme.id)
    assert one not in {each.article_id for each in await verb.perform(reviewing.mine, lead)}


async def test_what_its_owner_left_behind_is_for_whoever_leads(world: World) -> None:
    acme, gone = world.acme, ids.new()
    own = await theirs(world, acme.id, About("Doors", "members", 1), said("Open the quokka door"))
    every = await ours(world, About("Doors", "members", 1), said("Open any quokka door"))
    async with db.open(Provider()):
        await db.execute(
            "INSERT INTO staff VALUES ($1::uuid, 'Gone', $1::uuid::text || '@p.example', 1, "
            "'active', 'en', 'UTC', transaction_timestamp())",
            gone,
        )
        await db.execute(
            "UPDATE article SET owner_id = $2, review_on = '2026-01-01' WHERE id = $1", every, gone
        )
    async with db.open(Work(acme.id)):
        await db.execute(
            "UPDATE client_article SET owner_id = $3, review_on = '2026-01-01' "
            "WHERE tenant_id = $1 AND id = $2",
            *(acme.id, own, gone),
        )
        act = Act(worker(acme.id), acme.id, await db.now(), "alarm", "test")
        rows = await db.rows(reviewing.READERS, acme.id, act.now.date())
    told = {(row["reader_id"], row["title"]) for row in rows}
    assert (world.lead.id, "Open the quokka door") in told
    assert {reader for reader, _ in told}.isdisjoint({gone, world.agent.id})
    assert {"Open any quokka door", "Open the quokka door"} <= {
        each.title
        for each in await verb.perform(reviewing.mine, world.lead.principal)
        if each.orphaned
    }
    assert not [
        each
        for each in await verb.perform(reviewing.mine, world.agent.principal)
        if each.article_id in (own, every)
    ]


async def test_words_are_looked_up_in_indexes_however_many_articles_there_are(
    world: World, database: Database
) -> None:
    acme = world.acme
    owner = await asyncpg.connect(database.admin)
    member = await asyncpg.connect(database.role("member"), connection_class=SafeConnection)
    many = (
        "SELECT {own} 'zz' || (i % 500), 3, {audience} gen_random_uuid(), 'en' "
        "FROM generate_series(1, 20000) AS s(i)"
    )
    try:
        for table, own, audience in (
            ("shelf_word", "", ""),
            ("client_shelf_word", f"{acme.id},", "'members',"),
        ):
            columns = many.format(own=own, audience=audience)
            await owner.execute(f"INSERT INTO {table} {columns}")
            await owner.execute(f"ANALYZE {table}")
        anna = Act(acme.requester.principal, acme.id, await db_now(acme.id), "test", "test")
        sql = finding.union(finding.POSTINGS, anna)
        asked = Statement("fetch", sql, (acme.id, ["zz7", "printer"], [True, False]))
        scope = f"BEGIN;{Member(acme.id, acme.requester.id).settings()}"
        found = await plan.of(member, scope, asked)
        assert not found.read_whole & {"shelf_word", "client_shelf_word"}
        assert {"shelf_word_pkey", "client_shelf_word_pkey"} <= found.indexes
    finally:
        for table in ("shelf_word", "client_shelf_word"):
            await owner.execute(f"DELETE FROM {table} WHERE word LIKE 'zz%'")
        await owner.close()
        await member.close()


async def db_now(tenant: int) -> object:
    async with db.open(Work(tenant)):
        return await db.now()
