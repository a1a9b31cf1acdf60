from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests import served
from tests.conftest import Database
from tests.service.billing.papers import ground
from tests.world import World
from underpin.kernel.web.caller import Caller


@pytest_asyncio.fixture(scope="session")
async def site(scopes: Database) -> Caller:
    return served.site()


@pytest_asyncio.fixture(loop_scope="session")
async def selling(billed: World) -> AsyncIterator[World]:
    """The provider is known, and who ACME is."""
    async with ground.selling(billed):
        await ground.buys(billed, billed.acme)
        yield billed
