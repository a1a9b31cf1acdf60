"""How much of the service time a service was there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest

from contracts import instant
from contracts.agreements import credit_schedule
from contracts.agreements.agreed import Content
from contracts.agreements.clause import Availability, Exclusion
from contracts.agreements.credit_clause import Clause, PerUnit
from contracts.agreements.credit_schedule import Schedule
from contracts.calendars import calendar, calendar_definition
from contracts.compliance.outages import availability
from contracts.compliance.outages.availability import Figure, Span, Window
from contracts.instant import DAY, HOUR, MINUTE

ALWAYS = calendar.compile(calendar_definition.ALWAYS)
OFFICE = calendar.compile(
    calendar_definition.from_json(
        {
            "time_zone": "Europe/Berlin",
            "week": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
        }
    )
)
PLAIN = Availability(Decimal("99.5"))
SEPTEMBER = availability.period(PLAIN, date(2026, 9, 14), "UTC")


def at(day: int, time: str) -> int:
    hour, minute = map(int, time.split(":"))
    return instant.of(datetime(2026, 9, day, hour, minute, tzinfo=UTC))


def span(day: int, start: str, end: str) -> Span:
    return Span(at(day, start), at(day, end))


def figure(
    *outages: Span, given: Availability = PLAIN, maintenance: tuple[Span, ...] = ()
) -> Figure:
    return availability.measure(given, ALWAYS, SEPTEMBER, outages, maintenance)


def test_an_hour_down_in_a_month_of_thirty_days() -> None:
    found = figure(span(3, "10:00", "11:00"))
    assert (found.service_us, found.down_us) == (30 * DAY, HOUR)
    assert found.share == Fraction(719, 720)


def test_a_published_example_comes_out_as_published() -> None:
    """60 of 43,200 minutes are 0.138889 %: 99.86 %, and the 10 % that is owed below 99.90."""
    share = figure(span(3, "10:00", "11:00")).share
    assert share is not None
    assert f"{float(100 * (1 - share)):.6f}" == "0.138889"
    assert 100 * share < Fraction("99.90")


def test_outages_that_overlap_or_touch_are_one() -> None:
    found = figure(span(3, "10:30", "11:00"), span(3, "10:00", "10:45"), span(3, "11:00", "11:15"))
    assert found.down_us == 75 * MINUTE


def test_outages_outside_the_service_hours_count_nothing() -> None:
    night = [span(3, "17:00", "23:00"), span(5, "08:00", "12:00")]
    found = availability.measure(PLAIN, OFFICE, SEPTEMBER, night, [])
    assert (found.down_us, found.share) == (0, 1)
    evening = availability.measure(PLAIN, OFFICE, SEPTEMBER, [span(3, "14:00", "20:00")], [])
    assert evening.down_us == HOUR


def test_what_reaches_beyond_the_period_is_clipped_to_it() -> None:
    before = Span(SEPTEMBER.start - HOUR, SEPTEMBER.start + MINUTE)
    after = Span(SEPTEMBER.end - MINUTE, SEPTEMBER.end + HOUR)
    assert figure(before, after).down_us == 2 * MINUTE


def test_an_outage_shorter_than_the_minimum_is_none_and_a_longer_one_counts_whole() -> None:
    given = replace(PLAIN, minimum_outage_us=15 * MINUTE)
    assert figure(span(3, "10:00", "10:14"), given=given).down_us == 0
    assert figure(span(3, "10:00", "10:15"), given=given).down_us == 15 * MINUTE
    touching = (span(3, "10:00", "10:10"), span(3, "10:10", "10:20"))
    assert figure(*touching, given=given).down_us == 20 * MINUTE
    across = Span(SEPTEMBER.start - 10 * MINUTE, SEPTEMBER.start + 10 * MINUTE)
    assert figure(across, given=given).down_us == 10 * MINUTE


def test_maintenance_is_taken_off() -> None:
    window = span(6, "02:00", "06:00")
    found = figure(span(6, "01:30", "06:20"), maintenance=(window,))
    assert (found.down_us, found.excused_us) == (50 * MINUTE, 4 * HOUR)
    given = replace(PLAIN, minimum_outage_us=51 * MINUTE)
    assert figure(span(6, "01:30", "06:20"), given=given, maintenance=(window,)).down_us == 0
    assert figure(span(6, "03:00", "04:00"), maintenance=(window,)).down_us == 0


def test_no_more_maintenance_is_taken_off_than_was_agreed() -> None:
    given = replace(PLAIN, maintenance_us=3 * HOUR)
    windows = (span(6, "02:00", "04:00"), span(13, "02:00", "04:00"))
    found = figure(*windows, given=given, maintenance=windows)
    assert (found.down_us, found.excused_us) == (HOUR, 3 * HOUR)


def test_maintenance_counts_only_if_announced_as_agreed() -> None:
    content = Content(UUID(int=1), (), exclusions=(Exclusion("planned_maintenance", "", 48),))
    start, end = span(6, "02:00", "06:00")
    in_time = Window(start, end, start - 48 * HOUR)
    late = Window(start, end, start - 48 * HOUR + 1)
    assert availability.announced(content, [in_time, late]) == [Span(start, end)]
    assert availability.announced(Content(UUID(int=1), ()), [in_time]) == [Span(start, end)]
    without = Content(UUID(int=1), (), exclusions=(Exclusion("client_caused"),))
    assert availability.announced(without, [in_time]) == []


def test_a_period_without_service_time_has_no_share() -> None:
    assert availability.measure(PLAIN, OFFICE, span(5, "09:00", "17:00"), [], []).share is None


@pytest.mark.parametrize(
    ("length", "first", "end"),
    [
        ("month", date(2026, 12, 1), date(2027, 1, 1)),
        ("quarter", date(2026, 10, 1), date(2027, 1, 1)),
        ("year", date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_a_period_is_of_the_calendar(length: str, first: date, end: date) -> None:
    given = replace(PLAIN, period=length)  # type: ignore[arg-type]
    assert availability.period(given, date(2026, 12, 31), "UTC") == Span(
        instant.start_of(first), instant.start_of(end)
    )


def test_a_month_in_which_the_clocks_change_has_an_hour_more() -> None:
    october = availability.period(PLAIN, date(2026, 10, 1), "Europe/Berlin")
    assert october.end - october.start == 31 * DAY + HOUR


def test_every_completed_half_hour_over_the_guarantee_is_owed() -> None:
    """98 % of a month of 30 days allows 14 h 24 min."""
    given = Availability(Decimal(98))
    form = PerUnit("minute", "completed", Decimal(2), Decimal(30))
    schedule = Schedule("service_fee", (Clause("availability", Decimal(98), per_unit=form),))

    def owed(down: int) -> Fraction | None:
        found = availability.measured(given, Figure(30 * DAY, down, 0))
        entitlement = credit_schedule.due(schedule, [found])
        return entitlement and entitlement.percent

    allowed = 14 * HOUR + 24 * MINUTE
    assert owed(allowed) is None
    assert owed(allowed + 29 * MINUTE) is None
    assert owed(allowed + 30 * MINUTE) == 2
    assert owed(allowed + 61 * MINUTE) == 4
