"""What authors of a calendar see before they let it count."""

from datetime import date, timedelta
from typing import Any

import pytest

from contracts import instant
from contracts.calendars import calendar_definition, calendar_preview, zone
from contracts.calendars.calendar_preview import CalendarWarning, Mark
from contracts.instant import DAY, HOUR, MINUTE

OFFICE = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
NOW = instant.parse("2026-12-21T08:00:00+01:00")


def seen(now: int = NOW, days: int = 28, **parts: Any) -> calendar_preview.Preview:
    written = {"time_zone": "Europe/Berlin", "week": OFFICE} | parts
    return calendar_preview.preview(calendar_definition.from_json(written), now, days)


def test_holidays_and_overrides_are_marked() -> None:
    preview = seen(holidays=["2026-12-24", "2026-12-25"], overrides={"12-24": [["09:00", "12:00"]]})
    marked = {day.day.isoformat(): (day.mark, day.worked) for day in preview.days if day.mark}
    assert marked == {
        "2026-12-24": (Mark.OVERRIDE, 3 * HOUR),
        "2026-12-25": (Mark.HOLIDAY, 0),
    }
    assert len(preview.days) == 28
    assert preview.days[0].day == date(2026, 12, 21)
    assert preview.days[0].stretches == ((NOW + HOUR, NOW + 9 * HOUR),)
    assert preview.next_open == NOW + HOUR
    assert preview.warnings == ()


def test_the_next_change_of_the_clocks_is_named() -> None:
    preview = seen(days=120)
    assert preview.next_change == instant.parse("2027-03-28T01:00:00Z")
    moved = {day.day: day.clocks_move for day in preview.days if day.clocks_move}
    assert moved == {date(2027, 3, 28): HOUR}
    assert seen(time_zone="Asia/Kathmandu").next_change is None


def test_a_skipped_date_is_shown_empty() -> None:
    preview = seen(instant.parse("2011-12-29T12:00:00-10:00"), 3, time_zone="Pacific/Apia")
    assert [(day.day.day, day.worked // HOUR, day.clocks_move) for day in preview.days] == [
        (29, 8, 0),
        (30, 0, 0),
        (31, 0, DAY),
    ]


def test_without_working_time_ahead_the_author_is_warned() -> None:
    assert seen(week={}).warnings == (CalendarWarning.NO_WORKING_TIME,)
    assert seen(valid_to="2026-12-21").warnings == (CalendarWarning.NO_WORKING_TIME,)
    later = seen(week={}, overrides={"2027-05-01": [["09:00", "10:00"]]})
    assert later.warnings == (CalendarWarning.CLOSED_THIS_WEEK,)


@pytest.mark.parametrize(
    ("name", "day", "start"),
    [
        ("Europe/Berlin", date(2026, 1, 1), "2025-12-31T23:00:00Z"),
        ("America/Sao_Paulo", date(2018, 11, 4), "2018-11-04T03:00:00Z"),
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-30T10:00:00Z"),
        ("Pacific/Apia", date(2011, 12, 31), "2011-12-30T10:00:00Z"),
        ("Africa/Cairo", date(2026, 10, 30), "2026-10-29T22:00:00Z"),
        ("America/St_Johns", date(2005, 10, 30), "2005-10-30T02:30:00Z"),
    ],
)
def test_a_day_starts_when_the_wall_clock_first_shows_it(name: str, day: date, start: str) -> None:
    assert instant.text(zone.start_of_day(name, day)) == start


def test_every_day_of_a_year_starts_where_a_search_by_minutes_finds_it() -> None:
    for name in ("Australia/Lord_Howe", "America/St_Johns", "Asia/Beirut"):
        for number in range(0, 365, 7):
            day = date(2026, 1, 1) + timedelta(days=number)
            start = zone.start_of_day(name, day)
            shown = [
                instant.at(at + zone.offset_at(name, at)).date()
                for at in range(start - 3 * HOUR, start + HOUR, MINUTE)
            ]
            assert shown.index(day) == 180
