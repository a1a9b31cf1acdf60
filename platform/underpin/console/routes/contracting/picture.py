"""What the check found of each promise, as the editor and the contract's page show it. Pure."""

from __future__ import annotations

import typing
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final

from contracts.agreements import clause
from contracts.coherence.coherence_line import Line, Suggestion
from contracts.coherence.covered_hours import Unattended
from contracts.instant import DAY, MINUTE
from underpin.console import formats, locale, words
from underpin.console.locale import N_
from underpin.console.routes.contracting import bars, course
from underpin.console.routes.contracting.course import Reading
from underpin.console.routes.contracting.sheet import deeds
from underpin.console.views.contracting import Fix, Picture, Promise, Promises, Verdict
from underpin.console.views.shell import Language

WORST: Final[tuple[Verdict, ...]] = ("not_kept", "unchecked", "commitment_kept", "always_kept")
ORDER: Final = ("resolution", "first_response", "next_reply", "next_update")
ARRIVING: Final = {"inside": N_("raised in service hours"), "outside": N_("raised out of hours")}
PROMISE: Final = N_("Promise %(time)s")
WITHIN, HOURS = N_("%(stage)s within %(time)s"), N_("%(stage)s on the agreement's hours")
CREDIT: Final = N_("%(percent)s of the %(basis)s")
NOBODY: Final = N_("%(days)s, %(opens)s–%(closes)s")
RARELY: Final = 12
"""Weeks of a year."""


@dataclass(frozen=True, slots=True)
class Shown:
    """For whom it is drawn. `behind_path` is where tiers' and vendors' times are changed, empty for
    who may not; `deeds`: whether a fix can be set into a form around it."""

    reading: Reading
    behind_path: str = ""
    deeds: bool = False

    @property
    def language(self) -> Language:
        return self.reading.language


def of(
    lines: Sequence[Line],
    shown: Shown,
    *,
    unattended: Sequence[Unattended] = (),
    checked: datetime | None = None,
    live: bool = False,
) -> Picture:
    promises = [_promise(line, shown) for line in lines]
    counts = Counter(each.verdict for each in promises)
    return Picture(
        verdict=next((each for each in WORST if counts[each]), "unchecked"),
        counts={each: counts[each] for each in WORST if counts[each]},
        groups=tuple(_groups(promises)),
        unattended=tuple(dict.fromkeys(_nobody(unattended, shown.language))),
        checked=checked,
        live=live,
        all_fixed=_all_fixed(promises),
    )


UNREAD: Final = Picture("unchecked", {}, (), live=True, unread=True)


def _groups(promises: Iterable[Promise]) -> Iterator[Promises]:
    """Types of which the same is promised and found together; broken ones first, then resolutions,
    then by type."""
    found: dict[tuple[str, str], list[Promise]] = {}
    for each in promises:
        found.setdefault((each.metric, each.kind), []).append(each)
    alike: dict[object, list[tuple[str, list[Promise]]]] = {}
    for (metric, kind), rows in found.items():
        same = tuple(replace(row, kind="", fixes=()) for row in _sorted(rows))
        alike.setdefault((metric, same), []).append((kind, rows))
    yield from sorted((_together(each) for each in alike.values()), key=_place)


def _together(alike: Sequence[tuple[str, list[Promise]]]) -> Promises:
    """Each row's fixes are for all of the types at once."""
    kinds = sorted((kind for kind, _ in alike), key=clause.TYPES.index)
    _, first = next(each for each in alike if each[0] == kinds[0])
    others = [{row.about: row for row in rows} for _, rows in alike]
    rows = tuple(
        replace(row, fixes=tuple(_joined([other[row.about] for other in others])))
        for row in _sorted(first)
    )
    return Promises(rows[0].metric, tuple(kinds), rows)


def _joined(alike: Sequence[Promise]) -> Iterator[Fix]:
    for fixes in zip(*(each.fixes for each in alike), strict=True):
        yield replace(fixes[0], deed=deeds.JOINT.join(fix.deed for fix in fixes if fix.deed))


def _sorted(rows: Iterable[Promise]) -> list[Promise]:
    return sorted(rows, key=lambda row: (row.priority, row.arriving))


def _place(group: Promises) -> tuple[bool, int, int]:
    broken = any(row.verdict == "not_kept" for row in group.rows)
    return not broken, ORDER.index(group.metric), clause.TYPES.index(group.kinds[0])


def _promise(line: Line, shown: Shown) -> Promise:
    slack = line.slack_us
    expected = line.shown.expected
    fits = line.verdict in ("always_kept", "unchecked")
    return Promise(
        metric=line.metric,
        kind=line.ticket_type,
        priority=line.priority,
        arriving=_said(ARRIVING.get(line.arriving, ""), shown.language),
        verdict=typing.cast(Verdict, line.verdict),
        allowed=_span(line.allowed_us),
        worst=None if line.worst_us is None else _span(line.worst_us),
        over=_span(-slack) if slack is not None and slack < 0 else None,
        mark=bars.MARK,
        segments=bars.segments(line),
        missed=Fraction(line.share_missed) or None,
        expected=Fraction(expected.attainment) if expected and not fits else None,
        credit=_credit(line, shown.language),
        fixes=() if fits else tuple(_fixes(line, shown)),
        course=None if fits else course.of(line, shown.reading),
    )


def _credit(line: Line, language: Language) -> str:
    """What is owed for the share expected; empty for nothing."""
    owed = line.shown.expected.credit if line.shown.expected else None
    if owed is None or not Fraction(owed.percent):
        return ""
    percent = formats.percent(Fraction(owed.percent) / 100, language)
    basis = words.word(owed.basis, "basis", language)
    return _said(CREDIT, language) % {"percent": percent, "basis": basis}


def _fixes(line: Line, shown: Shown) -> Iterator[Fix]:
    found = line.suggestion
    if found is not None and found.stage is not None:
        yield Fix(_stage(found, shown.language), path=shown.behind_path, smallest=True)
    deed = lift(line)
    if deed:
        minutes = -(-(line.worst_us or 0) // MINUTE)
        time = formats.working(timedelta(minutes=minutes), shown.language)
        text = _said(PROMISE, shown.language) % {"time": time}
        smallest = found is not None and found.stage is None
        yield Fix(text, deed if shown.deeds else "", smallest=smallest)


def lift(line: Line) -> str:
    """The deed that promises what can always be kept; empty where no promise can, or where the
    promise is a clause about the hour of arrival and no cell of the grid."""
    if line.worst_us is None or line.arriving == "outside" or (line.slack_us or 0) >= 0:
        return ""
    minutes = -(-line.worst_us // MINUTE)
    return deeds.lift(line.ticket_type, line.priority, line.metric, minutes * MINUTE)


def _stage(found: Suggestion, language: Language) -> str:
    time = "" if found.to_us is None else formats.working(_span(found.to_us), language)
    message = HOURS if found.to_us is None else WITHIN
    return _said(message, language) % {"stage": found.stage, "time": time}


def _all_fixed(promises: Iterable[Promise]) -> str:
    """Every broken promise lifted by one button; empty for fewer than two."""
    broken = (fix.deed for each in promises if each.verdict == "not_kept" for fix in each.fixes)
    lifts = [deed for deed in broken if deed]
    return deeds.JOINT.join(lifts) if len(lifts) > 1 else ""


def _nobody(found: Sequence[Unattended], language: Language) -> Iterator[str]:
    """The hours of most weeks, each once; a holiday's are in the timeline."""
    hours = {each for one in found for each in one.hours if each.times > RARELY}
    for each in sorted(hours, key=lambda each: each.opens_us):
        day = formats.weekday(each.opens_us // DAY, language)
        until = formats.weekday((each.closes_us - 1) // DAY, language)
        said = {
            "days": day if day == until else f"{day}–{until}",
            "opens": _clock(each.opens_us),
            "closes": _clock(each.closes_us),
        }
        yield _said(NOBODY, language) % said


def _clock(since_monday: int) -> str:
    minutes = since_monday % DAY // MINUTE
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _said(message: str, language: Language) -> str:
    return locale.gettext(language, message) if message else ""


def _span(microseconds: int) -> timedelta:
    return timedelta(microseconds=microseconds)
