"""Arithmetic that is exact or says so."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest

from billing.amounts import exact


@exact.arithmetic
def product(one: Decimal, other: Decimal) -> Decimal:
    return one * other


def test_a_product_longer_than_the_default_context_keeps_every_digit() -> None:
    long = Decimal("1234567890123456789.123456789012")

    assert Fraction(product(long, long)) == Fraction(long) ** 2
    assert Fraction(long * long) != Fraction(long) ** 2


def test_a_product_that_cannot_be_exact_is_refused() -> None:
    huge = Decimal("1." + "1" * 150)

    with pytest.raises(exact.TooLong, match="fewer digits"):
        product(huge, huge)


def test_the_callers_context_is_left_as_it_was() -> None:
    with localcontext() as context:
        context.prec = 5
        product(Decimal("1.23456789"), Decimal(1))

        assert Decimal(1) / Decimal(3) == Decimal("0.33333")


def test_a_tie_of_half_a_cent_survives_a_division() -> None:
    twenty_minutes, per_hour = Decimal(20), Decimal("0.015")

    assert exact.ratio(twenty_minutes * per_hour, Decimal(60)) == Decimal("0.005")


@pytest.mark.parametrize(
    ("value", "to_the_cent"),
    [("0.005", "0.01"), ("-0.005", "-0.01"), ("0.0049999", "0.00"), ("2.675", "2.68")],
)
def test_a_tie_goes_away_from_zero(value: str, to_the_cent: str) -> None:
    assert exact.rounded(Decimal(value), Decimal("0.01")) == Decimal(to_the_cent)


@pytest.mark.parametrize(
    ("value", "of", "to_the_cent"),
    [
        ("100", Fraction(1, 3), "33.33"),
        ("-100", Fraction(2, 3), "-66.67"),
        ("0.01", Fraction(1, 2), "0.01"),
        ("-0.01", Fraction(1, 2), "-0.01"),
        ("0", Fraction(1, 31), "0"),
    ],
)
def test_a_share_is_rounded_once(value: str, of: Fraction, to_the_cent: str) -> None:
    assert exact.share(Decimal(value), of, Decimal("0.01")) == Decimal(to_the_cent)


@pytest.mark.parametrize(
    ("value", "spelling"),
    [("1.500", "1.5"), ("1E+3", "1000"), ("-0.00", "0"), ("100", "100"), ("1E-7", "0.0000001")],
)
def test_a_number_has_one_spelling(value: str, spelling: str) -> None:
    assert exact.plain(Decimal(value)) == spelling
