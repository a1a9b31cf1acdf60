"""When an invoice is due: so many days net, on that day or at the end of its month. Pure."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Term:
    """30 days net is Term(30); "30 days, end of month" Term(30, end_of_month=True)."""

    days: int
    end_of_month: bool = False


def due_on(issued: date, term: Term) -> date:
    """The last day on which it may be paid; the day after it is overdue."""
    day = issued + timedelta(days=term.days)
    if not term.end_of_month:
        return day
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
