"""The application as it is served, three client companies, and the other end on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import httpx
import pytest
import pytest_asyncio

from tests import served, world
from tests.conftest import Database
from tests.service.desk.channels.far_side import FarSide, far_side, leaving
from tests.world import World
from underpin import wiring
from underpin.kernel import installation


@pytest_asyncio.fixture(scope="module")
async def people(scopes: Database) -> World:
    wiring.wire()
    return await world.build()


@pytest_asyncio.fixture(scope="module")
async def page(people: World) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=served.site())
    async with httpx.AsyncClient(transport=transport, base_url=world.SETTINGS.desk_origin) as page:
        yield page


@pytest.fixture(autouse=True)
def on_loopback(people: World) -> Iterator[None]:
    """As on a machine where the other end may be this one."""
    installation.use(replace(world.SETTINGS, allow_private_addresses=True))
    yield
    installation.use(world.SETTINGS)


@pytest_asyncio.fixture
async def there(people: World) -> AsyncIterator[FarSide]:
    async with far_side() as made, leaving():
        yield made
