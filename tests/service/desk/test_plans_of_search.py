"""Search walks its index however many tickets have a word: what a function of the database does
inside is explained as it does it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from benchmarks import loading
from benchmarks.loading import Agent
from migrations.desk import desk_0023_search as search
from migrations.desk import desk_0185_search_alone as migration
from tenants import role
from tests.conftest import Database
from tests.service.desk import loaded, plan
from tests.service.desk.loaded import Ground
from tests.service.desk.plan import Plan
from tests.service.desk.test_plans import LARGE_TABLES
from underpin.desk.search import finding, indexing
from underpin.kernel import verb
from underpin.kernel.database.scope import Staff
from underpin.kernel.embedded import postgres
from underpin.kernel.principal import Audience, Principal

LARGE = LARGE_TABLES | {"search_word"}


@pytest_asyncio.fixture(scope="module")
async def ground(server: postgres.Postgres, database: Database) -> AsyncIterator[Ground]:
    async with loaded.beside(server) as found:
        yield found


async def _word(ground: Ground) -> str:
    """One that every ticket of the load has."""
    found: str = await ground.connections["owner"].fetchval(
        "SELECT word FROM search_word WHERE tenant_id = $1 ORDER BY length(word) DESC, word",
        loading.PATTERN,
    )
    return found


@pytest.mark.parametrize("agent", ["one", "some", "all"])
async def test_search_finds_a_page_of_the_open_tickets(ground: Ground, agent: str) -> None:
    who: Agent = getattr(ground.loaded, agent)
    word = await _word(ground)
    for q in (word, word[:3]):
        found = await verb.perform(finding.find, who.principal, q, None, None, 20)
        assert len(found.hits) == 20
        assert all(hit.snippet or any(part.marked for part in hit.subject) for hit in found.hits)


@pytest.mark.parametrize("agent", ["one", "some", "all"])
async def test_what_staff_say_themselves_walks_an_index(ground: Ground, agent: str) -> None:
    who: Agent = getattr(ground.loaded, agent)
    transaction = await loaded.said(finding.find, who.principal, await _word(ground))
    assert len(transaction.queries) <= 5
    for each in await ground.plans(transaction):
        assert not each.read_whole & LARGE
        assert not [said for said in each.filters if "underpin.tenants" in said]


async def test_a_number_in_many_clients_is_found_the_newest_first(ground: Ground) -> None:
    transaction = await loaded.said(finding.find, ground.loaded.all.principal, "#5")
    for each in (await ground.plans(transaction))[2:4]:
        assert "ticket_number" in each.indexes
        assert "ticket" not in each.sorted_tables


@pytest.mark.parametrize("agent", ["one", "all"])
@pytest.mark.parametrize("function", ["search_forms", "search_found"])
async def test_what_the_functions_do_walks_an_index(
    ground: Ground, function: str, agent: str
) -> None:
    who: Agent = getattr(ground.loaded, agent)
    own = "search_word_newest" if agent == "all" else "search_word_pkey"
    for found in await _inside(ground, function, who, everywhere=agent == "all"):
        assert not found.read_whole & LARGE
        assert {own} <= found.indexes
        assert not [said for said in found.filters if "underpin.tenants" in said]
        for node in found.nodes:
            if node.get("Index Name") in ("search_word_newest", "search_word_pkey"):
                assert "word" in node["Index Cond"]


async def _inside(ground: Ground, function: str, who: Agent, *, everywhere: bool) -> list[Plan]:
    """Of its one statement, as the function's owner says it within the staff's scope: for these
    words and for any."""
    _, named, _, body = next(each for each in migration.FUNCTIONS if each[0] == function)
    word = await _word(ground)
    tenants, now = list(who.principal.tenant_ids), datetime(2999, 1, 1, tzinfo=UTC)
    given: tuple[Any, ...] = ([0, 1], [word, word[:3]], [False, True], tenants, everywhere)
    if function == "search_found":
        given = ([0, 1], [word, word], [True, True], 0, tenants, everywhere, who.id, None, now)
        given = (*given, None, None, None, None, 500, 20)
    said = loaded.Statement("fetch", search.numbered(body, named), given)
    scope = f"BEGIN;{Staff(who.principal.tenant_ids).settings()}"
    owner = ground.connections["owner"]
    return [await plan.of(owner, scope, said), await plan.of_any_words(owner, scope, said)]


async def test_a_member_of_few_tickets_looks_those_up(ground: Ground) -> None:
    held = role.capabilities(Audience.MEMBER, ["requester"])
    key = loading.key(loading.PATTERN)
    who = Principal(Audience.MEMBER, loading.REQUESTER, held, {key: loading.PATTERN})
    transaction = await loaded.said(finding.find, who, await _word(ground))
    for each in await ground.plans(transaction):
        assert not each.read_whole & LARGE


async def test_words_are_kept_without_reading_any(ground: Ground) -> None:
    columns = [["fax"], [1], [datetime(2026, 1, 1, tzinfo=UTC)], [1]]
    found = await ground.plan("work", indexing.MANY, loading.PATTERN, *columns)
    assert not found.read_whole & LARGE
