"""The open stretches of one calendar in one year of UTC."""

from array import array
from itertools import accumulate
from operator import sub

from contracts.calendars import zone
from contracts.calendars.calendar_pattern import Pattern
from contracts.calendars.calendar_stretches import Stretches


def build(pattern: Pattern, time_zone: str, year: int) -> Stretches:
    """The stretches, in microseconds from the beginning of the year in UTC.

    Wall-clock intervals are laid over each stretch of constant offset, date by date. That makes the
    meaning pointwise: minutes the clocks skip never occur, minutes they repeat count twice.
    """
    origin = zone.start_of_year(year)
    starts: list[int] = []
    ends: list[int] = []
    for begins, stops, offset in zone.segments(time_zone, year):
        shift = origin + offset
        for opens, closes in pattern.between(begins + offset, stops + offset):
            if ends and opens - shift == ends[-1]:
                ends[-1] = closes - shift
            else:
                starts.append(opens - shift)
                ends.append(closes - shift)
    sums = accumulate(map(sub, ends, starts), initial=0)
    return Stretches(array("q", starts), array("q", sums))  # a quarter of a list's memory
