"""What somebody wants a report of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from underpin.desk.reports import grouping
from underpin.kernel.errors import Malformed

LONGEST: Final = timedelta(days=800)
MOST: Final = 20_000
"""Things counted while a page waits; the worker counts more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """From `since` until before `until`, in groups by `by`; what narrows it is met together.
    `vendor_id`: only tickets with a case at that vendor; `team_id`: only of agents who are in that
    team. `most` things, or it is too much."""

    since: datetime
    until: datetime
    by: str = grouping.MONTH
    tenants: tuple[int, ...] = ()
    service_id: UUID | None = None
    priority: str | None = None
    type: str | None = None
    tier: int | None = None
    agent_id: UUID | None = None
    vendor_id: UUID | None = None
    team_id: UUID | None = None
    most: int = MOST


def checked(asked: Asked) -> Asked:
    """The same. Raises Malformed."""
    if not asked.since < asked.until <= asked.since + LONGEST:
        raise Malformed("until: after since, by 800 days at most.", field="until")
    return asked


def replaced(asked: Asked, since: datetime, until: datetime) -> Asked:
    """The same of another time."""
    return replace(asked, since=since, until=until)
