"""How a ticket's next due stands, as a chip."""

from __future__ import annotations

import typing
from datetime import datetime

from underpin.console.views.clock import Countdown, Level, Metric

PAUSING = frozenset({"waiting_client", "scheduled"})


class Due(typing.Protocol):
    """What a ticket's row says of its next due."""

    @property
    def state(self) -> str: ...
    @property
    def next_due(self) -> datetime | None: ...
    @property
    def next_metric(self) -> str | None: ...
    @property
    def next_warn_at(self) -> datetime | None: ...
    @property
    def breached(self) -> bool: ...


def of(row: Due, now: datetime, zone: str) -> Countdown:
    """`zone` is shown on hover, beside the reader's own when it differs."""
    return Countdown(
        level(row, now),
        metric=typing.cast(Metric | None, row.next_metric),
        due=row.next_due,
        warn=row.next_warn_at,
        zone=zone,
    )


def level(row: Due, now: datetime) -> Level:
    """A breach keeps its badge, whatever is due next (PRACTICE 21)."""
    if row.breached:
        return "breached"
    if row.next_due is None:
        return "paused" if row.state in PAUSING else "none"
    risky = row.next_due <= now or (row.next_warn_at is not None and row.next_warn_at <= now)
    return "risk" if risky else "ok"
