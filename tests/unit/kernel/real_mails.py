"""Where the real mails lie, beside the project; tests over them say so where they do not."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

A_DAY = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "mail"

needs_them = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the real mails (../shared/data/mail) are not on this machine"
)


def eml(kind: str) -> list[Path]:
    """The messages of one kind; none where the folder is absent."""
    return sorted((FOLDER / kind).glob("*.eml"))
