"""A calendar drawn as a week, and its coming days. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from contracts.calendars import calendar_definition
from contracts.calendars.calendar_ahead import Ahead, DayAhead
from contracts.instant import DAY
from underpin.console import formats
from underpin.console.views.calendars import DayCell, WeekRow
from underpin.console.views.shell import Language

WIDTH: Final = 1000
WEEK: Final = 7


def week(definition: Mapping[str, Any], language: Language) -> tuple[WeekRow, ...]:
    """One row for each weekday from Monday; bars of 1000 for its 24 hours, breaks taken off are
    told apart by the days themselves."""
    read = calendar_definition.from_json(definition)
    return tuple(
        WeekRow(
            formats.weekday(number, language),
            tuple((start * WIDTH // DAY, (end - start) * WIDTH // DAY) for start, end in day),
            ", ".join(f"{_clock(start)}–{_clock(end)}" for start, end in day),
            timedelta(microseconds=sum(end - start for start, end in day)),
        )
        for number, day in enumerate(read.week)
    )


def ahead(found: Ahead, language: Language) -> tuple[tuple[DayCell, ...], ...]:
    """In rows of weeks that begin on Monday; the days before the first are left out as None."""
    cells: list[DayCell | None] = [*([None] * found.days[0].day.weekday())] if found.days else []
    cells += [_cell(each, language) for each in found.days]
    return tuple(_rows(cells))


def _rows(cells: Sequence[DayCell | None]) -> Iterator[tuple[DayCell, ...]]:
    for start in range(0, len(cells), WEEK):
        row = cells[start : start + WEEK]
        yield tuple(each or DayCell("", "none", "", timedelta(0)) for each in row)


def _cell(each: DayAhead, language: Language) -> DayCell:
    kind = each.mark or ("open" if each.worked_us else "closed")
    name = ", ".join(each.names)
    day = formats.day(each.day, language)
    return DayCell(str(each.day.day), kind, name, timedelta(microseconds=each.worked_us), day)


def _clock(at: int) -> str:
    minutes = at * 24 * 60 // DAY
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
