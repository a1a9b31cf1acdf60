"""When somebody is mailed what waits for them: gathered over their interval, and not in their quiet
hours. Pure. A page asks neither (PRACTICE 24)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from contracts.calendars import zone


@dataclass(frozen=True, slots=True)
class Wishes:
    """`quiet_from` to `quiet_to` by the wall clock of `time_zone`, over midnight where it ends
    before it begins; None: never quiet. `digest_minutes` 0: as soon as there is something."""

    time_zone: str = "UTC"
    digest_minutes: int = 15
    quiet_from: time | None = None
    quiet_to: time | None = None


ALWAYS: Final = Wishes(digest_minutes=0)


def next_mail(wishes: Wishes, now: datetime) -> datetime:
    """When what begins to wait now is mailed."""
    return after_quiet(wishes, now + timedelta(minutes=wishes.digest_minutes))


def after_quiet(wishes: Wishes, moment: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours it lies in."""
    if wishes.quiet_from is None or wishes.quiet_to is None:
        return moment
    local = moment.astimezone(zone.named(wishes.time_zone))
    if not _within(local.time(), wishes.quiet_from, wishes.quiet_to):
        return moment
    day = local.date() + timedelta(days=local.time() >= wishes.quiet_to)
    return datetime.combine(day, wishes.quiet_to, local.tzinfo).astimezone(UTC)


def _within(clock: time, start: time, end: time) -> bool:
    return start <= clock < end if start <= end else clock >= start or clock < end
