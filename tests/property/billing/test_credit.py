"""A credit never exceeds its cap, and never depends on the order of misses."""

import random
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from billing import credit
from billing.credit import Basis, Cumulation, Entitlement, Terms
from billing.money import Money
from tests.property.billing import worlds

MISSES = st.lists(
    st.one_of(
        st.tuples(worlds.decimals(0, 100, 2), st.none()),
        st.tuples(st.none(), worlds.decimals(0, 40, 1)),
    ),
    max_size=6,
).map(
    lambda drawn: [
        Entitlement(id=f"miss {place}", percent=percent, units=units)
        for place, (percent, units) in enumerate(drawn)
    ]
)
TERMS = st.builds(
    Terms,
    basis=st.sampled_from(Basis),
    cumulation=st.sampled_from(Cumulation),
    cap=worlds.decimals(0, 100, 1),
    least=worlds.decimals(0, 50, 2),
)
CHARGES = st.builds(Money, worlds.decimals(0, 20_000, 2), st.just("EUR"))


@given(MISSES, TERMS, CHARGES, st.integers(28, 31), st.randoms())
def test_a_credit_keeps_its_bounds_in_any_order(
    misses: list[Entitlement], terms: Terms, charge: Money, days: int, chance: random.Random
) -> None:
    found = credit.settle(misses, terms, charge, days)
    shuffled = list(misses)
    chance.shuffle(shuffled)

    cap = Fraction(charge.amount) * Fraction(terms.cap) / 100
    assert Fraction(found.amount.amount) <= cap + Fraction(1, 200)
    assert found.amount.amount == 0 or found.amount.amount >= terms.least
    assert credit.settle(shuffled, terms, charge, days) == found


@given(MISSES, TERMS, CHARGES, st.integers(28, 31))
def test_one_more_miss_never_lowers_a_credit(
    misses: list[Entitlement], terms: Terms, charge: Money, days: int
) -> None:
    more = [*misses, Entitlement(id="one more", percent=Decimal(3))]

    less = credit.settle(misses, terms, charge, days).amount

    assert less <= credit.settle(more, terms, charge, days).amount


@given(MISSES, TERMS, CHARGES, st.integers(28, 31))
def test_the_largest_is_never_more_than_the_sum(
    misses: list[Entitlement], terms: Terms, charge: Money, days: int
) -> None:
    largest, total = (
        credit.settle(misses, Terms(basis=terms.basis, cumulation=how), charge, days).amount
        for how in Cumulation
    )

    assert largest <= total
