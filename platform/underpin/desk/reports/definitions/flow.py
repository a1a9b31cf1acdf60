"""How many came, how many were done, and what is left lying."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction

from underpin.desk.reports import measure
from underpin.desk.reports.item import Course
from underpin.desk.reports.measure import Measure

DAY = timedelta(days=1)
AGES = ((0, 1), (1, 3), (3, 7), (7, 30), (30, None))
"""In days since a ticket was raised: from the first, until before the second."""


def volume(since: datetime, until: datetime) -> tuple[Measure[Course], ...]:
    """`fixed`: what was resolved for a hundred that were raised."""

    def raised(course: Course) -> bool:
        return since <= course.at < until

    def resolved(course: Course) -> bool:
        return course.resolved_at is not None and since <= course.resolved_at < until

    days = max(1, -(-(until - since) // DAY))
    return (
        Measure("raised", "count", raised, measure.count),
        Measure("resolved", "count", resolved, measure.count),
        Measure("a_day", "number", raised, _spread(days)),
        Measure("fixed", "percent", resolved, measure.share_of(raised)),
    )


def _spread(days: int) -> measure.Reckon[Course]:
    return lambda picked, every: Fraction(len(picked), days)


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
