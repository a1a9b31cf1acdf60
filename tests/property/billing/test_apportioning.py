"""A credit spread over lines is the credit, whatever the lines."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from billing.invoicing import apportioning
from billing.invoicing.crediting import Billed

LINES = st.lists(st.integers(1, 5_000_00), min_size=1, max_size=8).map(
    lambda nets: [
        Billed(place, Decimal(net) / 100, Decimal(0), "S", Decimal(23))
        for place, net in enumerate(nets, 1)
    ]
)


@given(LINES, st.integers(1, 10_000))
def test_the_parts_sum_to_it_and_take_no_line_below_nothing(
    lines: list[Billed], share: int
) -> None:
    whole = sum((each.left for each in lines), Decimal(0))
    amount = (whole * share / 10_000).quantize(Decimal("0.01"))
    parts = apportioning.parts(amount, lines, "EUR")
    assert sum((part.net for part in parts), Decimal(0)) == amount
    left = {each.ordinal: each.left for each in lines}
    for part in parts:
        exact = amount * left[part.ordinal] / whole
        assert 0 < part.net <= left[part.ordinal]
        assert abs(part.net - exact) < Decimal("0.01")


@given(LINES)
def test_all_of_it_is_all_of_every_line(lines: list[Billed]) -> None:
    whole = sum((each.left for each in lines), Decimal(0))
    parts = apportioning.parts(whole, lines, "EUR")
    assert [part.net for part in parts] == [each.left for each in lines]
