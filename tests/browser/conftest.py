"""A real Chromium before the real product."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests import packages, patience
from tests.browser import house
from tests.browser.house import House, Started
from tests.browser.visit import Visits
from tests.conftest import PREFIX, SECRET, Database, migrated
from tests.service.console import ground
from tests.service.console.ground import Ground
from underpin import wiring
from underpin.kernel.database import roles
from underpin.kernel.database.engine import ENGINE
from underpin.kernel.embedded import postgres, redis

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "no Chromium here: install chromium, or name one in UNDERPIN_CHROMIUM"


def chromium_path() -> str:
    """Where Chromium is. CI fails without one; elsewhere these tests are left out by name."""
    named = os.environ.get("UNDERPIN_CHROMIUM")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(MISSING)
    if found is None:
        pytest.skip(MISSING)
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    path = chromium_path()
    patience.be_patient()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS.split())
        yield browser
        await browser.close()


# One product for all stories of a process: to start one takes longer than most stories. They stay
# apart by their own tickets, people and clients.
@pytest.fixture(scope="package")
def server() -> Iterator[postgres.Postgres]:
    """The product's own: its worker fires whatever falls due, and the clocks of other tests are
    none of its business."""
    with postgres.temporary() as running:
        yield running


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def database(server: postgres.Postgres) -> Database:
    return await migrated(server)


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def scopes(database: Database) -> AsyncIterator[Database]:
    """This process's pools, led to the product's database for as long as the stories last."""
    before, ENGINE.pools = ENGINE.pools, {}
    await ENGINE.connect(roles.urls(database.base, PREFIX, SECRET), max_size=6)
    yield database
    await ENGINE.disconnect()
    ENGINE.pools = before


@pytest.fixture(scope="package")
def started(
    server: postgres.Postgres,
    redis_server: redis.Redis,
    database: Database,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Started]:
    folder: Path = tmp_path_factory.mktemp("product")
    with house.started(server.admin_url(), redis_server.url, folder) as running:
        yield running


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def here(scopes: Database, started: Started) -> Ground:
    """Client companies that have lived a little, built while the product starts."""
    wiring.wire()
    return await ground.build()


@pytest.fixture(scope="package")
def product(started: Started, here: Ground) -> House:
    """The product, answering."""
    started.wait()
    return started.house


@pytest_asyncio.fixture(loop_scope="session")
async def visits(chromium: Browser, product: House) -> AsyncIterator[Visits]:
    """Browsers of people, watched: at the end none may have complained, or asked elsewhere."""
    opened = Visits(chromium, product)
    yield opened
    await opened.close()
    assert opened.complaints == []
    ours = {f"{face}.localhost:{product.port}" for face in ("desk", "portal")}
    assert opened.hosts <= ours | {f"127.0.0.1:{product.stripe}"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    packages.needed(items, __file__)
