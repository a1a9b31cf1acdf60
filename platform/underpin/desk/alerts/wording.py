"""What is written into a ticket of alerts, for those who work it: plain text, links shown and never
opened. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from underpin.desk.alerts.told import Told

LISTED: Final = 20
LONGEST: Final = 8_000


def opening(source: str, told: Told) -> str:
    """All that the tool said."""
    lines = [
        f"{source} says: {told.title}",
        _when(told),
        f"Severity: {told.severity or 'not said'}",
    ]
    lines += [told.text] if told.text and told.text != told.title else []
    lines += [f"{name}: {value}" for name, value in told.labels]
    lines += [f"Link (not opened by us): {told.link}"] if told.link else []
    return "\n".join(lines)[:LONGEST]


def _when(told: Told) -> str:
    return f"Since {_time(told.started_at)}" if told.started_at else "Since: not said"


def again(told: Told) -> str:
    return f"Fires again: {told.title}"


def joined(source: str, told: Sequence[Told]) -> str:
    """More alerts in the same matter."""
    lines = [f"{source} says, of the same matter:", *(f"- {each.title}" for each in told[:LISTED])]
    return "\n".join([*lines, *_more(len(told) - LISTED)])[:LONGEST]


def flapping(quiet: timedelta) -> str:
    return (
        "This alert keeps changing between firing and over. That is not said again; it counts as "
        f"over once it has been quiet for {_minutes(quiet)}."
    )


def recovered(quiet: timedelta) -> str:
    return f"Over, and quiet for {_minutes(quiet)}. Nobody had touched the ticket: resolved."


def left(quiet: timedelta) -> str:
    return f"Over, and quiet for {_minutes(quiet)}. Somebody is on it: left as it is."


def storm_subject(source: str) -> str:
    return f"Alert storm: {source}"[:300]


def storm(counted: Sequence[tuple[str, int]]) -> str:
    """What the storm is made of."""
    lines = [f"{sum(many for _, many in counted)} alerts so far in this storm:"]
    lines += [f"{many} x {title}" for title, many in counted[:LISTED]]
    return "\n".join([*lines, *_more(len(counted) - LISTED)])[:LONGEST]


def _more(many: int) -> list[str]:
    return [f"and {many} more"] if many > 0 else []


def _minutes(span: timedelta) -> str:
    minutes = span // timedelta(minutes=1)
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S UTC")
