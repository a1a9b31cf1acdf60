"""What runs in which process when the tests run side by side, and in what order: the stories of a
file in one; those that drive the whole product in one too, as starting it takes longer than most of
them; and what takes longest first, so that nobody waits for it alone at the end."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

PRODUCT = "tests/browser/"
WALKS = "tests/browser/test_every_page"
LONGEST = (
    PRODUCT,
    "tests/chaos/",
    "tests/unit/console/test_read_",
    "tests/service/console/test_walls.py",
    "tests/service/desk/test_replay_logs.py",
    "tests/unit/console/",
    "tests/property/",
    "tests/service/billing/",
)


class SideBySide(LoadFileScheduling):  # type: ignore[misc]  # xdist declares no types
    """Files in the order they were collected in."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return PRODUCT if file.startswith(PRODUCT) and not file.startswith(WALKS) else file


def longest_first(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _rank(item.nodeid))


def _rank(nodeid: str) -> int:
    return next((at for at, begin in enumerate(LONGEST) if nodeid.startswith(begin)), len(LONGEST))
