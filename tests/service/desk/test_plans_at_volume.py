"""A million tickets in a thousand clients: what staff ask of the list, its counts, search and "take
next" is still walked along an index, by people with one client, fifty and a thousand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from benchmarks import queue, recording
from benchmarks.queue import Installed
from tests.conftest import PREFIX, SECRET, Database
from tests.service.desk import plan
from tests.world import SETTINGS
from underpin import wiring
from underpin.kernel import installation
from underpin.kernel.database import roles
from underpin.kernel.database.engine import ENGINE
from underpin.kernel.database.transaction import SafeConnection
from underpin.kernel.embedded import postgres

pytestmark = pytest.mark.deep
LARGE = {"ticket", "message", "search_word"}


@pytest_asyncio.fixture(scope="module")
async def installed(server: postgres.Postgres, database: Database) -> AsyncIterator[Installed]:
    installation.use(SETTINGS)
    wiring.wire()
    before = ENGINE.pools
    try:
        yield await queue.installed(server, "volume", queue.LARGE, SECRET)
        await ENGINE.disconnect()
    finally:
        ENGINE.pools = before


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("asked", list(queue.ASKED))
async def test_it_is_walked_along_an_index(
    installed: Installed, server: postgres.Postgres, asked: str, place: int
) -> None:
    ENGINE.pools = dict(installed.pools)
    with recording.of_engine() as heard:
        await queue.ASKED[asked](installed.agents[place].principal)
    base = roles.without_login(server.admin_url(), "volume")
    urls = roles.urls(base, PREFIX, SECRET)
    connection = await asyncpg.connect(urls["staff"], connection_class=SafeConnection)
    try:
        for transaction in heard:
            for said in transaction.queries:
                _assert_walks(await plan.of(connection, transaction.scope, said))
    finally:
        await connection.close()


def _assert_walks(found: Any) -> None:
    assert not found.read_whole & LARGE
    assert not [
        node
        for node in found.nodes
        if node.get("Relation Name") in LARGE and "current_setting" in node.get("Filter", "")
    ]
