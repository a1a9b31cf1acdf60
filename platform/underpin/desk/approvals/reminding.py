"""When whoever has not decided is reminded: at half of the time, and when a tenth is left. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

SHORTEST: Final = timedelta(hours=1)
LONGEST: Final = timedelta(days=366)
USUAL: Final = timedelta(days=5)


def moments(asked_at: datetime, deadline: datetime) -> tuple[datetime, ...]:
    """In order; none where there is less than an hour to decide in."""
    given = deadline - asked_at
    if given < SHORTEST:
        return ()
    return (asked_at + given / 2, deadline - given / 10)
