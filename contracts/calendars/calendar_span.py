"""The years of one calendar that have been compiled so far, end to end."""

import calendar as gregorian
from dataclasses import dataclass
from typing import Final, NamedTuple

from contracts.calendars import calendar_year, zone
from contracts.calendars.calendar_definition import Definition
from contracts.calendars.calendar_pattern import Pattern
from contracts.calendars.calendar_stretches import Stretches

FIRST_YEAR: Final = 2
LAST_YEAR: Final = 9998
_ORIGIN: Final = 2026
_NEAR: Final = range(2000, 2060)


@dataclass(frozen=True, slots=True)
class Near:
    """The years most questions are about, in one piece: instants, and F at them."""

    start: int
    end: int
    stretches: Stretches


class Span(NamedTuple):
    """Consecutive years; ``starts`` and ``before`` have one entry more, for the end.

    ``before[i]`` is the working time from the beginning of 2026 to that of the i-th year, so it
    stays the same however far the span is extended.
    """

    first: int
    starts: list[int]
    before: list[int]
    years: list[Stretches]

    @property
    def last(self) -> int:
        return self.first + len(self.years) - 1

    def near(self) -> Near:
        low = max(_NEAR.start - self.first, 0)
        high = min(_NEAR.stop - self.first, len(self.years))
        starts: list[int] = []
        before: list[int] = []
        for at in range(low, high):
            origin, worked, year = self.starts[at], self.before[at], self.years[at]
            starts.extend(origin + opens for opens in year.starts)
            before.extend(worked + earlier for earlier in year.before[:-1])
        before.append(self.before[high])
        return Near(self.starts[low], self.starts[high], Stretches(starts, before))


class Years:
    """Builds years on demand, and far ones from their likes.

    From 2100 on (and before 1800) zones follow rules by weekday alone, so two years that begin on
    the same weekday, are of one length and hold no date of their own have the same open stretches:
    reaching the end of the horizon costs fourteen years, not eight thousand.
    """

    def __init__(self, definition: Definition) -> None:
        self._time_zone = definition.time_zone
        self._pattern = Pattern(definition)
        self._built: dict[tuple[int, ...], Stretches] = {}

    def origin(self) -> Span:
        return self._extended(Span(_ORIGIN, [zone.start_of_year(_ORIGIN)], [0], []), _ORIGIN)

    def reaching(self, span: Span, year: int) -> Span:
        """The span extended to hold this year as well, which lies within the horizon."""
        return self._extended(self._preceded(span, year), year)

    def _extended(self, span: Span, year: int) -> Span:
        starts, before, years = list(span.starts), list(span.before), list(span.years)
        for added in range(span.last + 1, year + 1):
            built = self._year(added)
            years.append(built)
            starts.append(zone.start_of_year(added + 1))
            before.append(before[-1] + built.before[-1])
        return Span(span.first, starts, before, years)

    def _preceded(self, span: Span, year: int) -> Span:
        if year >= span.first:
            return span
        years = [self._year(added) for added in range(year, span.first)]
        starts = [zone.start_of_year(added) for added in range(year, span.first)]
        before = [span.before[0]]
        for built in reversed(years):
            before.append(before[-1] - built.before[-1])
        return Span(year, starts + span.starts, before[:0:-1] + span.before, years + span.years)

    def _year(self, year: int) -> Stretches:
        kind = self._kind(year)
        if kind not in self._built:
            self._built[kind] = calendar_year.build(self._pattern, self._time_zone, year)
        return self._built[kind]

    def _kind(self, year: int) -> tuple[int, ...]:
        settled = year < zone.SETTLED_BEFORE or year >= zone.SETTLED_FROM
        around = {year - 1, year, year + 1}
        if not settled or not self._pattern.special_years.isdisjoint(around):
            return (year,)
        return (
            gregorian.weekday(year, 1, 1),
            gregorian.isleap(year),
            year >= zone.SETTLED_FROM,
            self._pattern.valid_in(year),
        )
