"""Every change of every zone between 2000 and 2040: found to the second, and counted across."""

import random
import struct
from datetime import datetime
from functools import cache
from importlib import resources
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from contracts.calendars import calendar_definition, zone
from contracts.calendars.calendar import Calendar
from contracts.instant import DAY, HOUR, MINUTE, SECOND

YEARS = range(2000, 2041)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Open for a part of every hour, so that no change, at whatever hour, falls beside it.
PARTS_OF_EVERY_HOUR = [[f"{hour:02}:07", f"{hour:02}:41"] for hour in range(24)]
NIGHTS = [["00:00", "02:30"], ["23:30", "24:00"]]


def local(name: str, moment: int) -> datetime:
    return datetime.fromtimestamp(moment // SECOND, ZoneInfo(name))


def offset(name: str, moment: int) -> int:
    ahead = local(name, moment).utcoffset()
    assert ahead is not None
    return round(ahead.total_seconds()) * SECOND


def changes(name: str) -> list[int]:
    segments = [segment for year in YEARS for segment in zone.segments(name, year)]
    return [later.start for earlier, later in pairwise(segments) if earlier.offset != later.offset]


@cache
def rules(name: str) -> bytes:
    return resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()


def distinct() -> list[str]:
    """One name for each set of rules; the others are links to it."""
    return sorted({rules(name): name for name in sorted(zone.names(), reverse=True)}.values())


def stated_changes(name: str) -> list[int]:
    """Seconds at which the pinned file itself (RFC 8536) states that the offset changes."""
    data = rules(name)
    counts = struct.unpack(">6l", data[20:44])
    isut, isstd, leap, times, types, letters = counts
    second = 44 + times * 5 + types * 6 + letters + leap * 8 + isstd + isut
    times, types = struct.unpack(">2l", data[second + 32 : second + 40])
    body = data[second + 44 :]
    moments = struct.unpack(f">{times}q", body[: 8 * times])
    offsets = [
        struct.unpack(">l", body[9 * times + 6 * kind : 9 * times + 6 * kind + 4])[0]
        for kind in range(types)
    ]
    known = [offsets[kind] for kind in body[8 * times : 9 * times]]
    return [
        moment
        for moment, old, new in zip(moments[1:], known, known[1:], strict=False)
        if old != new
    ]


def opened(name: str, hours: list[list[str]]) -> Calendar:
    week = dict.fromkeys(WEEKDAYS, hours)
    return Calendar(calendar_definition.from_json({"time_zone": name, "week": week}))


def across(subject: Calendar, change: int) -> None:
    """Counts, minute by minute, the day around a change."""
    name, (hours, *_) = subject.definition.time_zone, subject.definition.week
    open_at = {
        minute for opens, closes in hours for minute in range(opens // MINUTE, closes // MINUTE)
    }
    start, end = change - 26 * HOUR, change + 26 * HOUR
    counted = start_worked = subject.worked(start)
    for moment in range(start, end, MINUTE):
        shown = local(name, moment)
        assert subject.worked(moment) == counted, (name, shown)
        counted += MINUTE * (shown.hour * 60 + shown.minute in open_at)
    total = counted - start_worked
    reached = subject.add_inf(start, total)
    assert reached is not None
    assert subject.add_sup(end, -total) is not None
    assert subject.between(start, reached) == total


def agreed(name: str) -> None:
    """Every hour of forty-one years shows the offset that its segment says."""
    for year in YEARS:
        segments = zone.segments(name, year)
        assert segments[0].start == zone.start_of_year(year)
        assert segments[-1].end == zone.start_of_year(year + 1)
        for earlier, later in pairwise(segments):
            assert earlier.end == later.start
            assert offset(name, later.start) != offset(name, later.start - SECOND)
        for start, end, ahead in segments:
            assert all(offset(name, moment) == ahead for moment in range(start, end, HOUR))


def test_no_zone_changes_twice_between_two_looks_nor_leaves_its_rule_after_2100() -> None:
    for name in sorted(zone.names()):
        stated = stated_changes(name)
        gaps = [b - a for a, b in pairwise(stated)]
        assert all(gap > 6 * DAY // SECOND for gap in gaps), name
        assert all(
            zone.start_of_year(zone.SETTLED_BEFORE + 1)
            <= moment * SECOND
            < zone.start_of_year(zone.SETTLED_FROM - 1)
            for moment in stated
        ), name


def test_every_stated_change_is_found() -> None:
    start, end = (zone.start_of_year(year) // SECOND for year in (YEARS[0], YEARS[-1] + 1))
    for name in random.Random(5).sample(distinct(), 40):
        stated = {moment for moment in stated_changes(name) if start < moment < end}
        assert stated <= {change // SECOND for change in changes(name)}, name


def test_working_time_across_a_sample_of_changes() -> None:
    chance = random.Random(20261122)
    for name in chance.sample(distinct(), 60):
        for change in chance.sample(found := changes(name), min(1, len(found))):
            across(opened(name, NIGHTS), change)


@pytest.mark.parametrize("name", ["America/Nuuk", "Australia/Lord_Howe", "Europe/Dublin"])
def test_far_years_are_like_near_ones(name: str) -> None:
    subject = opened(name, NIGHTS)
    for year in (2101, 2400, 9997):
        for day in (0, 86, 300):
            across(subject, zone.start_of_year(year) + day * DAY)


@pytest.mark.deep
@pytest.mark.parametrize("name", distinct())
def test_every_change_of_every_zone(name: str) -> None:
    agreed(name)
    every_hour, nights = opened(name, PARTS_OF_EVERY_HOUR), opened(name, NIGHTS)
    for change in changes(name):
        assert change % MINUTE == 0
        across(every_hour, change)
        across(nights, change)
