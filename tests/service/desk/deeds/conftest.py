"""One small world for the stories of macros, rules and assets: they take a client each."""

from __future__ import annotations

import pytest_asyncio

from tests.conftest import Database
from tests.world import World, build
from underpin import wiring


@pytest_asyncio.fixture(scope="session")
async def deeds_world(scopes: Database) -> World:
    wiring.wire()
    wiring.wire_alarms()
    return await build()
