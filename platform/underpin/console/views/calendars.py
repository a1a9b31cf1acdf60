"""Calendars: working hours drawn as a week, and the days that are unlike others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A weekday; bars as (x, width) of 1000 for its 24 hours."""

    name: str
    bars: tuple[tuple[int, int], ...]
    hours: str
    worked: timedelta


@dataclass(frozen=True, slots=True)
class DayCell:
    """`kind` is open, closed, holiday or override, none for what is no day of the span; `name` what
    is celebrated, `day` the date in full."""

    number: str
    kind: str
    name: str
    worked: timedelta
    day: str = ""


@dataclass(frozen=True, slots=True)
class CalendarCard:
    name: str
    number: int
    zone: str
    path: str
    week: tuple[WeekRow, ...]
    ahead: tuple[tuple[DayCell, ...], ...]
    warnings: tuple[str, ...] = ()
    holidays_of: str = ""


@dataclass(frozen=True, slots=True)
class CalendarsPage:
    """`client` is empty for the provider's own; `typed` of a new one, which `path` takes, empty for
    who may write none."""

    shell: Shell
    client: str
    back: str
    cards: tuple[CalendarCard, ...]
    path: str
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """One calendar with its form. `shown` is what is typed, or what is kept while that cannot be
    read; `amend_path` drafts the amendments of what counts on an older version, empty where
    nothing does. `refresh_path` takes changed holidays over, empty for who may not and where none
    are listed; `current`: that was asked, and nothing differs."""

    shell: Shell
    client: str
    back: str
    shown: CalendarCard
    typed: Mapping[str, str]
    path: str
    check_path: str
    amend_path: str = ""
    problem: str = ""
    draft: bool = False
    refresh_path: str = ""
    current: bool = False
