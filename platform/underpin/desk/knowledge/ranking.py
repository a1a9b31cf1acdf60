"""Which articles answer words best. Pure.

A word in the title counts most, then one in the summary, then one in the body; a whole word twice
as much as the beginning of one; and a word the less, the more articles have it, so that common
words decide little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

WEIGHTS: Final = {1: 12, 2: 6, 3: 2}
RARITY: Final = 3


@dataclass(frozen=True, slots=True)
class Posting:
    """`term`, as it was asked, meets a word of this article at `place` (1 title, 2 summary, 3
    body)."""

    term: str
    exact: bool
    article_id: UUID
    language: str
    place: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """`met`: how many of the terms; `sure`: one in the title or summary, or two of them."""

    article_id: UUID
    score: int
    met: int
    sure: bool


def best(postings: Iterable[Posting]) -> list[Ranked]:
    """By how many of the terms are met weighed by how telling they are; of two as good, the first
    by id."""
    by_term: dict[str, dict[UUID, int]] = defaultdict(dict)
    for each in postings:
        weight = WEIGHTS[each.place] * (2 if each.exact else 1)
        known = by_term[each.term]
        known[each.article_id] = max(weight, known.get(each.article_id, 0))
    return sorted(_ranked(by_term), key=lambda each: (-each.score, each.article_id))


def _ranked(by_term: dict[str, dict[UUID, int]]) -> Iterator[Ranked]:
    met: dict[UUID, list[tuple[int, int]]] = defaultdict(list)
    for articles in by_term.values():
        for article, weight in articles.items():
            met[article].append((weight, len(articles)))
    for article, found in met.items():
        score = sum(weight * 1000 // (RARITY + seen) for weight, seen in found)
        prominent = any(weight >= WEIGHTS[2] for weight, _ in found)
        yield Ranked(article, score, len(found), prominent or len(found) > 1)
