from __future__ import annotations

import pytest_asyncio

from tests.conftest import Database
from tests.service.billing import ground
from tests.world import World


@pytest_asyncio.fixture(loop_scope="session")
async def billed(scopes: Database) -> World:
    return await ground.build()
