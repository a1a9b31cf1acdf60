"""How long clients waited for an answer, and for the end: by the clock on the wall, and in working
time as their agreement counts it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from underpin.desk.reports import measure
from underpin.desk.reports.item import Course
from underpin.desk.reports.measure import Kind, Measure


def _answered(course: Course) -> bool:
    return course.trail.first_answer_at is not None


def _until_answer(course: Course) -> timedelta:
    return (course.trail.first_answer_at or course.at) - course.at


def _resolved(course: Course) -> bool:
    return course.resolved_at is not None


def _until_end(course: Course) -> timedelta:
    return (course.resolved_at or course.at) - course.at


def _decided(metric: str) -> Callable[[Course], bool]:
    return lambda course: metric in course.working


def _worked(metric: str) -> Callable[[Course], timedelta]:
    return lambda course: course.working[metric]


def _both(
    name: str, picks: Callable[[Course], bool], of: Callable[[Course], timedelta]
) -> Iterator[Measure[Course]]:
    for label, percent in (("median", 50), ("p90", 90)):
        reckon = measure.percentile(percent, of)
        kind: Kind = "working" if name == "working" else "duration"
        yield Measure(f"{name}_{label}", kind, picks, reckon, of)


FIRST_RESPONSE: tuple[Measure[Course], ...] = (
    Measure("raised", "count", measure.every, measure.count),
    Measure("answered", "count", _answered, measure.count),
    *_both("wall", _answered, _until_answer),
    *_both("working", _decided("first_response"), _worked("first_response")),
)
RESOLUTION: tuple[Measure[Course], ...] = (
    Measure("resolved", "count", _resolved, measure.count),
    *_both("wall", _resolved, _until_end),
    *_both("working", _decided("resolution"), _worked("resolution")),
)
