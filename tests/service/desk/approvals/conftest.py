"""One board for every story of this folder; each story begins four weeks after the one before,
because a client's time never goes back."""

from __future__ import annotations

import pytest

from tests.conftest import Database
from tests.service.desk.approvals import panel
from tests.service.desk.approvals.panel import Board, Story


@pytest.fixture(scope="session")
async def board(scopes: Database) -> Board:
    return await panel.board()


@pytest.fixture
async def story(board: Board) -> Story:
    found = Story(board)
    await found.at(found.start)
    return found
