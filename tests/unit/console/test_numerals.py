"""Numbers as people type them."""

from decimal import Decimal

import pytest

from underpin.console.routes import forms, numerals
from underpin.kernel.errors import Malformed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1200.50", "1200.50"),
        ("1,5", "1.5"),
        ("1 200,50", "1200.50"),
        ("1\u00a0200\u202f300,5", "1200300.5"),
        ("-3,25", "-3.25"),
        ("١٢٣", "123"),
        ("١٢٣٫٥", "123.5"),
        ("١٬٢٠٠", "1200"),
        ("۱۲", "12"),
        ("１２．５", "12.5"),
        (" 7 ", "7"),
        ("1,200", "1,200"),
        ("1,200.50", "1,200.50"),
        ("12 34", "12 34"),
        ("a lot", "a lot"),
        ("", ""),
    ],
)
def test_a_number_in_any_writing(typed: str, meant: str) -> None:
    assert numerals.plain(typed) == meant


@pytest.mark.parametrize("typed", ["1,5", "١٫٥", "1.5"])
def test_an_amount_is_taken_as_its_writer_means_it(typed: str) -> None:
    assert forms.amount({"net": typed}, "net") == Decimal("1.5")
    assert forms.number({"net": typed}, "net") == Decimal("1.5")


@pytest.mark.parametrize("typed", ["1,200", "1_000", "1e5", "NaN", "-1", "9" * 40, "abc"])
def test_no_amount(typed: str) -> None:
    with pytest.raises(Malformed) as refused:
        forms.amount({"net": typed}, "net")
    assert refused.value.field == "net"


@pytest.mark.parametrize("typed", ["1,200", "1_000", "1e5", "NaN", "Infinity", "9" * 40, "abc"])
def test_no_number(typed: str) -> None:
    with pytest.raises(Malformed) as refused:
        forms.number({"quantity": typed}, "quantity")
    assert refused.value.field == "quantity"
