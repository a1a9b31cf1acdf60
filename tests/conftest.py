"""What every test may stand on: a real PostgreSQL of this worker's own, migrated, and the pools
of the restricted roles the product uses."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings

from tests import side_by_side
from underpin.kernel.database import migrate, roles, transaction
from underpin.kernel.database.engine import ENGINE
from underpin.kernel.embedded import postgres, redis

# How long an example takes says how busy the machine is, nothing of the rule.
settings.register_profile(
    "house", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")
# Nor does how long somebody waits for a connection, where a whole world is built at once.
transaction.PATIENCE_SECONDS = 60

SECRET = "tests-only-secret-that-guards-nothing-at-all"
PREFIX = "underpin"
DATABASE = "underpin"


@dataclass(frozen=True)
class Database:
    """URLs of this worker's database."""

    admin: str
    owner: str
    base: str

    def role(self, scope: str) -> str:
        return roles.urls(self.base, PREFIX, SECRET)[scope]


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Postgres]:
    with postgres.temporary() as running:
        yield running


@pytest.fixture(scope="session")
def redis_server() -> Iterator[redis.Redis]:
    with redis.temporary() as running:
        yield running


@pytest_asyncio.fixture(scope="session")
async def database(server: postgres.Postgres) -> Database:
    return await migrated(server)


async def migrated(server: postgres.Postgres) -> Database:
    """Roles prepared, schema migrated; connected to by role."""
    await _left_alone(server.admin_url())
    await roles.prepare(server.admin_url(), PREFIX, SECRET, DATABASE)
    base = roles.url(server.admin_url(DATABASE), "nobody", "none")
    owner = roles.owner_url(base, PREFIX, SECRET)
    await migrate.run(owner, PREFIX, report=lambda _: None)
    return Database(server.admin_url(DATABASE), owner, base)


async def _left_alone(admin_url: str) -> None:
    """Statistics are gathered where a story asks for them: no plan depends on when the server
    itself got round to it."""
    connection = await asyncpg.connect(admin_url)
    try:
        await connection.execute("ALTER SYSTEM SET autovacuum = off")
        await connection.execute("SELECT pg_reload_conf()")
    finally:
        await connection.close()


@pytest_asyncio.fixture(scope="session")
async def scopes(database: Database) -> AsyncIterator[Database]:
    """The product's own pools, one per scope. Ask for this to use `db.open`."""
    await ENGINE.connect(roles.urls(database.base, PREFIX, SECRET), max_size=6)
    yield database
    await ENGINE.disconnect()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return side_by_side.SideBySide(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    side_by_side.longest_first(items)
