"""Whether pages can be made here: a fresh clone has what they need by `make install`; CI must."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from underpin.console import bundles

REASON = "what pages are made of is missing: `make install`"


def needed(items: Iterable[pytest.Item], folder: str) -> None:
    """Skip every test in the folder of this conftest file where there are no bundles."""
    if _missing():
        for item in items:
            if item.path.is_relative_to(Path(folder).parent):
                item.add_marker(pytest.mark.skip(reason=REASON))


def _missing() -> bool:
    try:
        bundles.folder()
    except bundles.NoPages:
        return not os.environ.get("CI")
    return False
