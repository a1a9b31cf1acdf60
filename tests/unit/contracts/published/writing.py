"""How the published agreements are written down here: their calendars, and short forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.agreements.agreed import Content, Target
from contracts.agreements.clause import Kind
from contracts.agreements.credit_clause import Band
from contracts.calendars import calendar_definition
from contracts.instant import HOUR

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
EVERY_DAY = (*WORKDAYS, "sat", "sun")
ALWAYS, OFFICE, EARLY_AND_LATE, LONG, EVERY, LUNCH, PRAGUE = (UUID(int=n) for n in range(1, 8))


def week(days: tuple[str, ...], *hours: tuple[str, str], zone: str = "Europe/London") -> Any:
    return {"time_zone": zone, "week": {day: [list(each) for each in hours] for day in days}}


CALENDARS: Mapping[UUID, Any] = {
    ALWAYS: calendar_definition.to_json(calendar_definition.ALWAYS),
    OFFICE: week(WORKDAYS, ("09:00", "17:00")),
    EARLY_AND_LATE: week(WORKDAYS, ("08:00", "22:00"), zone="Europe/Warsaw"),
    LONG: week(WORKDAYS, ("09:00", "18:00")),
    EVERY: week(EVERY_DAY, ("08:30", "17:00")),
    LUNCH: week(WORKDAYS, ("09:00", "12:30"), ("13:00", "17:00")),
    PRAGUE: week(WORKDAYS, ("08:00", "20:00"), zone="Europe/Prague"),
}


@dataclass(frozen=True)
class Published:
    """`place` in the file of published figures, under a name of our own.

    `levels`: by their order there, the ticket type and priority each is written as. `day`: what
    one of its days comes to in working time. `part`: where its levels stand, if not at the top.
    `refused`: what is said of its holes, for those that have some.
    """

    place: int
    name: str
    kind: Kind
    content: Content
    levels: tuple[tuple[str, str], ...] = ()
    day: int = 8 * HOUR
    part: str = ""
    percents: tuple[str, ...] = ()
    refused: tuple[str, ...] = field(default=())


def incidents(count: int) -> tuple[tuple[str, str], ...]:
    return tuple(("incident", f"P{number}") for number in range(1, count + 1))


def level(
    priority: str, ticket_type: str = "incident", calendar: UUID | None = None, **allowed: int
) -> tuple[Target, ...]:
    return tuple(
        Target(metric, ticket_type, priority, time, calendar_version_id=calendar)
        for metric, time in allowed.items()
    )


def band(low: str, high: str, credit: str, *, included: str = "low") -> Band:
    """`included` names the bounds that belong to it: low, high, both or neither."""
    return Band(
        *(Decimal(low), included in ("low", "both")),
        *(Decimal(high), included in ("high", "both")),
        Decimal(credit),
    )
