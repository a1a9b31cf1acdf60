"""What is promised alike comes out alike: lives that need not be lived again.

Most drafts change few targets. Where the draft promises a ticket, at every type and priority it
ever had, just what its pinned version did, its clocks are those that were recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Final

from msgspec import structs

from contracts import facts, metric
from contracts.clocks.clock_terms import Matter, Promise, Terms
from contracts.what_if.what_if import Judged, Life

_SETTINGS: Final = (
    *("resolution_stops_at", "reopen", "exclude_vendor_time"),
    *("named_acknowledgment_counts", "alerts_start_at"),
)


def recorded(
    life: Life, today: tuple[Judged, ...], pinned: Mapping[str, Terms], draft: Terms, version: str
) -> tuple[Judged, ...] | None:
    """Its SLA clocks as they were, under the draft's name; None where it must be lived again.

    `pinned` are the terms of versions by id. A life whose version was changed on the way, or of
    which nothing is recorded, is lived again.
    """
    own = tuple(each for each in today if each.metric in metric.SLA)
    versions = {each.version for each in own}
    before = pinned.get(min(versions)) if len(versions) == 1 else None
    if before is None or _moved_on(life) or not alike(before, draft, life):
        return None
    return tuple(structs.replace(each, version=version) for each in own)


def alike(one: Terms, other: Terms, life: Life) -> bool:
    """Whether both promise this life the same."""
    if one.outside_hours or other.outside_hours:
        return False
    if any(getattr(one, name) != getattr(other, name) for name in _SETTINGS):
        return False
    matters = (Matter(name, *about) for name, about in product(metric.SLA, _had(life)))
    return all(_same(one.promises.get(each), other.promises.get(each)) for each in matters)


def _moved_on(life: Life) -> bool:
    """Whether another version of the SLA governed it from some time on."""
    return any(isinstance(fact, facts.TermsChanged) and fact.side == "sla" for fact in life.told)


def _had(life: Life) -> list[tuple[str, str]]:
    """Every type and priority it may have had together."""
    types, priorities = set[str](), set[str]()
    for fact in life.told:
        if isinstance(fact, facts.Raised):
            types.add(fact.type)
            priorities.add(fact.priority)
        elif isinstance(fact, facts.TypeChanged):
            types.add(fact.new)
        elif isinstance(fact, facts.Reprioritised):
            priorities.add(fact.new)
    return list(product(types, priorities))


def _same(one: Promise | None, other: Promise | None) -> bool:
    """Equal definitions share one compiled calendar."""
    if one is None or other is None:
        return one is other
    held_to = (one.target.duration, one.target.pauses) == (
        other.target.duration,
        other.target.pauses,
    )
    return held_to and one.calendar is other.calendar
