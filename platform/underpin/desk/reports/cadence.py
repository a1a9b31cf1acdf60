"""When a kept report is sent next. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

CADENCES: Final = ("weekly", "monthly")
HOUR: Final = time(7)
"""By the reader's clock: of a Monday, or of a month's first day."""


def following(cadence: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The first such morning after `now`."""
    day = now.astimezone(zone).date()
    while True:
        day += timedelta(days=1)
        if (day.weekday() == 0) if cadence == "weekly" else (day.day == 1):
            return datetime.combine(day, HOUR, zone)
