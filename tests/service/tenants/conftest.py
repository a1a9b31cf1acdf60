"""One world for the room's tests; what a test changes, it changes on people of its own."""

from __future__ import annotations

import pytest
import structlog

from tests import world as worlds
from tests.conftest import Database


@pytest.fixture(scope="session")
async def world(scopes: Database) -> worlds.World:
    return await worlds.build()


@pytest.fixture(scope="session", autouse=True)
def plain_logs() -> None:
    plain = structlog.dev.ConsoleRenderer(
        colors=False, exception_formatter=structlog.dev.plain_traceback
    )
    structlog.configure(processors=[structlog.processors.add_log_level, plain])
