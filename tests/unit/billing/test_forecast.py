"""What a period will have come to, by pencil."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.metered import meter
from billing.pricing import proration
from billing.pricing.period import Period
from billing.pricing.proration import Slice
from billing.terms import forecast

OCTOBER = proration.whole(Period(date(2026, 10, 1), date(2026, 11, 1)))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 10, 10), "186"),
        (date(2026, 10, 31), "60"),
        (date(2026, 11, 9), "60"),
        (date(2026, 10, 1), "1860"),
        (date(2026, 10, 7), "265.714286"),
    ],
    ids=["the tenth", "the last day", "past", "the first day", "rounded at the sixth place"],
)
def test_what_happens_goes_on_as_it_did(today: date, expected: str) -> None:
    found = forecast.quantity(meter.STAFF_MINUTES, Decimal(60), OCTOBER, today)

    assert found == Decimal(expected)


def test_what_is_there_stays() -> None:
    assert forecast.quantity(meter.SEATS, Decimal(25), OCTOBER, date(2026, 10, 3)) == 25
    assert forecast.quantity(None, Decimal(1), OCTOBER, date(2026, 10, 3)) == 1


def test_a_part_that_has_not_begun_has_nothing_yet() -> None:
    later = Slice(OCTOBER.period, date(2026, 10, 16), date(2026, 11, 1))

    assert forecast.quantity(meter.TICKETS, Decimal(0), later, date(2026, 10, 3)) == 0


@given(st.decimals(0, 9999, places=2), st.integers(0, 40))
def test_it_is_the_days_share_to_half_a_millionth(so_far: Decimal, after: int) -> None:
    today = OCTOBER.start + timedelta(days=after)
    exact = Fraction(so_far) * 31 / min(after + 1, 31)

    found = forecast.quantity(meter.TICKETS, so_far, OCTOBER, today)

    assert abs(Fraction(found) - exact) <= Fraction(1, 2_000_000)
