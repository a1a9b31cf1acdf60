"""How many came, how many were done, and what is left lying."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from datetime import datetime, timedelta

from underpin.desk.reports import measure
from underpin.desk.reports.item import About, Course, Turn
from underpin.desk.reports.measure import Measure

DAY = timedelta(days=1)
AGES = ((0, 1), (1, 3), (3, 7), (7, 30), (30, None))
"""In days since a ticket was raised: from the first, until before the second."""


def turns(courses: Iterable[Course], since: datetime, until: datetime) -> Iterator[Turn]:
    """What happened to them in the period: each is raised in one month, and resolved in its own."""
    for course in courses:
        about = {each.name: getattr(course, each.name) for each in fields(About)}
        if since <= course.at < until:
            yield Turn(**about, resolved=False)
        if course.resolved_at is not None and since <= course.resolved_at < until:
            yield Turn(**about | {"at": course.resolved_at}, resolved=True)


def volume(days: Callable[[str | None], int]) -> tuple[Measure[Turn], ...]:
    """`days` of the period that are a group's, by its key. `fixed`: what was resolved for a hundred
    that were raised."""

    def raised(turn: Turn) -> bool:
        return not turn.resolved

    def resolved(turn: Turn) -> bool:
        return turn.resolved

    return (
        Measure("raised", "count", raised, measure.count),
        Measure("resolved", "count", resolved, measure.count),
        Measure("a_day", "number", raised, measure.count, over=days),
        Measure("fixed", "percent", resolved, measure.share_of(raised)),
    )


def backlog(at: datetime) -> tuple[Measure[Course], ...]:
    """Of what was open at that instant, by its age then."""

    def open_(course: Course) -> bool:
        return course.at < at and (course.resolved_at is None or course.resolved_at >= at)

    def age(course: Course) -> timedelta:
        return at - course.at

    def aged(least: int, below: int | None) -> Callable[[Course], bool]:
        return lambda course: (
            open_(course)
            and at - course.at >= least * DAY
            and (below is None or at - course.at < below * DAY)
        )

    return (
        Measure("open", "count", open_, measure.count),
        *(
            Measure(f"aged_{least}", "count", aged(least, below), measure.count)
            for least, below in AGES
        ),
        Measure("oldest", "duration", open_, measure.percentile(100, age), age),
    )
