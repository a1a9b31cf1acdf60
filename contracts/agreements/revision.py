"""How often a draft was written: nobody overwrites or approves what they have not seen."""

from __future__ import annotations

from typing import Protocol

from underpin.kernel.errors import StaleVersion


class Drafted(Protocol):
    @property
    def revision(self) -> int: ...


def check(draft: Drafted, seen: int | None) -> None:
    """`seen`: the revision that somebody writes over or approves; None where they did not say.
    Raises StaleVersion for any but the newest."""
    if seen is not None and seen != draft.revision:
        raise StaleVersion
