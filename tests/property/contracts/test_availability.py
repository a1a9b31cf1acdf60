"""Availability beside an oracle that looks at every minute."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from contracts.agreements.clause import Availability
from contracts.calendars import calendar, calendar_definition
from contracts.compliance.outages import availability
from contracts.compliance.outages.availability import Span
from contracts.instant import DAY, MINUTE

OFFICE = calendar.compile(
    calendar_definition.from_json(
        {"time_zone": "UTC", "week": {"mon": [["09:00", "17:00"]], "tue": [["00:00", "12:00"]]}}
    )
)
MONDAY = 19_723 * DAY + 7 * DAY  # 2024-01-08, one of the calendar's days
MINUTES = st.integers(-300, 2 * 1440 + 300)
SPANS = st.lists(
    st.tuples(MINUTES, st.integers(1, 400)).map(
        lambda pair: Span(MONDAY + pair[0] * MINUTE, MONDAY + sum(pair) * MINUTE)
    ),
    max_size=5,
)
WITHIN = Span(MONDAY, MONDAY + 2 * DAY)


def has(spans: list[Span], minute: int) -> bool:
    return any(span.start <= minute < span.end for span in spans)


def oracle(outages: list[Span], maintenance: list[Span], minimum: int) -> tuple[int, int]:
    """Minutes down and excused, walking from one minute to the next."""
    every = range(MONDAY - DAY, MONDAY + 4 * DAY, MINUTE)
    down = excused = 0
    run: list[int] = []
    for minute in every:
        if has(outages, minute):
            run.append(minute)
            continue
        bare = [each for each in run if not has(maintenance, each)]
        counted = [m for m in run if WITHIN.start <= m < WITHIN.end and OFFICE.is_open(m)]
        excused += sum(has(maintenance, each) for each in counted)
        if len(bare) >= minimum:
            down += sum(not has(maintenance, each) for each in counted)
        run = []
    return down, excused


@given(SPANS, SPANS, st.integers(0, 120))
def test_every_minute_agrees(outages: list[Span], maintenance: list[Span], minimum: int) -> None:
    promised = Availability(Decimal(99), minimum_outage_us=minimum * MINUTE)
    found = availability.measure(promised, OFFICE, WITHIN, outages, maintenance)
    assert (found.down_us // MINUTE, found.excused_us // MINUTE) == oracle(
        outages, maintenance, minimum
    )
    assert found.service_us == 20 * 60 * MINUTE
    assert found.share is not None
    assert 0 <= found.share <= 1


@given(SPANS, SPANS)
def test_more_outages_never_make_it_better(some: list[Span], more: list[Span]) -> None:
    promised = Availability(Decimal(99), minimum_outage_us=20 * MINUTE)
    before = availability.measure(promised, OFFICE, WITHIN, some, [])
    after = availability.measure(promised, OFFICE, WITHIN, [*some, *more], [])
    assert after.down_us >= before.down_us
