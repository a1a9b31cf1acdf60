"""A small world for each file of stories of macros, rules and assets."""

from __future__ import annotations

import pytest
import pytest_asyncio

from tests import served
from tests.conftest import Database
from tests.world import World, build
from underpin import wiring


@pytest_asyncio.fixture(scope="module")
async def deeds_world(scopes: Database) -> World:
    wiring.wire()
    wiring.wire_alarms()
    return await build()


@pytest.fixture(scope="session")
def desk_app() -> object:
    return served.site()
