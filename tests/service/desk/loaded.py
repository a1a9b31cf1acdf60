"""A database of its own with 20,000 tickets, and how its scopes would go about what the product
says."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg

from benchmarks import loading, recording
from benchmarks.loading import Loaded
from benchmarks.recording import Statement, Transaction
from tests.conftest import PREFIX, SECRET
from tests.service.desk import plan
from tests.service.desk.plan import Plan
from tests.world import SETTINGS
from underpin import wiring
from underpin.kernel import installation, verb
from underpin.kernel.database import migrate, roles
from underpin.kernel.database.engine import ENGINE
from underpin.kernel.database.scope import Work
from underpin.kernel.database.transaction import SafeConnection
from underpin.kernel.embedded import postgres
from underpin.kernel.principal import Principal

SIZE = loading.Size(tenants=200, tickets=20_000)
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Ground:
    """What was loaded, and a connection of each role."""

    loaded: Loaded
    connections: dict[str, asyncpg.Connection]

    async def plans(self, transaction: Transaction) -> list[Plan]:
        """Of each statement of a transaction two: for its words, and for any."""
        by = self.connections[transaction.role]
        found = []
        for said in transaction.queries:
            found.append(await plan.of(by, transaction.scope, said))
            found.append(await plan.of_any_words(by, transaction.scope, said))
        return found

    async def plan(self, role: str, sql: str, *words: Any) -> Plan:
        """Of one statement of the worker's, in the system scope or in the large client."""
        scope = f"BEGIN;{Work(loading.PATTERN).settings()}" if role == "work" else "BEGIN;"
        return await plan.of(self.connections[role], scope, Statement("fetch", sql, words))


@asynccontextmanager
async def beside(server: postgres.Postgres) -> AsyncIterator[Ground]:
    """Beside the tests' common database, whose pools come back at the end; each time a new one."""
    name = f"plans_{next(_numbers)}"
    await roles.prepare(server.admin_url(), PREFIX, SECRET, name)
    base = roles.without_login(server.admin_url(), name)
    owner, urls = roles.owner_url(base, PREFIX, SECRET), roles.urls(base, PREFIX, SECRET)
    await migrate.run(owner, PREFIX, report=lambda _: None)
    installation.use(SETTINGS)
    wiring.wire()
    before, ENGINE.pools = ENGINE.pools, {}
    await ENGINE.connect(urls, max_size=2)
    connections = {role: await _connect(url) for role, url in (urls | {"owner": owner}).items()}
    try:
        yield Ground(await loading.load(connections["owner"], SIZE), connections)
    finally:
        for connection in connections.values():
            await connection.close()
        await ENGINE.disconnect()
        ENGINE.pools = before


async def _connect(url: str) -> asyncpg.Connection:
    return await asyncpg.connect(url, connection_class=SafeConnection)


async def said(
    wanted: verb.Verb[Any, Any], who: Principal, *words: Any, **named: Any
) -> Transaction:
    """The one transaction of a verb, and nothing changed by it."""
    with recording.of_engine(undone=True) as heard:
        await verb.perform(wanted, who, *words, **named)
    (transaction,) = heard
    return transaction
