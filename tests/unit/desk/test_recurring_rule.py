"""When something comes again: wall-clock times of a zone, across its clock changes, past closed
days, and only by rules that are taken."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underpin.desk.recurring import rule as rules
from underpin.desk.recurring.rule import OnClosed, Rule
from underpin.kernel.errors import Malformed

ZONE = "Europe/Warsaw"
MARCH = date(2026, 3, 1)


def monthly(on_closed: OnClosed = "keep") -> Rule:
    return Rule("FREQ=MONTHLY;BYMONTHDAY=1", MARCH, time(8), ZONE, on_closed)


def is_weekend(day: date) -> bool:
    return day.weekday() >= 5


def days(told: Rule, most: int = 3) -> list[str]:
    found = islice(rules.after(told, MARCH - timedelta(days=1), is_weekend), most)
    return [each.at.isoformat() for each in found]


def test_a_time_of_day_stays_itself_when_the_clocks_change() -> None:
    assert days(monthly()) == [
        "2026-03-01T07:00:00+00:00",
        "2026-04-01T06:00:00+00:00",
        "2026-05-01T06:00:00+00:00",
    ]


def test_a_time_that_the_clocks_skip_is_an_hour_later_and_one_they_repeat_is_the_first() -> None:
    gap = Rule("FREQ=DAILY;COUNT=1", date(2026, 3, 29), time(2, 30), ZONE)
    fold = Rule("FREQ=DAILY;COUNT=1", date(2026, 10, 25), time(2, 30), ZONE)
    (skipped,) = rules.after(gap, date(2026, 3, 28), lambda _: False)
    (repeated,) = rules.after(fold, date(2026, 10, 24), lambda _: False)
    assert skipped.at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "03:30 on the wall"
    assert repeated.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("on_closed", "dates"),
    [
        ("keep", ["2026-03-01", "2026-04-01", "2026-05-01"]),
        ("skip", ["2026-04-01", "2026-05-01", "2026-06-01"]),
        ("after", ["2026-03-02", "2026-04-01", "2026-05-01"]),
        ("before", ["2026-02-27", "2026-04-01", "2026-05-01"]),
    ],
)
def test_a_closed_day_is_kept_skipped_or_shifted(on_closed: OnClosed, dates: list[str]) -> None:
    assert [each[:10] for each in days(monthly(on_closed))] == dates


def test_the_last_day_and_the_second_tuesday_are_rules_too() -> None:
    for text, wanted in (
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-03-31"),
        ("FREQ=MONTHLY;BYDAY=2TU", "2026-03-10"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2028-02-29"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-03-31"),
    ):
        told = Rule(text, MARCH, time(12), "UTC")
        rules.check(told)
        assert days(told, 1)[0][:10] == wanted, text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=3",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;COUNT=1;UNTIL=20260401",
        "FREQ=MONTHLY\nFREQ=DAILY",
        "FREQ=DAILY;INTERVAL=0",
    ],
)
def test_other_rules_are_refused(text: str) -> None:
    with pytest.raises(Malformed):
        rules.check(Rule(text, MARCH, time(8), ZONE))


@given(st.integers(1, 60), st.sampled_from(["keep", "skip", "after"]), st.integers(0, 300))
def test_going_on_from_a_day_gives_what_was_foreseen(
    interval: int, on_closed: OnClosed, back: int
) -> None:
    told = Rule(f"FREQ=DAILY;INTERVAL={interval}", MARCH, time(8), ZONE, on_closed)
    now = datetime(2026, 12, 1, tzinfo=UTC) - timedelta(days=back)
    foreseen = rules.coming(told, now, is_weekend, 6)
    assert all(each.at > now for each in foreseen)
    for before, following in pairwise(foreseen):
        assert next(rules.after(told, before.day, is_weekend)) == following
