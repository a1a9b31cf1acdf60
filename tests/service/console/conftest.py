"""The application as it is served, over two client companies that have lived a little."""

from __future__ import annotations

import pytest
import pytest_asyncio

from tests import packages, served
from tests.conftest import Database
from tests.service.console import ground
from tests.service.console.ground import Ground, Lived
from tests.world import World
from underpin.kernel.web.caller import Caller


@pytest_asyncio.fixture(scope="session")
async def site(scopes: Database) -> Caller:
    return served.site()


@pytest_asyncio.fixture(scope="session")
async def here(site: Caller) -> Ground:
    return await ground.build()


@pytest.fixture
def people(here: Ground) -> World:
    return here.people


@pytest.fixture
def acme(here: Ground) -> Lived:
    return here.acme


@pytest.fixture
def bolt(here: Ground) -> Lived:
    return here.bolt


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    packages.needed(items, __file__)
