"""How tickets were handled: at once or by many hands, for good or not, and who did how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from uuid import UUID

from underpin.desk.reports import measure
from underpin.desk.reports.item import Course, Work
from underpin.desk.reports.measure import Measure

ALERT = "alert"
WEEK = timedelta(weeks=1)


def _of_people(course: Course) -> bool:
    return course.channel != ALERT


def at_first_contact(course: Course) -> bool:
    """Raised by a person, handed over to nobody, answered once at most before it was resolved, and
    not opened again."""
    trail = course.trail
    return (
        _of_people(course)
        and trail.hand_overs == 0
        and trail.answers <= 1
        and trail.reopenings == 0
    )


def _reopened(course: Course) -> bool:
    return course.trail.reopenings > 0


def _handed_over(course: Course) -> bool:
    return course.trail.hand_overs > 0


def _hand_overs(course: Course) -> int:
    return course.trail.hand_overs


def _returned(course: Course) -> bool:
    return course.trail.returns > 0


QUALITY: tuple[Measure[Course], ...] = (
    Measure("resolved", "count", measure.every, measure.count),
    Measure("first_contact", "count", at_first_contact, measure.count),
    Measure("first_contact_rate", "percent", at_first_contact, measure.share_of(_of_people)),
    Measure("reopened", "count", _reopened, measure.count),
    Measure("reopen_rate", "percent", _reopened, measure.share),
)
HAND_OVERS: tuple[Measure[Course], ...] = (
    Measure("resolved", "count", measure.every, measure.count),
    Measure("handed_over", "count", _handed_over, measure.count),
    Measure(
        "hand_overs_each",
        "number",
        measure.every,
        measure.mean(_hand_overs),
        _hand_overs,
    ),
    Measure("returned", "count", _returned, measure.count),
    Measure("return_rate", "percent", _returned, measure.share),
)


def load(capacity: Mapping[UUID, int]) -> tuple[Measure[Work], ...]:
    """Minutes by who worked them; `capacity`: how many minutes each had to give in the period."""

    def utilised(picked: Sequence[Work], every: Sequence[Work]) -> Fraction | None:
        people = {work.agent_id for work in every if work.agent_id is not None}
        minutes = sum(capacity.get(person, 0) for person in people)
        return Fraction(100 * sum(work.worked for work in picked), minutes) if minutes else None

    return (
        Measure("tickets", "count", measure.every, _tickets, once=True),
        Measure("worked", "minutes", measure.every, measure.total(_worked), _worked),
        Measure("utilised", "percent", measure.every, utilised),
        Measure("billable", "minutes", _posted, measure.total(_billable), _billable),
        Measure("unposted", "minutes", _unposted, measure.total(_worked), _worked),
    )


def _worked(work: Work) -> int:
    return work.worked


def _billable(work: Work) -> int:
    return work.billable


def _posted(work: Work) -> bool:
    return work.posted


def _unposted(work: Work) -> bool:
    return not work.posted


def _tickets(picked: Sequence[Work], every: Sequence[Work]) -> int:
    return len({(work.tenant_id, work.ticket_id) for work in picked})


def capacity(
    since: datetime, until: datetime, away: Mapping[UUID, timedelta], weekly: Mapping[UUID, int]
) -> Mapping[UUID, int]:
    """Their minutes of each week in the period, less the share of it that somebody was away."""
    whole = until - since
    return {
        person: (whole - min(whole, away.get(person, timedelta()))) * minutes // WEEK
        for person, minutes in weekly.items()
    }
