"""Three client companies with their people, and the application, for what is asked over JSON."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from tests import world
from tests.conftest import Database
from tests.service.contracts.world import known
from underpin import app as application
from underpin.kernel.database.transaction import SafeConnection


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def companies(scopes: Database) -> world.World:
    return await world.build()


@pytest.fixture(scope="module")
def app(companies: world.World) -> Any:
    return application.asgi(world.SETTINGS, connect=False)


# The tiers are the provider's, and so are what they owe: what other stories agreed of them in the
# same database would govern here too.
PUT_OFF = """
UPDATE provider_agreement_version v
SET effective_from = v.effective_from + make_interval(years => $2::int)
FROM provider_agreement a
WHERE a.id = v.agreement_id AND a.kind = 'OLA' AND NOT a.id = ANY ($1::uuid[])
  AND v.effective_from IS NOT NULL AND (v.effective_from > '2500-01-01') = ($2::int < 0)
"""


@pytest_asyncio.fixture(scope="module", autouse=True, loop_scope="session")
async def tiers_owe_what_the_world_says(database: Database) -> AsyncIterator[None]:
    own = [known("ola", tier) for tier in (1, 2, 3)]
    owner = await asyncpg.connect(database.owner, connection_class=SafeConnection)
    await owner.execute(PUT_OFF, own, 900)
    yield
    await owner.execute(PUT_OFF, own, -900)
    await owner.close()
