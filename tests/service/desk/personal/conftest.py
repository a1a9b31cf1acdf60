"""A world of their own for what people say of themselves: their language would change others'."""

from __future__ import annotations

import pytest_asyncio

from tests import served
from tests import world as worlds
from tests.conftest import Database
from tests.service.desk import ground
from tests.world import World
from underpin.kernel.web.caller import Caller


@pytest_asyncio.fixture(scope="module")
async def people(scopes: Database) -> World:
    made = await worlds.build()
    await ground.under_contract(made.acme)
    return made


@pytest_asyncio.fixture(scope="session")
async def site(scopes: Database) -> Caller:
    return served.site()
