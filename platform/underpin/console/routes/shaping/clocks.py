"""Clocks with the sums that explain them."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from contracts.clocks.clock_view import ClockView, SpanView, Stretch
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
Reason = Callable[[str], str]
NOTHING = timedelta(0)
LAST_SPANS = 40
"""Of a long story only the end is shown; the sums in it are of the whole."""


def promised(found: Iterable[ClockView], say: Reason) -> tuple[views.Clock, ...]:
    """The SLA's, the most urgent first."""
    return _shown([each for each in found if each.kind == "SLA"], say)


def of_tiers(found: Iterable[ClockView], say: Reason) -> tuple[views.Clock, ...]:
    """The OLAs', each with its tier."""
    return _shown([each for each in found if each.kind == "OLA"], say)


def of_case(found: Iterable[ClockView], case_id: object, say: Reason) -> tuple[views.Clock, ...]:
    """The UC's of one vendor case."""
    own = [each for each in found if each.kind == "UC" and each.holder == str(case_id)]
    return _shown(own, say)


def _shown(found: Sequence[ClockView], say: Reason) -> tuple[views.Clock, ...]:
    kept = [each for each in found if each.outcome != "released" and _worth(each, found)]
    return tuple(_clock(each, say) for each in sorted(kept, key=_urgency))


def _worth(one: ClockView, found: Sequence[ClockView]) -> bool:
    """Of exchanges asked again and again, the newest and those that were missed."""
    if one.metric not in EXCHANGES or one.outcome == "breached":
        return True
    same = [each.number for each in found if (each.metric, each.holder) == (one.metric, one.holder)]
    return one.number == max(same)


def _urgency(one: ClockView) -> tuple[bool, bool, datetime]:
    live = one.state in LIVE
    return (not live, live and one.due_at is None, one.due_at or one.started_at)


def _clock(one: ClockView, say: Reason) -> views.Clock:
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
        spans=_told(one, say)[-LAST_SPANS:],
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
    return "risk" if one.warned else "ok"


def _told(one: ClockView, say: Reason) -> tuple[views.Span, ...]:
    """Up to its end; of one that has not ended, the last stretch goes on."""
    spans = list(one.spans)
    while one.state not in LIVE and spans and spans[-1].kind == "stopped":
        spans.pop()
    told = list(_spans(spans, one.counted, say))
    if one.state in LIVE and told:
        told[-1] = replace(told[-1], end=None)
    return tuple(told)


def _spans(
    spans: Sequence[SpanView], counted: Sequence[Stretch], say: Reason
) -> Iterator[views.Span]:
    """Working stretches as they were counted, and what lay between them, without a gap."""
    total = NOTHING
    for span in spans:
        if span.kind != "running":
            yield views.Span("pause", span.start, span.end, NOTHING, total, say(span.why))
            continue
        reached = span.start
        for stretch in _within(span, counted):
            if reached < stretch.start:
                yield views.Span("closed", reached, stretch.start, NOTHING, total)
            before, total, reached = total, _span(stretch.total_us), stretch.end
            yield views.Span("work", stretch.start, stretch.end, total - before, total)
        if reached < span.end:
            yield views.Span("closed", reached, span.end, NOTHING, total)


def _within(span: SpanView, counted: Sequence[Stretch]) -> list[Stretch]:
    return [each for each in counted if span.start <= each.start < span.end]


def reason(category: str, language: Language) -> Reason:
    """A clock is paused by a ticket's state, in the reader's words where it is one."""

    def say(why: str) -> str:
        return words.word(why, category, language) if why in words.STATE else why

    return say


def _span(microseconds: int) -> timedelta:
    return timedelta(microseconds=microseconds)
