"""What several of the room's tests do: a newcomer of either side, and rows read as they are."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from tests import world as worlds
from tests.conftest import Database
from tests.world import Client, Human, World

_numbers = itertools.count(1)


async def newcomer(world: World, client: Client, **words: Any) -> Human:
    """A member of their own for one test, signed in."""
    number = next(_numbers)
    said = (f"Newcomer {number}", f"new-{number}@{client.slug}.example")
    return await worlds.member(world.admin, client.id, client.slug, *said, **words)


async def recruit(world: World, *clients: Client, job: str = "agent") -> Human:
    """A staff person of their own for one test, signed in."""
    email = f"recruit-{next(_numbers)}-{world.acme.id}@provider.example"
    tenants = [client.id for client in clients]
    return await worlds.staff_person(world.admin.principal, "Recruit", email, job, 1, tenants)


@asynccontextmanager
async def superuser(database: Database) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.admin)
    try:
        yield connection
    finally:
        await connection.close()


async def told(database: Database, sql: str, *args: Any) -> Any:
    """As the superuser: the first column of the first row."""
    async with superuser(database) as admin:
        return await admin.fetchval(sql, *args)
