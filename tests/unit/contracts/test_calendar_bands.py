"""What is paid more outside a calendar's hours."""

from datetime import UTC, datetime

import pytest

from contracts import instant
from contracts.calendars import calendar, calendar_bands, calendar_definition

OFFICE = calendar.compile(
    calendar_definition.from_json(
        {
            "time_zone": "Europe/Berlin",
            "week": {"mon": [["09:00", "17:00"]], "sun": [["09:00", "12:00"]]},
            "holidays": ["2026-10-05"],
            "yearly_holidays": ["12-25"],
        }
    )
)


@pytest.mark.parametrize(
    ("at", "band"),
    [
        (datetime(2026, 10, 12, 7, 0, tzinfo=UTC), ""),
        (datetime(2026, 10, 12, 6, 59, tzinfo=UTC), "after"),
        (datetime(2026, 10, 12, 15, 0, tzinfo=UTC), "after"),
        (datetime(2026, 10, 5, 8, 0, tzinfo=UTC), "holiday"),
        (datetime(2026, 10, 4, 22, 30, tzinfo=UTC), "holiday"),
        (datetime(2026, 12, 25, 8, 0, tzinfo=UTC), "holiday"),
    ],
    ids=["opens", "before", "closes", "holiday", "local midnight past", "every year"],
)
def test_the_hours_are_those_of_the_calendar_on_the_local_day(at: datetime, band: str) -> None:
    assert calendar_bands.band(OFFICE, instant.of(at)) == band
