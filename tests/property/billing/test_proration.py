"""However a period is cut, its parts sum to the whole."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from billing.amounts import money
from billing.pricing import period, proration
from billing.pricing.period import Interval, Period, Unit
from tests.property.billing import worlds

DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))
PERIODS = st.builds(
    lambda start, days: Period(start, start + timedelta(days=days)), DAYS, st.integers(1, 400)
)
QUANTA = st.sampled_from([money.quantum(code) for code in ("EUR", "JPY", "KWD")])


@given(PERIODS, st.lists(st.integers(-5, 400), max_size=10), worlds.AMOUNTS, QUANTA)
def test_the_parts_sum_to_the_rounded_whole(
    of: Period, changes: list[int], amount: Decimal, quantum: Decimal
) -> None:
    slices = proration.cut(of, [of.start + timedelta(days=day) for day in changes])

    parts = [proration.part(amount, piece, quantum) for piece in slices]

    assert sum(parts) == proration.part(amount, proration.whole(of), quantum)
    assert sum(piece.days for piece in slices) == of.days
    assert all(part >= 0 for part in parts)


@given(PERIODS, st.integers(0, 399), worlds.AMOUNTS, QUANTA)
def test_a_part_is_within_a_unit_of_its_days_share(
    of: Period, change: int, amount: Decimal, quantum: Decimal
) -> None:
    for piece in proration.cut(of, [of.start + timedelta(days=change)]):
        share = Fraction(amount) * piece.days / of.days
        part = Fraction(proration.part(amount, piece, quantum))

        assert abs(part - share) <= Fraction(quantum)


@given(PERIODS, st.integers(1, 399), st.lists(st.integers(1, 399)), worlds.AMOUNTS)
def test_later_changes_do_not_move_an_earlier_part(
    of: Period, first: int, later: list[int], amount: Decimal
) -> None:
    days = [of.start + timedelta(days=first)]
    more = days + [day for ahead in later if (day := of.start + timedelta(days=ahead)) > days[0]]

    one, other = proration.cut(of, days)[0], proration.cut(of, more)[0]

    assert proration.part(amount, one, Decimal(1)) == proration.part(amount, other, Decimal(1))


INTERVALS = st.builds(Interval, st.integers(1, 18), st.sampled_from(Unit))


@given(DAYS, DAYS, INTERVALS)
def test_every_day_lies_in_one_period_and_they_join(
    day: date, anchor: date, interval: Interval
) -> None:
    found = period.holding(day, anchor, interval)

    assert day in found
    assert period.holding(found.start, anchor, interval) == found
    assert period.holding(found.end, anchor, interval).start == found.end
