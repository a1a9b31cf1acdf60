"""When somebody is mailed what waits for them: gathered over their interval, and not in their quiet
hours. Pure. A page asks neither (PRACTICE 24)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from contracts.calendars import zone

Hours = tuple[time | None, time | None]
SATURDAY: Final = 5
ROUNDS: Final = 16
"""More than the quiet hours that can follow upon each other within a week."""


@dataclass(frozen=True, slots=True)
class House:
    """What holds for everybody besides, by the wall clock of each one's own zone."""

    quiet_from: time | None = None
    quiet_to: time | None = None
    weekends: bool = False


NO_HOUSE: Final = House()


@dataclass(frozen=True, slots=True)
class Wishes:
    """`quiet_from` to `quiet_to` by the wall clock of `time_zone`, over midnight where it ends
    before it begins; None: never quiet. `digest_minutes` 0: as soon as there is something."""

    time_zone: str = "UTC"
    digest_minutes: int = 15
    quiet_from: time | None = None
    quiet_to: time | None = None
    house: House = NO_HOUSE


ALWAYS: Final = Wishes(digest_minutes=0)


def next_mail(wishes: Wishes, now: datetime) -> datetime:
    """When what begins to wait now is mailed."""
    return after_quiet(wishes, now + timedelta(minutes=wishes.digest_minutes))


def after_quiet(wishes: Wishes, moment: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours it lies in, one's own and the house's.
    Where those leave no hour of the week, one's own alone are kept: it is mailed in the end."""
    own = (wishes.quiet_from, wishes.quiet_to)
    if wishes.house == NO_HOUSE:
        return _after(own, moment, wishes.time_zone)
    found = moment
    for _ in range(ROUNDS):
        later = _after(own, _after_house(wishes, found), wishes.time_zone)
        if later == found:
            return found
        found = later
    return _after(own, moment, wishes.time_zone)


def _after_house(wishes: Wishes, moment: datetime) -> datetime:
    house = wishes.house
    local = moment.astimezone(zone.named(wishes.time_zone))
    if house.weekends and local.weekday() >= SATURDAY:
        monday = local.date() + timedelta(days=7 - local.weekday())
        moment = datetime.combine(monday, time(), local.tzinfo).astimezone(UTC)
    return _after((house.quiet_from, house.quiet_to), moment, wishes.time_zone)


def _after(hours: Hours, moment: datetime, time_zone: str) -> datetime:
    start, end = hours
    if start is None or end is None:
        return moment
    local = moment.astimezone(zone.named(time_zone))
    if not _within(local.time(), start, end):
        return moment
    day = local.date() + timedelta(days=local.time() >= end)
    return datetime.combine(day, end, local.tzinfo).astimezone(UTC)


def _within(clock: time, start: time, end: time) -> bool:
    return start <= clock < end if start <= end else clock >= start or clock < end
