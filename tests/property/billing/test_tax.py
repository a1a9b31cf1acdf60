"""Whatever the lines, the tax lines cover each net once."""

import random
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from billing.amounts import money, tax
from billing.amounts.money import Money
from billing.amounts.tax import Category
from tests.property.billing import worlds

CATEGORIES = st.sampled_from(
    [Category("S", Decimal(19)), Category("S", Decimal(7)), Category("Z", Decimal(0))]
)
NETS = st.lists(
    st.tuples(CATEGORIES, st.builds(Money, worlds.decimals(-10_000, 10_000, 2), st.just("EUR"))),
    max_size=12,
)


@given(NETS, st.randoms())
def test_bases_add_up_and_the_order_of_lines_changes_nothing(
    nets: list[tuple[Category, Money]], chance: random.Random
) -> None:
    lines = tax.lines(nets, "EUR")
    shuffled = list(nets)
    chance.shuffle(shuffled)

    whole = money.total((net for _, net in nets), "EUR")
    assert money.total((line.base for line in lines), "EUR") == whole
    assert tax.lines(shuffled, "EUR") == lines


@given(NETS)
def test_each_tax_is_within_half_a_cent_of_its_rate(nets: list[tuple[Category, Money]]) -> None:
    for line in tax.lines(nets, "EUR"):
        exact = Fraction(line.base.amount) * Fraction(line.category.percent) / 100
        assert abs(Fraction(line.tax.amount) - exact) <= Fraction(1, 200)


@given(NETS)
def test_the_mirrored_lines_have_the_mirrored_tax(nets: list[tuple[Category, Money]]) -> None:
    mirrored = tax.lines([(category, -net) for category, net in nets], "EUR")

    assert [-line.tax for line in mirrored] == [line.tax for line in tax.lines(nets, "EUR")]
