"""Zone rules come from the pinned package, whatever the machine has."""

import zoneinfo
from importlib import metadata

import pytest

from contracts import instant
from contracts.calendars import holiday, zone


def test_the_systems_own_zone_files_are_not_looked_at() -> None:
    assert zoneinfo.TZPATH == ()


def test_the_version_is_that_of_the_pinned_data() -> None:
    year, number = metadata.version("tzdata").split(".")[:2]
    assert zone.zone_data_version() == f"{year}{chr(ord('a') + int(number) - 1)}"


def test_a_year_is_cut_where_the_offset_changes() -> None:
    offsets = [segment.offset // instant.MINUTE for segment in zone.segments("Europe/Dublin", 2026)]
    starts = [instant.text(segment.start) for segment in zone.segments("Europe/Dublin", 2026)]
    assert offsets == [0, 60, 0]
    assert starts == ["2026-01-01T00:00:00Z", "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"]
    assert zone.offset_at("Asia/Kathmandu", 0) == 330 * instant.MINUTE


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "/etc/localtime", "Europe/../Europe/Berlin"])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(zone.UnknownZone, match="is not an IANA time zone"):
        zone.named(name)


def test_holidays_carry_their_names() -> None:
    found = {str(day): name for day, name in holiday.named("PL", None, 2026, 2026)}
    assert found["2026-11-11"] == "Narodowe Święto Niepodległości"
    assert holiday.dates("PL", None, 2026, 2026) == tuple(
        day for day, _ in holiday.named("PL", None, 2026, 2026)
    )


def test_a_range_of_years_runs_forward() -> None:
    with pytest.raises(ValueError, match="2027 to 2026 is not a range"):
        holiday.dates("PL", None, 2027, 2026)
