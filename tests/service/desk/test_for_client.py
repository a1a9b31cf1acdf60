"""Whom of a client somebody means who rings: found however many people the client has."""

from __future__ import annotations

from typing import Any

import pytest
import pytest_asyncio

from tests.conftest import Database
from tests.world import World, build
from underpin.desk.tickets import for_client
from underpin.desk.tickets.for_client import Requester
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Malformed

MANY = """
INSERT INTO person (tenant_id, id, name, email, state, locale, time_zone, created_at)
SELECT $1, gen_random_uuid(), 'Member ' || to_char(g, 'FM00000') || ' Łęcka',
       'member' || g || '@many.example', 'active', 'en', 'UTC', $2
FROM generate_series(1, 6000) g
"""


@pytest_asyncio.fixture(scope="module")
async def world(scopes: Database) -> World:
    made = await build()
    async with db.open(Work(made.acme.id)):
        await db.execute(MANY, made.acme.id, await db.now())
    return made


async def like(world: World, words: str) -> list[str]:
    who = world.agent.principal
    found = await verb.perform(for_client.people_like, who, world.acme.id, words)
    return [each.email for each in found]


async def test_the_last_of_many_is_found_by_name_and_by_address(world: World) -> None:
    assert await like(world, "member 05999") == ["member5999@many.example"]
    assert await like(world, "Member5999@many.example ") == ["member5999@many.example"]
    assert len(await like(world, "lecka")) == for_client.FEW
    assert await like(world, "nobody like it") == []


async def test_a_ticket_is_taken_down_for_whom_was_meant(world: World) -> None:
    acme, who = world.acme, world.agent.principal

    async def taken(said: str) -> Any:
        words = (NewTicket("No sound"), Requester(said))
        return await verb.perform(for_client.raise_for, who, *words, tenant=acme.id)

    for said in ("member5998@many.example", "M <MEMBER5998@many.example>", "member 05998 lecka"):
        assert (await taken(said)).subject == "No sound"
    for said in ("member@many.example", "M <nobody@many.example>", "Member 05998"):
        with pytest.raises(Malformed, match="nobody there has this name"):
            await taken(said)


async def test_few_are_read_at_once_and_no_more_than_are_wanted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is folded in a process that serves others meanwhile."""
    read: list[int] = []
    rows = db.rows

    async def counted(sql: str, *words: Any) -> list[db.Row]:
        found = await rows(sql, *words)
        read.extend([len(found)] if sql == for_client.PEOPLE else [])
        return found

    monkeypatch.setattr(db, "rows", counted)
    await like(world, "lecka")
    assert read == [for_client.AT_ONCE]
    read.clear()
    await like(world, "nobody like it")
    assert max(read) == for_client.AT_ONCE and len(read) == 7
