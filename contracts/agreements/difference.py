"""What changes from one version of an agreement to the next, in words a client admin can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.agreements import agreed, difference_clauses
from contracts.agreements.agreed import Content, Target
from contracts.instant import HOUR, MINUTE, SECOND


@dataclass(frozen=True, slots=True)
class Difference:
    """`what` names the clause; None for what was not there before, or is not any more."""

    what: str
    before: str | None
    after: str | None


def between(
    before: Content | None,
    after: Content,
    calendars: Mapping[UUID, str],
    commitments: tuple[Decimal | None, Decimal | None] = (None, None),
) -> tuple[Difference, ...]:
    """Targets in the order of metric, type and priority, then settings and clauses; without
    `before` all of it is new. `calendars` are the names of calendar versions."""
    return (
        *_targets(before, after, calendars),
        *_settings(before, after),
        *_clauses(before, after, calendars),
        *_one("commitment", *(_percent(each) for each in commitments)),
    )


def _targets(
    before: Content | None, after: Content, calendars: Mapping[UUID, str]
) -> Iterator[Difference]:
    old = {} if before is None else {target.about: target for target in before.targets}
    new = {target.about: target for target in after.targets}
    for about in sorted(old.keys() | new.keys()):
        yield from _one(
            " · ".join(about),
            _said(before, old.get(about), calendars),
            _said(after, new.get(about), calendars),
        )


def _settings(before: Content | None, after: Content) -> Iterator[Difference]:
    for name in agreed.SETTINGS:
        said = None if before is None else str(getattr(before.settings, name))
        yield from _one(name, said, str(getattr(after.settings, name)))


def _clauses(
    before: Content | None, after: Content, calendars: Mapping[UUID, str]
) -> Iterator[Difference]:
    old, new = (
        _apart(difference_clauses.lines(each, calendars, duration)) if each else {}
        for each in (before, after)
    )
    for what in (*new, *(each for each in old if each not in new)):
        yield from _one(what, old.get(what), new.get(what))


def _apart(lines: Iterable[difference_clauses.Line]) -> dict[str, str]:
    """Several clauses about the same are told one by one: the second with a 2."""
    told: dict[str, str] = {}
    for what, said in lines:
        count = sum(each == what or each.startswith(f"{what} (") for each in told)
        told[f"{what} ({count + 1})" if count else what] = said
    return told


def _one(what: str, before: str | None, after: str | None) -> Iterator[Difference]:
    if before != after:
        yield Difference(what, before, after)


def _said(
    content: Content | None, target: Target | None, calendars: Mapping[UUID, str]
) -> str | None:
    """A target in one line: "4 h on Office v2, warns at 50 and 75 %, paused by waiting_client"."""
    if content is None or target is None:
        return None
    calendar = content.calendar_of(target)
    parts = [f"{duration(target.allowed_us)} on {calendars.get(calendar, calendar)}"]
    if target.warn_percents:
        parts.append(f"warns at {', '.join(map(str, sorted(target.warn_percents)))} %")
    if target.pauses:
        parts.append(f"paused by {', '.join(target.pauses)}")
    return ", ".join(parts)


def duration(microseconds: int) -> str:
    """Working time: "8 h", "1 h 30 min", "45 s"; never days, which mean different things."""
    parts: list[Any] = []
    for unit, name in ((HOUR, "h"), (MINUTE, "min"), (SECOND, "s")):
        count, microseconds = divmod(microseconds, unit)
        parts += [f"{count} {name}"] if count else []
    parts += [f"{microseconds} µs"] if microseconds else []
    return " ".join(parts) or "0 min"


def _percent(share: Decimal | None) -> str | None:
    return None if share is None else difference_clauses.percent(share)
