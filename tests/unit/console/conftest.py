"""A real Chromium and a stage for the console's own pages."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests import packages, patience
from tests.unit.console import stage

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The system's Chromium, or the one Playwright installed."""
    patience.be_patient()
    path = os.environ.get("UNDERPIN_CHROMIUM") or shutil.which("chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS.split())
        yield browser
        await browser.close()


@pytest.fixture
def shows() -> Iterator[stage.Stage]:
    """A server that shows what a test puts on it."""
    with stage.opened() as running:
        yield running


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    packages.needed(items, __file__)
