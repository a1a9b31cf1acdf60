"""A stage of its own for each story."""

from __future__ import annotations

import pytest

from tests.conftest import Database
from tests.service.contracts.scenarios import stage as stages
from tests.service.contracts.scenarios.stage import Stage


@pytest.fixture
async def stage(scopes: Database) -> Stage:
    return await stages.set_up()
