"""Periods of whole local days, from an anchor."""

from datetime import date, datetime

import pytest

from billing.amounts import check
from billing.pricing import period
from billing.pricing.period import Interval, Period, Unit
from contracts import instant
from contracts.calendars import zone

MONTHLY = Interval(1, Unit.MONTH)


@pytest.mark.parametrize(
    ("interval", "anchor", "day", "start", "end"),
    [
        (MONTHLY, "2026-01-01", "2026-02-15", "2026-02-01", "2026-03-01"),
        (MONTHLY, "2026-01-31", "2026-02-28", "2026-02-28", "2026-03-31"),
        (MONTHLY, "2026-01-31", "2026-03-30", "2026-02-28", "2026-03-31"),
        (MONTHLY, "2026-01-31", "2026-03-31", "2026-03-31", "2026-04-30"),
        (MONTHLY, "2026-03-15", "2026-03-14", "2026-02-15", "2026-03-15"),
        (MONTHLY, "2026-03-15", "2025-12-31", "2025-12-15", "2026-01-15"),
        (Interval(3, Unit.MONTH), "2026-11-30", "2027-02-28", "2027-02-28", "2027-05-30"),
        (Interval(1, Unit.YEAR), "2024-02-29", "2025-03-01", "2025-02-28", "2026-02-28"),
        (Interval(1, Unit.YEAR), "2024-02-29", "2028-02-29", "2028-02-29", "2029-02-28"),
        (Interval(2, Unit.WEEK), "2026-11-02", "2026-11-16", "2026-11-16", "2026-11-30"),
        (Interval(10, Unit.DAY), "2026-11-02", "2026-10-31", "2026-10-23", "2026-11-02"),
    ],
)
def test_a_day_lies_in_its_period(
    interval: Interval, anchor: str, day: str, start: str, end: str
) -> None:
    found = period.holding(date.fromisoformat(day), date.fromisoformat(anchor), interval)

    assert found == Period(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("moment", "zone_name", "day"),
    [
        ("2026-10-31T23:30:00+00:00", "Europe/Berlin", "2026-11-01"),
        ("2026-10-31T23:30:00+00:00", "America/New_York", "2026-10-31"),
        ("2026-10-25T00:30:00+00:00", "Europe/Berlin", "2026-10-25"),
        ("2011-12-30T09:59:59+00:00", "Pacific/Apia", "2011-12-29"),
        ("2011-12-30T10:00:00+00:00", "Pacific/Apia", "2011-12-31"),
    ],
)
def test_an_instant_has_a_local_day(moment: str, zone_name: str, day: str) -> None:
    happened_at = instant.of(datetime.fromisoformat(moment))

    assert str(period.day_of(happened_at, zone.named(zone_name))) == day


def test_a_period_needs_a_day_and_an_interval_a_length() -> None:
    with pytest.raises(check.Invalid, match="give a later day"):
        Period(date(2026, 1, 1), date(2026, 1, 1))
    with pytest.raises(check.Invalid, match="give at least 1"):
        Interval(0, Unit.DAY)
