"""However an invoice is credited, part by part, its notes come to it exactly, tax and all."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.amounts import money, tax
from billing.amounts.money import Money
from billing.invoicing import crediting
from billing.invoicing.crediting import Billed, Part

CENTS = st.integers(-500_000, 500_000).filter(bool).map(lambda cents: Decimal(cents) / 100)
RATES = st.sampled_from((("S", Decimal(23)), ("S", Decimal("8.1")), ("AE", Decimal(0))))


@st.composite
def invoices(draw: st.DrawFn) -> list[Billed]:
    count = draw(st.integers(1, 6))
    rates = [draw(RATES) for _ in range(count)]
    return [
        Billed(place, draw(CENTS), Decimal(0), code, percent)
        for place, (code, percent) in enumerate(rates, 1)
    ]


def invoice_tax(lines: list[Billed]) -> Decimal:
    """By the invoice's own rule: once per category and rate, on the sum of the nets."""
    nets = [
        (tax.Category(each.tax_code, each.tax_percent), Money(each.net, "EUR")) for each in lines
    ]
    return money.total((line.tax for line in tax.lines(nets, "EUR")), "EUR").amount


@given(invoices(), st.data())
def test_parts_in_any_order_sum_to_the_invoice(lines: list[Billed], data: st.DataObject) -> None:
    owed, owed_tax = sum(each.net for each in lines), invoice_tax(lines)
    net = charged = Decimal(0)
    while any(each.left for each in lines):
        parts = _some(lines, data)
        note = crediting.note(lines, parts, "EUR")
        net, charged = net + note.net, charged + note.tax
        taken = {part.ordinal: part.net for part in parts}
        lines = [
            replace(each, credited=each.credited + taken.get(each.ordinal, Decimal(0)))
            for each in lines
        ]
    assert (net, charged) == (owed, owed_tax)


def _some(lines: list[Billed], data: st.DataObject) -> list[Part]:
    """Of some lines half, to the cent, or all that is left."""
    left = [each for each in lines if each.left]
    chosen = data.draw(st.lists(st.sampled_from(left), min_size=1, unique=True))
    parts = []
    for each in chosen:
        half = (each.left / 2).quantize(Decimal("0.01"))
        parts.append(Part(each.ordinal, half if half and data.draw(st.booleans()) else each.left))
    return parts


@given(invoices(), st.integers(1, 10_000))
def test_more_than_is_left_is_refused(lines: list[Billed], cents: int) -> None:
    line = lines[0]
    more = Decimal(cents) / 100
    with pytest.raises(crediting.TooMuch):
        crediting.note(lines, [Part(1, line.net + more.copy_sign(line.net))], "EUR")
    with pytest.raises(crediting.TooMuch):
        crediting.note(lines, [Part(1, -line.net)], "EUR")


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ([], "lines"),
        ([Part(1, Decimal(1)), Part(1, Decimal(1))], "lines"),
        ([Part(9, Decimal(1))], "lines[0].ordinal"),
        ([Part(1, Decimal("0.001"))], "lines[0].net"),
        ([Part(1, Decimal(0))], "lines[0].net"),
    ],
    ids=["nothing", "twice", "unknown", "finer", "zero"],
)
def test_what_cannot_be_credited_is_named(parts: list[Part], field: str) -> None:
    lines = [Billed(1, Decimal("10.00"), Decimal(0), "S", Decimal(23))]
    with pytest.raises(crediting.check.Invalid) as refused:
        crediting.note(lines, parts, "EUR")
    assert refused.value.path == field
