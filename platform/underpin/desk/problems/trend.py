"""Incidents that look like one problem: more of them share a word, a category or an asset in the
last days than such a stretch had before. Pure; it hints, and a person judges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

By = Literal["asset", "category", "words"]
ORDER: Final[tuple[By, ...]] = ("asset", "category", "words")
LATELY: Final = timedelta(days=7)
BEFORE: Final = timedelta(days=28)
FEWEST: Final[Mapping[By, int]] = {"asset": 2, "category": 3, "words": 3}
TIMES: Final = 2
MOST: Final = 10


@dataclass(frozen=True, slots=True)
class Incident:
    """`keys`: what it is filed under, by how it is told; `assets`: what it hangs on."""

    number: int
    raised_at: datetime
    words: frozenset[str]
    keys: Mapping[By, str]
    assets: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hint:
    """`said` is what they share, `numbers` those of the last days, `before` how many there were in
    the time before."""

    by: By
    said: tuple[str, ...]
    numbers: tuple[int, ...]
    before: int


def hints(incidents: Sequence[Incident], now: datetime) -> list[Hint]:
    """At least three lately, or two on one asset, and more than twice as many for their time as
    before; incidents that are told by their asset or category are not told again by their words.
    The largest first."""
    lately = [each for each in incidents if now - LATELY < each.raised_at <= now]
    before = [each for each in incidents if now - LATELY - BEFORE < each.raised_at <= now - LATELY]
    found: dict[tuple[int, ...], Hint] = {}
    for by in ORDER:
        for hint in _rising(by, _grouped(by, lately), _grouped(by, before)):
            known = found.get(hint.numbers)
            if known is None:
                found[hint.numbers] = hint
            elif known.by == by == "words":
                found[hint.numbers] = _joined(known, hint)
    ordered = sorted(found.values(), key=lambda each: (-len(each.numbers), each.by, each.said))
    return list(_apart(ordered))[:MOST]


def _grouped(by: By, incidents: Iterable[Incident]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for each in incidents:
        for key in _keys(by, each):
            groups.setdefault(key, []).append(each.number)
    return groups


def _keys(by: By, incident: Incident) -> frozenset[str]:
    if by == "words":
        return incident.words
    filed = frozenset({incident.keys[by]}) if by in incident.keys else frozenset()
    return filed | incident.assets if by == "asset" else filed


def _rising(
    by: By, lately: Mapping[str, list[int]], before: Mapping[str, list[int]]
) -> Iterator[Hint]:
    for key in sorted(lately):
        now, then = sorted(lately[key]), len(before.get(key, ()))
        if len(now) >= FEWEST[by] and len(now) * BEFORE > TIMES * then * LATELY:
            yield Hint(by, (key,), tuple(now), then)


def _joined(one: Hint, other: Hint) -> Hint:
    return Hint(
        one.by, tuple(sorted({*one.said, *other.said})), one.numbers, min(one.before, other.before)
    )


def _apart(ordered: Sequence[Hint]) -> Iterator[Hint]:
    """Without those by words whose incidents a hint before them tells already."""
    told: list[set[int]] = []
    for each in ordered:
        if each.by != "words" or not any(set(each.numbers) <= known for known in told):
            told.append(set(each.numbers))
            yield each
