"""Who is meant by @ in a text: `@Ben Okafor`, or `@ben` before the @ of their mail address. Pure.

A name counts where it stands by itself: `a@b.example` names nobody, and what names nobody is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from underpin.desk.search import folding

_AT: Final = re.compile(r"(?<![A-Za-z0-9_@.%+-])@(?=\w)")
REACH: Final = 100
_IDEOGRAPH: Final = re.compile(r"[\u3400-\u9fff\uac00-\ud7af]")
"""Scripts that write words without a gap between them."""


@dataclass(frozen=True, slots=True)
class Known:
    """One of the staff. `may`: whether they may see the ticket."""

    id: UUID
    name: str
    email: str
    may: bool


def named(text: str, staff: Sequence[Known]) -> list[Known]:
    """Those that the text names, each once, in its order. Where a name could be several people's,
    all of them who may see the ticket are meant; where none of them may, all are."""
    found: list[Known] = []
    for at in _AT.finditer(text):
        found += _meant(folding.fold(text[at.end() :][:REACH]), staff)
    return list(dict.fromkeys(found))


def _meant(rest: str, staff: Sequence[Known]) -> list[Known]:
    """The people with the longest name that the rest of the text begins with."""
    called = [(_longest(rest, each), each) for each in staff]
    most = max((length for length, _ in called), default=0)
    if not most:
        return []
    people = [each for length, each in called if length == most]
    return [each for each in people if each.may] or people


def _longest(rest: str, who: Known) -> int:
    return max(len(word) if _begins(rest, word) else 0 for word in _names(who))


def _names(who: Known) -> Iterable[str]:
    return (folding.fold(who.name), folding.fold(who.email.partition("@")[0]))


def _begins(rest: str, word: str) -> bool:
    """And ends there: `@ben` is nobody in `@benefits`, nor in `@ben@example.com`."""
    if not word or not rest.startswith(word):
        return False
    after = rest[len(word) : len(word) + 1]
    return bool(_IDEOGRAPH.match(word[-1])) or not (after.isalnum() or after in ("@", "_", "-"))


def matching(words: str, staff: Iterable[Known]) -> list[Known]:
    """For whoever types a name: those of whom a word begins so, or whose address does."""
    wanted = folding.fold(words.strip())
    return [each for each in staff if _could(each, wanted)]


def _could(who: Known, wanted: str) -> bool:
    name, address = _names(who)
    words = name.split()
    starts = (" ".join(words[at:]) for at in range(len(words)))
    return address.startswith(wanted) or any(each.startswith(wanted) for each in starts)
