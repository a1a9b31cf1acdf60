"""Starters at once, releases that do not know each other, and a migration that fails."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import asyncpg
import pytest

from tests.conftest import PREFIX, SECRET
from tests.world import SETTINGS
from underpin.kernel import process
from underpin.kernel.database import migrate, roles
from underpin.kernel.embedded.postgres import Postgres

STARTER = """
import asyncio, sys
from underpin.kernel.database import migrate, roles
admin, base, owner, prefix, secret, database = sys.argv[1:]
async def start():
    await roles.prepare(admin, prefix, secret, database)
    print(await migrate.run(owner, prefix, report=lambda _: None))
asyncio.run(start())
"""


class Fresh:
    """A database of its own on the tests' server, not there yet."""

    def __init__(self, server: Postgres, name: str) -> None:
        self.server, self.name = server, name
        self.admin = server.admin_url()
        self.base = roles.url(server.admin_url(name), "nobody", "none")
        self.owner = roles.owner_url(self.base, PREFIX, SECRET)

    async def prepare(self) -> None:
        await roles.prepare(self.admin, PREFIX, SECRET, self.name)

    async def migrate(self) -> int:
        return await migrate.run(self.owner, PREFIX, report=lambda _: None)

    async def asked(self, sql: str, *args: Any) -> Any:
        connection = await asyncpg.connect(self.server.admin_url(self.name))
        try:
            return await connection.fetchval(sql, *args)
        finally:
            await connection.close()

    async def dropped(self) -> None:
        connection = await asyncpg.connect(self.admin)
        try:
            await connection.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        finally:
            await connection.close()


@pytest.fixture
async def fresh(server: Postgres, request: pytest.FixtureRequest) -> AsyncIterator[Fresh]:
    made = Fresh(server, f"starts_{abs(hash(request.node.name)) % 10**8}")
    yield made
    await made.dropped()


RELATIONS = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"


async def _start(fresh: Fresh) -> int:
    words = (fresh.admin, fresh.base, fresh.owner, PREFIX, SECRET, fresh.name)
    starter = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", STARTER, *words), stdout=-1, stderr=-1
    )
    out, said = await starter.communicate()
    assert starter.returncode == 0, said.decode()
    return int(out)


async def test_two_starters_at_once_end_with_one_run(fresh: Fresh) -> None:
    ran = await asyncio.gather(_start(fresh), _start(fresh), _start(fresh))
    assert sorted(ran) == [0, 0, len(migrate.known())]
    assert await fresh.asked("SELECT count(*) FROM migration") == len(migrate.known())
    assert await fresh.migrate() == 0


async def test_a_migration_that_fails_leaves_nothing(
    fresh: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fresh.prepare()
    real = migrate.modules

    def with_a_broken_one(app: str) -> list[Any]:
        async def forwards() -> Any:
            broken = ["CREATE TABLE half (id int)", "SELECT 1 / 0"]
            return migrate.manager("tenants", "9999-01-01T00:00:00:000001", lambda _: broken)

        broken = SimpleNamespace(ID="9999-01-01T00:00:00:000001", forwards=forwards)
        return [*real(app), broken] if app == "tenants" else real(app)

    monkeypatch.setattr(migrate, "modules", with_a_broken_one)
    with pytest.raises(asyncpg.DivisionByZeroError):
        await fresh.migrate()
    assert await fresh.asked(RELATIONS) == 0

    monkeypatch.undo()
    assert await fresh.migrate() == len(migrate.known())


async def test_a_schema_of_another_release_is_refused(fresh: Fresh) -> None:
    settings = replace(SETTINGS, database_url=fresh.base)
    await fresh.prepare()
    with pytest.raises(migrate.UnknownSchema, match="underpin migrate"):
        async with process.running(settings):
            pytest.fail("a process ran on an empty database")

    await fresh.migrate()
    await fresh.asked(
        "INSERT INTO migration (name, app_name, ran_on) VALUES ('next', 'desk', now())"
    )
    before = await fresh.asked(RELATIONS)
    with pytest.raises(migrate.UnknownSchema, match="'next'"):
        await fresh.migrate()
    with pytest.raises(migrate.UnknownSchema, match="'next'"):
        async with process.running(settings):
            pytest.fail("a process ran on a schema it does not know")
    assert await fresh.asked(RELATIONS) == before

    await fresh.asked("DELETE FROM migration WHERE name = 'next' OR app_name = 'billing'")
    with pytest.raises(migrate.UnknownSchema, match="are missing"):
        async with process.running(settings):
            pytest.fail("a process ran on a schema that lacks a migration")
