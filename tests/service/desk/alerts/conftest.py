"""The application as it is served, and three client companies."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest_asyncio

from tests import served, world
from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.alerts.station import NOON
from tests.world import World
from underpin import wiring
from underpin.kernel import db
from underpin.kernel.database.scope import Work


@pytest_asyncio.fixture(scope="module")
async def people(scopes: Database) -> World:
    wiring.wire()
    wiring.wire_alarms()
    made = await world.build()
    for client in made.clients:
        async with db.open(Work(client.id)):
            await ground.set_time(client, NOON)
    return made


@pytest_asyncio.fixture(scope="module")
async def page(people: World) -> AsyncIterator[httpx.AsyncClient]:
    """What any machine on the internet is to us."""
    transport = httpx.ASGITransport(app=served.site())
    async with httpx.AsyncClient(transport=transport, base_url=world.SETTINGS.desk_origin) as page:
        yield page
