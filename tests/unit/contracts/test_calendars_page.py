"""The worked example of `docs/calendars.md` is written, looked ahead on and found to be right."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from contracts.calendars import (
    calendar_ahead,
    calendar_definition,
    calendar_holidays,
    calendar_reading,
)
from contracts.calendars.calendar_ahead import DayAhead

PAGE = (Path(__file__).parents[3] / "docs" / "calendars.md").read_text(encoding="utf-8")
BERLIN = ZoneInfo("Europe/Berlin")


def row(day: DayAhead) -> str:
    names = f"{day.mark}: {', '.join(day.names)}" if day.names else day.mark or ""
    hours = ", ".join(
        f"{each.start.astimezone(BERLIN):%H:%M}-{each.end.astimezone(BERLIN):%H:%M}"
        for each in day.hours
    )
    cells = (str(day.day), names, hours, f"{day.worked_us // 3_600_000_000} h")
    return f"| {' | '.join(cells)} |".replace("|  |", "| |").replace("|  |", "| |")


def test_the_example_is_right() -> None:
    written = json.loads(re.findall(r"```json\n(.*)\n```", PAGE)[0])
    ahead = calendar_ahead.shown(
        calendar_definition.from_json(written),
        calendar_holidays.listed(written),
        None,
        datetime(2026, 12, 21, 8, tzinfo=UTC),
        weeks=1,
    )
    told = [line for line in PAGE.splitlines() if line.startswith("| 2026-")]
    assert [row(day) for day in ahead.days] == told
    assert ahead.next_change == datetime(2027, 3, 28, 1, tzinfo=UTC)
    assert f"{ahead.next_change:%Y-%m-%d at %H:%M UTC}" in PAGE
    assert ahead.warnings == ()


def test_every_field_of_a_calendar_is_on_the_page() -> None:
    table = [line for line in PAGE.splitlines() if line.startswith("| `")]
    told = {name for line in table for name in re.findall(r"`(\w+)`", line.split("|")[1])}
    assert told == set(calendar_reading._FIELDS)
