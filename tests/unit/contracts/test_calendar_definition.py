"""Calendars in the API's form: what is read, what is refused, and how they are told apart."""

from datetime import date
from typing import Any

import pytest

from contracts.calendars import calendar_definition as definition
from contracts.instant import HOUR, MINUTE

WRITTEN: dict[str, Any] = {
    "time_zone": "Europe/Berlin",
    "week": {"mon": [["09:00", "12:30"], ["13:30", "17:00"]]},
    "holidays": ["2026-12-25"],
    "yearly_holidays": ["12-26"],
    "overrides": {"2026-12-24": [["09:00", "12:00"]]},
    "breaks": {"2026-12-23": [["12:00", "13:00"]]},
}


def test_the_form_is_read_and_written_back() -> None:
    read = definition.from_json(WRITTEN)
    assert read.time_zone == "Europe/Berlin"
    assert read.week[0] == (
        (9 * HOUR, 12 * HOUR + 30 * MINUTE),
        (13 * HOUR + 30 * MINUTE, 17 * HOUR),
    )
    assert read.week[1:] == ((),) * 6
    assert read.holidays == (date(2026, 12, 25),)
    assert read.yearly_holidays == ((12, 26),)
    assert read.overrides == ((date(2026, 12, 24), ((9 * HOUR, 12 * HOUR),)),)
    assert definition.to_json(read) == WRITTEN


def test_every_field_survives_being_written_and_read() -> None:
    full = WRITTEN | {
        "week": {"sun": [["00:00", "24:00"]], "fri": [["08:00:30", "09:00"]]},
        "overrides": {"2026-12-24": [], "12-31": [["09:00", "12:00"]]},
        "breaks": {"mon": [["12:00", "13:00"]], "2026-12-24": [["10:00", "10:30"]]},
        "valid_from": "2026-01-01",
        "valid_to": "2027-01-01",
    }
    read = definition.from_json(full)
    assert definition.to_json(read) == full
    assert definition.from_json(definition.to_json(read)) == read


def test_absent_and_null_parts_are_empty() -> None:
    bare = definition.from_json({"time_zone": "UTC"})
    nulls = definition.from_json({"time_zone": "UTC"} | dict.fromkeys(list(WRITTEN)[1:]))
    assert bare == nulls == definition.Definition("UTC")


def test_the_hash_is_the_same_however_a_calendar_is_written() -> None:
    other = WRITTEN | {
        "week": {"mon": [["13:30", "17:00"], ["11:00", "12:30"], ["09:00", "11:30"]], "tue": []},
        "holidays": ["2026-12-25", "2026-12-25"],
    }
    one, two = definition.from_json(WRITTEN), definition.from_json(other)
    assert one == two
    assert definition.definition_hash(one) == definition.definition_hash(two)
    for changed in ({"time_zone": "Europe/Paris"}, {"holidays": []}, {"valid_to": "2030-01-01"}):
        third = definition.from_json(WRITTEN | changed)
        assert definition.definition_hash(third) != definition.definition_hash(one)


def test_public_holidays_become_dates_once_and_for_all() -> None:
    berlin = {"country": "DE", "subdivision": "BE", "first_year": 2026, "last_year": 2027}
    read = definition.from_json({"time_zone": "Europe/Berlin", "public_holidays": berlin})
    assert date(2026, 3, 8) in read.holidays
    assert date(2027, 12, 26) in read.holidays
    assert {day.year for day in read.holidays} == {2026, 2027}
    assert "public_holidays" not in definition.to_json(read)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"time_zone": None}, "time_zone: is missing; write an IANA zone like Europe/Berlin"),
        ({"time_zone": 3}, "time_zone: is not a name; "),
        ({"time_zone": "Europe/Berln"}, "did you mean Europe/Berlin"),
        ({"time_zone": "europe/berlin"}, "did you mean Europe/Berlin"),
        ({"time_zone": "../../etc/passwd"}, "is not an IANA time zone"),
        ({"time_zone": "Europe"}, "is not an IANA time zone"),
        ({"time_zone": "CEST"}, "is not an IANA time zone"),
        ({"week": []}, "week: is not an object"),
        ({"week": {"monday": []}}, "week: 'monday' is no weekday; write one of mon, tue"),
        ({"week": {"mon": None}}, "week.mon: is not a list of intervals"),
        ({"week": {"mon": ["09:00", "17:00"]}}, "week.mon[0]: is not a start and an end"),
        ({"week": {"mon": [["09:00"]]}}, "week.mon[0]: is not a start and an end"),
        ({"week": {"mon": [["9:00", "17:00"]]}}, "week.mon[0][0]: '9:00' is no time of day"),
        ({"week": {"mon": [["09:00", 17]]}}, "week.mon[0][1]: 17 is no time of day"),
        ({"week": {"mon": [["09:00", "24:01"]]}}, "week.mon[0][1]: 24:01 is not on the clock"),
        ({"week": {"mon": [["09:60", "17:00"]]}}, "week.mon[0][0]: 09:60 is not on the clock"),
        ({"week": {"mon": [["٠٩:٠٠", "17:00"]]}}, "is no time of day"),
        ({"week": {"mon": [["22:00", "06:00"]]}}, "22:00 to 06:00 ends before it starts; put"),
        ({"week": {"mon": [["09:00", "09:00"]]}}, "09:00 to 09:00 ends when it starts"),
        ({"week": {"mon": [["24:00", "24:00"]]}}, "ends when it starts"),
        ({"holidays": "2026-12-25"}, "holidays: is not a list"),
        ({"holidays": ["25.12.2026"]}, "holidays[0]: '25.12.2026' is no date; write one like"),
        ({"holidays": ["2026-12-24", "2027-02-29"]}, "holidays[1]: 2027-02-29 is not in the"),
        ({"yearly_holidays": ["02-30"]}, "yearly_holidays[0]: 02-30 is in no year"),
        ({"yearly_holidays": [1224]}, "yearly_holidays[0]: 1224 is no day of the year"),
        ({"overrides": {"mon": []}}, "overrides: 'mon' is no date"),
        ({"overrides": {"2026-12-24": [["1", "2"]]}}, "overrides.2026-12-24[0][0]: '1' is no"),
        ({"breaks": {"lunch": []}}, "breaks: 'lunch' is no date"),
        ({"overides": {}}, "overides: is no field of a calendar; did you mean overrides?"),
        ({"colour": "red"}, "colour: is no field of a calendar; known are time_zone, week"),
        ({"valid_from": "2027-01-01", "valid_to": "2027-01-01"}, "valid_to: 2027-01-01 is not"),
        ({"public_holidays": {"country": "XX", "first_year": 1, "last_year": 1}}, "'XX' is no"),
        ({"public_holidays": {"country": "DE"}}, "public_holidays: names no years"),
        ({"public_holidays": {"land": "DE"}}, "public_holidays.land: is no field"),
        (
            {"public_holidays": {"country": "DE", "first_year": 2020, "last_year": 9999}},
            "2020 to 9999 is not a range of 1 to 60 years",
        ),
        (
            {
                "public_holidays": {
                    "country": "DE", "subdivision": "ZZ", "first_year": 2026, "last_year": 2026,
                }
            },
            "DE has no subdivision 'ZZ'; known are: Augsburg, BB",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_cure(change: dict[str, Any], message: str) -> None:
    with pytest.raises(definition.DefinitionError) as refused:
        definition.from_json(WRITTEN | change)
    assert message in str(refused.value)
    assert refused.value.field.partition(".")[0].partition("[")[0] in change
    assert refused.value.cure


@pytest.mark.parametrize("written", [None, [], "Europe/Berlin", 3])
def test_a_calendar_is_an_object(written: object) -> None:
    with pytest.raises(definition.DefinitionError, match="a calendar is an object"):
        definition.from_json(written)
