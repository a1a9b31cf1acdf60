"""Instants as integers: read and written exactly."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import instant

NAIVE = datetime.fromisoformat("0002-01-01")


@given(st.datetimes(timezones=st.timezones()))
def test_a_datetime_comes_back_to_the_microsecond(moment: datetime) -> None:
    try:
        same = moment.astimezone(UTC)
    except OverflowError:
        return
    assert instant.at(instant.of(moment)) == same
    assert instant.parse(instant.text(instant.of(moment))) == instant.of(moment)


@given(st.datetimes(NAIVE, NAIVE.replace(year=9998)), st.integers(-1439, 1439))
def test_what_python_writes_is_read(moment: datetime, offset: int) -> None:
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=offset)))
    assert instant.parse(aware.isoformat()) == instant.of(aware)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-22T09:00:00+01:00", "2026-11-22T08:00:00Z"),
        ("2026-11-22t09:00z", "2026-11-22T09:00:00Z"),
        ("2026-11-22 09:00-0330", "2026-11-22T12:30:00Z"),
        ("2026-11-22T09:00+05", "2026-11-22T04:00:00Z"),
        ("2026-11-22T24:00:00Z", "2026-11-23T00:00:00Z"),
        ("2026-11-22T09:00:00.5Z", "2026-11-22T09:00:00.500000Z"),
        ("2026-11-22T09:00:00,000001000Z", "2026-11-22T09:00:00.000001Z"),
        ("1900-01-01T00:00:00-00:44:30", "1900-01-01T00:44:30Z"),
    ],
)
def test_forms_of_iso_8601(written: str, meant: str) -> None:
    assert instant.text(instant.parse(written)) == meant


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("", "is no ISO 8601 instant"),
        ("tomorrow", "write it like 2026-11-22T09:00:00"),
        ("2026-11-22", "is no ISO 8601 instant"),
        ("2026-11-22T09:00:00", "has no offset; end it with Z"),
        ("2026-02-29T09:00:00Z", "2026-02-29 is not a date"),
        ("0000-01-01T00:00:00Z", "is not a date"),
        ("2026-11-22T24:00:01Z", "24:00 is not a time of day"),
        ("2026-11-22T09:60:00Z", "09:60 is not a time of day"),
        ("2016-12-31T23:59:60Z", "leap seconds are not counted"),
        ("2026-11-22T09:00:00.0000001Z", "is finer than a microsecond"),
        ("2026-11-22T09:00:00+24:00", "is not an offset"),
        ("2026-11-22T09:00:00+01:60", "is not an offset"),
        ("0001-01-01T00:00:00+01:00", "outside the years 1 to 9999"),
        ("9999-12-31T24:00:00Z", "outside the years 1 to 9999"),
        ("２０２６-11-22T09:00:00Z", "is no ISO 8601 instant"),
    ],
)
def test_what_is_wrong_is_said(written: str, message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("+", r"\+")):
        instant.parse(written)


def test_a_naive_datetime_is_no_instant() -> None:
    with pytest.raises(ValueError, match="has no offset"):
        instant.of(NAIVE)
