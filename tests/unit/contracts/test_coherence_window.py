from datetime import date

import pytest

from contracts import instant
from contracts.coherence import coherence_window


def begins(day: str, zone: str) -> str:
    return instant.text(coherence_window.begins(date.fromisoformat(day), zone))


@pytest.mark.parametrize(
    ("day", "zone", "moment"),
    [
        ("2026-10-26", "Europe/Berlin", "2026-10-25T23:00:00Z"),
        ("2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00Z"),
        ("2026-01-01", "Pacific/Kiritimati", "2025-12-31T10:00:00Z"),
        ("2026-12-31", "America/Los_Angeles", "2026-12-31T08:00:00Z"),
        ("2027-01-01", "America/Los_Angeles", "2027-01-01T08:00:00Z"),
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z"),  # 00:00 was skipped
        ("2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00Z"),  # the whole day was
        ("2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00Z"),
    ],
)
def test_a_date_begins_at_its_first_instant(day, zone, moment):
    assert begins(day, zone) == moment


def test_a_window_reaches_to_the_beginning_of_its_end():
    window = coherence_window.between(date(2026, 1, 1), date(2027, 1, 1), "Europe/Berlin")
    assert window[1] - window[0] == 365 * instant.DAY


@pytest.mark.parametrize("end", [date(2026, 1, 1), date(2025, 12, 31)])
def test_an_empty_window_is_refused(end):
    with pytest.raises(ValueError, match="is not after 2026-01-01"):
        coherence_window.between(date(2026, 1, 1), end, "Europe/Berlin")


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_dates_beyond_the_horizon_are_refused(day):
    with pytest.raises(ValueError, match="outside the years 2 to 9998"):
        coherence_window.begins(day, "Europe/Berlin")


@pytest.mark.parametrize("day", [date(2, 1, 1), date(9998, 12, 31)])
def test_dates_at_the_horizon_are_not(day):
    assert instant.at(coherence_window.begins(day, "Pacific/Apia")).year in (day.year, day.year - 1)
