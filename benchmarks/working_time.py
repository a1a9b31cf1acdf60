"""Working time against ``businesstimedelta``: the same office, holidays and questions, one run.

    python -m benchmarks.working_time

Prints microseconds per question and the ratio, and refuses to print any if the answers differ.
"""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from functools import partial
from typing import TypeAlias

import businesstimedelta
import pytz  # type: ignore[import-untyped]  # comes with businesstimedelta

from contracts import instant
from contracts.calendars import calendar, calendar_definition, holiday
from contracts.calendars.calendar import Calendar

ZONE = "Europe/Berlin"
FIRST_YEAR, LAST_YEAR = 2024, 2034
QUESTIONS = 200
ROUNDS = 5
AGAIN = 20
CLOCKS = 100_000


Questions: TypeAlias = Sequence[Callable[[], int | None]]


def main() -> None:
    ours, theirs = our_office(), their_office()
    chance = random.Random(2026)
    first = datetime(2026, 1, 1, tzinfo=UTC)
    starts = [first + timedelta(minutes=chance.randrange(365 * 1440)) for _ in range(QUESTIONS)]
    moments = [instant.of(start) for start in starts]

    compare(
        "add of 8 h",
        [partial(ours.add_inf, moment, 8 * instant.HOUR) for moment in moments],
        [partial(their_add, theirs, start) for start in starts],
    )
    compare(
        "between over 90 days",
        [partial(ours.between, moment, moment + 90 * instant.DAY) for moment in moments],
        [partial(their_between, theirs, start) for start in starts],
    )
    many(ours, chance)


def compare(name: str, ours: Questions, theirs: Questions) -> None:
    if [ask() for ask in ours] != [ask() for ask in theirs]:
        raise SystemExit(f"{name}: the answers differ, so the times mean nothing")
    rounds = [(each(ours, AGAIN), each(theirs, 1)) for _ in range(ROUNDS)]
    quick, slow = (statistics.median(times) for times in zip(*rounds, strict=True))
    ratio = statistics.median(theirs / ours for ours, theirs in rounds)
    print(f"{name:24} {quick:9.2f} us   businesstimedelta {slow:11.2f} us   {ratio:8.0f} x")


def each(asks: Questions, times: int) -> float:
    """Microseconds per question."""
    began = time.perf_counter()
    for _ in range(times):
        for ask in asks:
            ask()
    return (time.perf_counter() - began) / (len(asks) * times) * 1e6


def many(ours: Calendar, chance: random.Random) -> None:
    base = instant.of(datetime(2026, 1, 1, tzinfo=UTC))
    starts = [base + chance.randrange(365 * instant.DAY) for _ in range(CLOCKS)]
    lengths = [chance.randrange(80 * instant.HOUR) for _ in range(CLOCKS)]
    ends = [start + chance.randrange(90 * instant.DAY) for start in starts]
    in_bulk("add_sup", ours.add_sup, ours.add_sup_many, starts, lengths)
    in_bulk("between", ours.between, ours.between_many, starts, ends)
    began = time.perf_counter()
    Calendar(ours.definition).add_sup(base, instant.HOUR)
    print(f"compiling a calendar {time.perf_counter() - began:14.4f} s")


def in_bulk(
    name: str,
    single: Callable[[int, int], int | None],
    bulk: Callable[[list[int], list[int]], Sequence[int | None]],
    starts: list[int],
    others: list[int],
) -> None:
    rounds = []
    for _ in range(ROUNDS):
        first = time.perf_counter()
        one_by_one = [single(start, other) for start, other in zip(starts, others, strict=True)]
        second = time.perf_counter()
        if bulk(starts, others) != one_by_one:
            raise SystemExit(f"{name} in bulk: the answers differ, so the times mean nothing")
        rounds.append((second - first, time.perf_counter() - second))
    slow, quick = (statistics.median(times) for times in zip(*rounds, strict=True))
    print(
        f"{name} of {CLOCKS} at once {quick:8.3f} s   one by one {slow:8.3f} s"
        f"   {slow / quick:4.1f} x"
    )


def our_office() -> Calendar:
    days = ("mon", "tue", "wed", "thu", "fri")
    berlin = {"country": "DE", "subdivision": "BE"}
    years = {"first_year": FIRST_YEAR, "last_year": LAST_YEAR}
    written = {
        "time_zone": ZONE,
        "week": {day: [["09:00", "17:00"]] for day in days},
        "public_holidays": berlin | years,
    }
    return calendar.compile(calendar_definition.from_json(written))


def their_office() -> businesstimedelta.Rules:
    zone = pytz.timezone(ZONE)
    work = businesstimedelta.WorkDayRule(
        start_time=wall_time(9), end_time=wall_time(17), working_days=[0, 1, 2, 3, 4], tz=zone
    )
    off = set(holiday.dates("DE", "BE", FIRST_YEAR, LAST_YEAR))
    return businesstimedelta.Rules([work, businesstimedelta.HolidayRule(off, tz=zone)])


def their_add(office: businesstimedelta.Rules, start: datetime) -> int:
    return instant.of(start + businesstimedelta.BusinessTimeDelta(office, hours=8))


def their_between(office: businesstimedelta.Rules, start: datetime) -> int:
    worked: timedelta = office.difference(start, start + timedelta(days=90)).timedelta
    return worked // timedelta(microseconds=1)


if __name__ == "__main__":
    main()
