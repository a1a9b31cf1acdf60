"""The application as it is served, a client under contract, and far sides on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import httpx
import pytest
import pytest_asyncio

from tests import served, world
from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.channels.far_side import FarSide, far_side
from tests.world import World
from underpin.desk.connectors import queueing, telling
from underpin.kernel import installation, outgoing
from underpin.kernel.outbound import Outbound
from underpin.kernel.outbound_address import AddressRule


@pytest_asyncio.fixture(scope="module")
async def people(scopes: Database) -> World:
    made = await world.build()
    await ground.under_contract(made.acme)
    return made


@pytest_asyncio.fixture(scope="module")
async def page(people: World) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=served.site())
    async with httpx.AsyncClient(transport=transport, base_url=world.SETTINGS.desk_origin) as page:
        yield page


@pytest.fixture(autouse=True)
def on_loopback(people: World) -> Iterator[None]:
    """As in the demo: the other end may be this machine, and simulated time speaks to it."""
    installation.use(replace(world.SETTINGS, allow_private_addresses=True, demo=True))
    yield
    installation.use(world.SETTINGS)


@pytest_asyncio.fixture
async def outbound() -> AsyncIterator[Outbound]:
    """Connectors leave while this is open."""
    before = dict(outgoing.CHANNELS)
    async with Outbound(AddressRule(allow_private=True)) as out:
        outgoing.CHANNELS[queueing.OUT] = telling.sender(out)
        try:
            yield out
        finally:
            outgoing.CHANNELS.clear()
            outgoing.CHANNELS.update(before)


@pytest_asyncio.fixture
async def there(outbound: Outbound) -> AsyncIterator[FarSide]:
    async with far_side() as made:
        yield made
