"""What holds for every amount."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from billing.amounts import money
from billing.amounts.money import Money

CURRENCIES = st.sampled_from(["EUR", "PLN", "JPY", "KWD"])
AMOUNTS = st.decimals(
    min_value=-(10**18), max_value=10**18, places=6, allow_nan=False, allow_infinity=False
)
MONIES = st.builds(Money, AMOUNTS, CURRENCIES)
WEIGHTS = st.lists(
    st.decimals(min_value=0, max_value=10**9, places=3), min_size=1, max_size=12
).filter(any)


@given(MONIES)
def test_rounding_moves_by_at_most_half_a_minor_unit_and_only_once(amount: Money) -> None:
    rounded = money.rounded(amount)

    moved = abs(Fraction(rounded.amount) - Fraction(amount.amount))
    assert moved <= Fraction(money.quantum(amount.currency)) / 2
    assert money.rounded(rounded) == rounded


@given(MONIES)
def test_the_negative_rounds_to_the_negative(amount: Money) -> None:
    assert money.rounded(-amount) == -money.rounded(amount)


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_sums_do_not_depend_on_the_order(one: Decimal, two: Decimal, three: Decimal) -> None:
    amounts = [Money(amount, "EUR") for amount in (one, two, three)]

    assert money.total(amounts, "EUR") == money.total(reversed(amounts), "EUR")
    assert Fraction(money.total(amounts, "EUR").amount) == sum(map(Fraction, (one, two, three)))


@given(MONIES, WEIGHTS)
def test_the_parts_of_a_split_sum_to_the_whole(amount: Money, weights: list[Decimal]) -> None:
    whole = money.rounded(amount)

    parts = money.allocate(whole, weights)

    assert money.total(parts, whole.currency) == whole


@given(MONIES, WEIGHTS)
def test_a_part_is_within_a_minor_unit_of_its_share(amount: Money, weights: list[Decimal]) -> None:
    whole = money.rounded(amount)
    shares = [Fraction(whole.amount) * Fraction(w) / Fraction(sum(weights)) for w in weights]

    for part, share in zip(money.allocate(whole, weights), shares, strict=True):
        assert abs(Fraction(part.amount) - share) < Fraction(money.quantum(whole.currency))
