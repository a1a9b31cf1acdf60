"""How alike tickets are, by the words they share: a rare word says more than a common one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

Named = TypeVar("Named")
WORTH: Final = 10_000
WORDS: Final = 8
"""So many of the rarest words are looked at."""


@dataclass(frozen=True, slots=True)
class Met:
    """A ticket has a word."""

    tenant_id: int
    number: int
    word: str


def rare(seen: Mapping[str, int], most: int) -> tuple[str, ...]:
    """The words that say most: that stand in more than the one ticket, and in fewer than `most`;
    the rarest first."""
    telling = [word for word, count in seen.items() if 1 < count < most]
    return tuple(sorted(telling, key=lambda word: (seen[word], word))[:WORDS])


def fewest(words: Sequence[str]) -> int:
    """How many of them two tickets must share to be called alike: one word alone is chance."""
    return min(2, len(words))


def ranked(
    met: Iterable[Met], seen: Mapping[str, int], needed: int
) -> list[tuple[tuple[int, int], int]]:
    """Tenant and number of the tickets that share at least `needed` words, with their weight, the
    most alike first and of equals the newest."""
    words: dict[tuple[int, int], set[str]] = {}
    for each in met:
        words.setdefault((each.tenant_id, each.number), set()).add(each.word)
    weighed = [
        (name, sum(WORTH // max(1, seen[word]) for word in shared))
        for name, shared in words.items()
        if len(shared) >= needed
    ]
    return sorted(weighed, key=lambda each: (-each[1], -each[0][1], each[0][0]))


def shared(some: Iterable[str], others: Iterable[str]) -> frozenset[str]:
    return frozenset(some) & frozenset(others)
