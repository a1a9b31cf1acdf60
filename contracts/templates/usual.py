"""What a first template begins as: office hours, usual times by priority. To be changed in the
editor before anybody approves it. Pure."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from contracts.agreements.agreed import Content, Target
from contracts.agreements.clause import USUAL
from contracts.templates.template_body import TemplateBody, TemplateCalendar

HOUR: Final = timedelta(hours=1)
MICROSECOND: Final = timedelta(microseconds=1)
DAYS: Final = ("mon", "tue", "wed", "thu", "fri")
OPEN: Final = [["09:00", "17:00"]]
WARN: Final = (75, 90)
COMMITTED: Final = Decimal(95)
PROMISED: Final = {
    "P1": (HOUR / 2, 4 * HOUR),
    "P2": (HOUR, 8 * HOUR),
    "P3": (2 * HOUR, 24 * HOUR),
    "P4": (4 * HOUR, 40 * HOUR),
    "P5": (8 * HOUR, 80 * HOUR),
}
"""First response and resolution, in working time."""


def body(calendar: UUID, name: str) -> TemplateBody:
    """With one calendar, called so."""
    hours = TemplateCalendar(calendar, name, {"week": dict.fromkeys(DAYS, OPEN)})
    targets = tuple(
        Target(metric, kind, priority, allowed // MICROSECOND, WARN)
        for kind in USUAL
        for priority, promised in PROMISED.items()
        for metric, allowed in zip(("first_response", "resolution"), promised, strict=True)
    )
    return TemplateBody((hours,), Content(calendar, targets), COMMITTED)
