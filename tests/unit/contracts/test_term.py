"""A contract's dates, worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from contracts.signed import term
from contracts.signed.term import Terms

YEARLY = Terms(date(2026, 1, 1), date(2026, 12, 31), 90, "automatic")
UNTIL_NOTICE = Terms(date(2026, 1, 1), notice_days=30)
FIXED = Terms(date(2026, 1, 1), date(2026, 12, 31), 90)


def test_ninety_full_days_lie_between_the_last_notice_day_and_the_end() -> None:
    assert term.last_notice_day(YEARLY, date(2026, 3, 1)) == date(2026, 10, 2)
    assert (date(2026, 12, 31) - date(2026, 10, 2)).days == 90


def test_notice_on_the_last_day_ends_this_term_and_a_day_later_the_next() -> None:
    assert term.earliest_end(YEARLY, date(2026, 10, 2)) == date(2026, 12, 31)
    assert term.earliest_end(YEARLY, date(2026, 10, 3)) == date(2027, 12, 31)
    assert term.last_notice_day(YEARLY, date(2026, 10, 3)) == date(2027, 10, 2)


def test_it_renews_on_the_day_after_each_term() -> None:
    assert term.renewal(YEARLY, date(2026, 5, 1)) == date(2027, 1, 1)
    assert term.renewal(YEARLY, date(2027, 1, 1)) == date(2027, 1, 1)
    assert term.renewal(YEARLY, date(2027, 1, 2)) == date(2028, 1, 1)
    assert term.in_force(YEARLY, date(2040, 1, 1))


def test_a_short_month_does_not_move_the_ends_that_follow() -> None:
    monthly = Terms(date(2026, 1, 1), date(2026, 1, 30), 0, "automatic", 1)
    ends = [term.term_end(monthly, date(2026, month, 1)) for month in (1, 2, 3, 4)]
    assert ends == [date(2026, 1, 30), date(2026, 2, 27), date(2026, 3, 30), date(2026, 4, 29)]


def test_a_leap_day_is_the_februarys_last_in_other_years() -> None:
    raised = Terms(date(2023, 1, 1), uplift_percent=Decimal(3), uplift_on=date(2024, 2, 29))
    assert term.uplift(raised, date(2024, 3, 1)) == date(2025, 2, 28)
    assert term.uplift(raised, date(2027, 3, 1)) == date(2028, 2, 29)


def test_one_that_runs_until_notice_ends_when_its_days_have_passed() -> None:
    assert term.earliest_end(UNTIL_NOTICE, date(2026, 6, 1)) == date(2026, 7, 1)
    assert term.last_notice_day(UNTIL_NOTICE, date(2026, 6, 1)) is None
    assert term.last_day(UNTIL_NOTICE) is None


def test_one_for_a_fixed_term_ends_by_itself() -> None:
    assert term.earliest_end(FIXED, date(2026, 6, 1)) is None
    assert term.renewal(FIXED, date(2026, 6, 1)) is None
    assert (term.in_force(FIXED, date(2026, 12, 31)), term.in_force(FIXED, date(2027, 1, 1))) == (
        True,
        False,
    )


def test_after_notice_nothing_renews_and_no_price_goes_up_any_more() -> None:
    leaving = Terms(
        *(date(2026, 1, 1), date(2026, 12, 31), 90, "automatic", 12),
        *(Decimal("2.5"), date(2027, 1, 1), date(2026, 12, 31)),
    )
    found = term.dates(leaving, date(2026, 11, 1))
    assert found == term.Dates(
        in_force=True,
        term_ends_on=date(2026, 12, 31),
        last_notice_day=None,
        renews_on=None,
        next_uplift_on=None,
        last_day=date(2026, 12, 31),
    )
    assert term.uplift(YEARLY, date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 25, date(2028, 9, 30)),
    ],
)
def test_months_later(day: date, months: int, later: date) -> None:
    assert term.months_later(day, months) == later
