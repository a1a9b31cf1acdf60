from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.conftest import Database
from tests.service.billing import ground
from tests.service.billing.stripe import seam
from tests.service.billing.stripe.seam import Place
from tests.world import World


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def house(scopes: Database) -> World:
    return await ground.build()


@pytest_asyncio.fixture(loop_scope="session", params=seam.places())
async def place(request: pytest.FixtureRequest) -> AsyncIterator[Place]:
    async with seam.opened(request.param) as found:
        yield found
