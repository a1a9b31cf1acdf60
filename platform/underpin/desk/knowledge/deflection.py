"""What knowledge spared: the definition, and the sums. Pure.

A *visit* is what one person opened with no more than 30 minutes between one article and the next.
It counts where at least one was put before them as a suggestion or by the bot in chat; articles
that were merely searched for count in no rate. A visit is **deflected** when the person said that
an article solved it, or raised no ticket from its first opening until 30 minutes after its last,
in any way. It counts once, for the article that they said solved it, else for the last one opened,
in the month in which it began; and only once its 30 minutes are over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

STAYS: Final = timedelta(minutes=30)
OFFERED: Final = frozenset({"suggestion", "chat"})


@dataclass(frozen=True, slots=True)
class Opened:
    person_id: UUID
    article_id: UUID
    cause: str
    opened_at: datetime
    solved: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """Of an article: `visits` that ended with it, `deflected` of them, and how often it was opened
    whatever came of it."""

    article_id: UUID
    opened: int
    visits: int
    deflected: int


@dataclass(frozen=True, slots=True)
class Visit:
    """`article_id`: what it ended with. `counts`: it is over, and something was put before them."""

    opened: tuple[Opened, ...]
    article_id: UUID
    counts: bool
    deflected: bool


def visits(
    opened: Iterable[Opened], raised: Mapping[UUID, Sequence[datetime]], now: datetime
) -> Iterator[Visit]:
    """`raised`: when each person raised tickets."""
    for each in _visits(opened):
        is_over = each[-1].opened_at + STAYS <= now
        counts = is_over and any(one.cause in OFFERED for one in each)
        spared = counts and _deflected(each, raised.get(each[0].person_id, ()))
        yield Visit(tuple(each), _ended_with(each), counts, spared)


def figures(
    opened: Iterable[Opened], raised: Mapping[UUID, Sequence[datetime]], now: datetime
) -> list[Figure]:
    """`raised` as above. The articles opened most stand first."""
    counts: dict[UUID, list[int]] = defaultdict(lambda: [0, 0, 0])
    for visit in visits(opened, raised, now):
        for each in visit.opened:
            counts[each.article_id][0] += 1
        counts[visit.article_id][1] += visit.counts
        counts[visit.article_id][2] += visit.deflected
    found = (Figure(article, *each) for article, each in counts.items())
    return sorted(found, key=lambda each: (-each.opened, each.article_id))


def _visits(opened: Iterable[Opened]) -> Iterator[list[Opened]]:
    visit: list[Opened] = []
    for each in sorted(opened, key=lambda one: (one.person_id, one.opened_at)):
        goes_on = visit and visit[-1].person_id == each.person_id
        if goes_on and each.opened_at - visit[-1].opened_at <= STAYS:
            visit.append(each)
            continue
        if visit:
            yield visit
        visit = [each]
    if visit:
        yield visit


def _ended_with(visit: Sequence[Opened]) -> UUID:
    solved = [each for each in visit if each.solved]
    return (solved or visit)[-1].article_id


def _deflected(visit: Sequence[Opened], raised: Sequence[datetime]) -> bool:
    if any(each.solved for each in visit):
        return True
    first, last = visit[0].opened_at, visit[-1].opened_at + STAYS
    return not any(first <= at <= last for at in raised)
