"""Three client companies with their people, and the application, for what is asked over JSON."""

from __future__ import annotations

from typing import Any

import pytest
import pytest_asyncio

from tests import world
from tests.conftest import Database
from underpin import app as application


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def companies(scopes: Database) -> world.World:
    return await world.build()


@pytest.fixture(scope="module")
def app(companies: world.World) -> Any:
    return application.asgi(world.SETTINGS, connect=False)
