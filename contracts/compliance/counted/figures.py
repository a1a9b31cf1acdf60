"""What a month's clocks add up to: exact shares, compared unrounded, shown rounded down. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final, Protocol
from uuid import UUID

MET: Final = "met"
BREACHED: Final = "breached"
WITHDRAWN: Final = "withdrawn"
EXCLUDED: Final = "excluded"
APART: Final = "apart"
RUNNING: Final = "running"
MERGED: Final = "merged"
"""Why something stands apart: its ticket went into another one."""


@dataclass(frozen=True, slots=True)
class Tally:
    """So many clocks alike; `why` is the reason of an exclusion or of standing apart.

    `changed` of them are misses caused by a change of the target.
    """

    service_id: UUID | None
    metric: str
    ticket_type: str
    priority: str
    version_id: UUID
    outcome: str
    why: str
    clocks: int
    changed: int


@dataclass(frozen=True, slots=True)
class Reason:
    """How many for that reason."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Figure:
    """`priority` is empty for all of a metric, `service_id` None for all services or for none.

    `caused_by_change` of the breached ones earn no credit by default. `excluded` and `apart` are in
    no percentage, and `merged` is among `apart`. `running` are open by now and began before the
    period's end.

    `shown` is the percentage rounded down to two decimals, None where nothing was decided: none
    is not 100 %. `commitment` in percent; `kept` compares unrounded, None where either is missing
    or the sample is too small to be judged.
    """

    metric: str
    priority: str
    met: int
    breached: int
    caused_by_change: int
    withdrawn: int
    merged: int
    running: int
    commitment: Decimal | None
    shown: str | None
    kept: bool | None
    service_id: UUID | None = None
    excluded: tuple[Reason, ...] = ()
    apart: tuple[Reason, ...] = ()

    @property
    def percent(self) -> Fraction | None:
        return share(self.met, self.breached)


class Promised(Protocol):
    """What one version commits itself to."""

    @property
    def effective_from(self) -> datetime | None: ...

    def commitment(self, metric: str, priority: str) -> Decimal | None:
        """In percent; `priority` empty asks for the metric as a whole."""

    def kept(self, metric: str, priority: str, met: int, breached: int) -> bool | None:
        """None where nothing is committed to, or the sample is too small to be judged."""


Versions = Mapping[UUID, Promised]


def by_priority(tallies: Iterable[Tally], versions: Versions) -> tuple[Figure, ...]:
    return _figures(tallies, versions, lambda each: (each.metric, each.priority, None))


def by_metric(tallies: Iterable[Tally], versions: Versions) -> tuple[Figure, ...]:
    return _figures(tallies, versions, lambda each: (each.metric, "", None))


def by_service(tallies: Iterable[Tally], versions: Versions) -> tuple[Figure, ...]:
    """By service, metric and priority; what was raised under no service comes first."""
    return _figures(tallies, versions, lambda each: (each.metric, each.priority, each.service_id))


def of_services(tallies: Iterable[Tally], versions: Versions) -> tuple[Figure, ...]:
    """By service and metric, all priorities together, in the same order."""
    return _figures(tallies, versions, lambda each: (each.metric, "", each.service_id))


def decided(tallies: Sequence[Tally]) -> tuple[int, int]:
    """How many were met, and how many breached."""
    return _count(tallies, MET), _count(tallies, BREACHED)


def share(met: int, breached: int) -> Fraction | None:
    """Percent of what was decided; None of nothing."""
    return Fraction(100 * met, met + breached) if met + breached else None


def shown(percent: Fraction | None) -> str | None:
    """Rounded down to two decimals, so that 99.999 % never shows as 100."""
    if percent is None:
        return None
    whole, hundredths = divmod(percent * 100 // 1, 100)
    return f"{whole}.{hundredths:02}"


_Group = tuple[str, str, UUID | None]


class _By(Protocol):
    def __call__(self, each: Tally, /) -> _Group: ...


def _figures(tallies: Iterable[Tally], versions: Versions, by: _By) -> tuple[Figure, ...]:
    groups: dict[_Group, list[Tally]] = {}
    for each in tallies:
        groups.setdefault(by(each), []).append(each)
    ordered = sorted(groups, key=lambda group: (str(group[2] or ""), *group[:2]))
    return tuple(_figure(group, groups[group], versions) for group in ordered)


def _figure(group: _Group, found: Sequence[Tally], versions: Versions) -> Figure:
    metric, priority, service_id = group
    met, breached = decided(found)
    promised = _newest(found, versions)
    apart = _reasons(found, APART)
    return Figure(
        metric=metric,
        priority=priority,
        met=met,
        breached=breached,
        caused_by_change=sum(each.changed for each in found if each.outcome == BREACHED),
        withdrawn=_count(found, WITHDRAWN),
        merged=sum(each.count for each in apart if each.reason == MERGED),
        running=_count(found, RUNNING),
        commitment=promised.commitment(metric, priority) if promised else None,
        shown=shown(share(met, breached)),
        kept=promised.kept(metric, priority, met, breached) if promised else None,
        service_id=service_id,
        excluded=_reasons(found, EXCLUDED),
        apart=apart,
    )


def _count(found: Iterable[Tally], outcome: str) -> int:
    return sum(each.clocks for each in found if each.outcome == outcome)


def _reasons(found: Iterable[Tally], outcome: str) -> tuple[Reason, ...]:
    counts: dict[str, int] = {}
    for each in found:
        if each.outcome == outcome:
            counts[each.why] = counts.get(each.why, 0) + each.clocks
    return tuple(Reason(why, count) for why, count in sorted(counts.items()))


def _newest(found: Iterable[Tally], versions: Versions) -> Promised | None:
    """Where a month knew several versions, the last one's commitment judges it."""
    known = [versions[each.version_id] for each in found if each.version_id in versions]
    dated = [(each.effective_from, each) for each in known if each.effective_from is not None]
    return max(dated, key=lambda pair: pair[0])[1] if dated else None
