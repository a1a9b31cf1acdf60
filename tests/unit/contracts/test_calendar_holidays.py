"""Public holidays kept by name, and what a later look finds different."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.calendars import calendar_definition, calendar_holidays, holiday
from contracts.calendars.calendar_holidays import Listed
from contracts.calendars.holiday import Holiday

WRITTEN = {
    "time_zone": "Europe/Berlin",
    "week": {"mon": [["09:00", "17:00"]]},
    "holidays": ["2026-05-04"],
    "public_holidays": {
        "country": "DE",
        "subdivision": "BE",
        "first_year": 2026,
        "last_year": 2026,
    },
}


def kept() -> Listed:
    found = calendar_holidays.listed(WRITTEN)
    assert found is not None
    return found


def test_they_are_kept_by_name_and_come_back_as_they_were() -> None:
    found = kept()
    assert found.region == "DE-BE"
    assert calendar_holidays.names(found, date(2026, 10, 3)) == ("Tag der Deutschen Einheit",)
    assert calendar_holidays.names(found, date(2026, 10, 4)) == ()
    assert calendar_holidays.decode(calendar_holidays.encode(found)) == found
    definition = calendar_definition.from_json(WRITTEN)
    assert found.dates == set(definition.holidays) - {date(2026, 5, 4)}


def test_a_calendar_without_a_region_keeps_none() -> None:
    assert calendar_holidays.listed({"time_zone": "UTC"}) is None
    assert calendar_holidays.encode(None) is None
    assert calendar_holidays.names(None, date(2026, 10, 3)) == ()


def test_the_same_holidays_propose_nothing() -> None:
    assert calendar_holidays.refreshed(calendar_definition.from_json(WRITTEN), kept()) is None


def test_a_new_holiday_and_one_that_is_gone_are_told_and_the_authors_own_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = kept()
    later = [each for each in before.days if each.day != date(2026, 3, 8)]
    later.append(Holiday(date(2026, 6, 17), "Tag des Aufstands"))
    monkeypatch.setattr(holiday, "named", lambda *_: tuple(sorted(later)))
    found = calendar_holidays.refreshed(calendar_definition.from_json(WRITTEN), before)
    assert found is not None
    assert found.note == (
        "Public holidays of DE-BE: now 2026-06-17 Tag des Aufstands; "
        "no longer 2026-03-08 Frauentag."
    )
    days = set(found.definition.holidays)
    assert {date(2026, 5, 4), date(2026, 6, 17)} <= days
    assert date(2026, 3, 8) not in days
    assert found.definition.week == calendar_definition.from_json(WRITTEN).week
    assert calendar_holidays.refreshed(found.definition, found.listed) is None
