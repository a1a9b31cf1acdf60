"""Clocks with the sums that explain them."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from contracts.clock_view import ClockView, SpanView
from underpin.console import views, words
from underpin.console.views.clock import ClockState, Level, Metric
from underpin.console.views.shell import Language

LIVE = frozenset({"running", "never", "paused"})
EXCHANGES = frozenset({"next_reply", "next_update", "update"})
ENDED: dict[str, ClockState] = {
    "met": "met",
    "breached": "breached",
    "withdrawn": "withdrawn",
    "merged": "merged",
}
LAST_SPANS = 40
"""Of a long story only the end is shown; the sums in it are of the whole."""


def promised(found: Iterable[ClockView], language: Language) -> tuple[views.Clock, ...]:
    """The SLA's, the most urgent first."""
    return _shown([each for each in found if each.kind == "SLA"], language)


def of_tiers(found: Iterable[ClockView], language: Language) -> tuple[views.Clock, ...]:
    """The OLAs', each with its tier."""
    return _shown([each for each in found if each.kind == "OLA"], language)


def of_case(
    found: Iterable[ClockView], case_id: object, language: Language
) -> tuple[views.Clock, ...]:
    """The UC's of one vendor case."""
    own = [each for each in found if each.kind == "UC" and each.holder == str(case_id)]
    return _shown(own, language)


def _shown(found: Sequence[ClockView], language: Language) -> tuple[views.Clock, ...]:
    kept = [each for each in found if each.outcome != "released" and _worth(each, found)]
    return tuple(_clock(each, language) for each in sorted(kept, key=_urgency))


def _worth(one: ClockView, found: Sequence[ClockView]) -> bool:
    """Of exchanges asked again and again, the newest and those that were missed."""
    if one.metric not in EXCHANGES or one.outcome == "breached":
        return True
    same = [each.number for each in found if (each.metric, each.holder) == (one.metric, one.holder)]
    return one.number == max(same)


def _urgency(one: ClockView) -> tuple[bool, bool, datetime]:
    live = one.state in LIVE
    return (not live, live and one.due_at is None, one.due_at or one.started_at)


def _clock(one: ClockView, language: Language) -> views.Clock:
    return views.Clock(
        metric=typing.cast(Metric, one.metric),
        state=_state(one),
        used=_span(one.used_us),
        allowed=_span(one.allowed_us),
        countdown=_countdown(one),
        calendar=one.calendar,
        agreement=one.agreement,
        started=one.started_at,
        ended=one.ended_at,
        spans=tuple(_spans(one, language))[-LAST_SPANS:],
        holder=one.holder if one.kind == "OLA" else "",
    )


def _state(one: ClockView) -> ClockState:
    if one.state in LIVE:
        return "paused" if one.state == "paused" else "running"
    return ENDED.get(one.outcome, "stopped")


def _countdown(one: ClockView) -> views.Countdown:
    return views.Countdown(
        level=_level(one),
        metric=typing.cast(Metric, one.metric),
        due=one.due_at,
        warn=one.next_warning_at,
        breach=one.breach_at,
        left=_span(max(one.left_us, 0)) if one.state == "paused" else None,
        zone=one.time_zone,
    )


def _level(one: ClockView) -> Level:
    if one.state not in LIVE:
        return "none"
    if one.outcome == "breached":
        return "breached"
    if one.state == "paused":
        return "paused"
    return "risk" if one.next_warning_at is None and 4 * one.left_us <= one.allowed_us else "ok"


def _spans(one: ClockView, language: Language) -> Iterator[views.Span]:
    """Working stretches as they were counted, and in their order what lay between."""
    total = timedelta(0)
    for span in one.spans:
        if span.kind != "running":
            yield _pause(span, total, language)
            continue
        for stretch in one.counted:
            if span.start <= stretch.start < span.end:
                sum_so_far = _span(stretch.total_us)
                counted = sum_so_far - total
                yield views.Span("work", stretch.start, stretch.end, counted, sum_so_far)
                total = sum_so_far


def _pause(span: SpanView, total: timedelta, language: Language) -> views.Span:
    return views.Span("pause", span.start, span.end, timedelta(0), total, _reason(span, language))


def _reason(span: SpanView, language: Language) -> str:
    """A clock is paused by a ticket's state, in the reader's words where it is one."""
    return words.word(span.why, "state", language) if span.why in words.STATE else span.why


def _span(microseconds: int) -> timedelta:
    return timedelta(microseconds=microseconds)
