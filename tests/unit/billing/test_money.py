"""Money is exact, and in one currency."""

from decimal import Decimal

import pytest
from babel.numbers import get_currency_precision

from billing.amounts import money


@pytest.mark.parametrize("amount", [1.5, True, None, "12,50", "", "NaN", Decimal("Infinity")])
def test_what_is_no_exact_amount_is_refused(amount: object) -> None:
    with pytest.raises(money.NotMoney):
        money.of(amount, "EUR")  # type: ignore[arg-type]


def test_a_float_is_told_how_to_write_it() -> None:
    with pytest.raises(money.NotMoney, match=r'write it as text, "12\.50"') as refused:
        money.of(1.5, "EUR")  # type: ignore[arg-type]

    assert refused.value.field == "amount"
    assert refused.value.status == 422


@pytest.mark.parametrize("currency", ["", "eur", "EURO", "XAU", "XXX", "XTS", "ZZZ"])
def test_an_unknown_currency_is_refused(currency: str) -> None:
    with pytest.raises(money.NotMoney, match="ISO 4217") as refused:
        money.of("1", currency)

    assert refused.value.field == "currency"


@pytest.mark.parametrize(
    ("currency", "places"),
    [("EUR", 2), ("JPY", 0), ("KWD", 3), ("ISK", 0), ("HUF", 2), ("XOF", 0), ("DEFAULT", None)],
)
def test_minor_units_are_those_of_iso_4217(currency: str, places: int | None) -> None:
    if places is None:
        with pytest.raises(money.NotMoney):
            money.places(currency)
    else:
        assert money.places(currency) == places


@pytest.mark.parametrize(("currency", "places"), [("RSD", 2), ("IQD", 3), ("MGA", 2)])
def test_cldr_may_not_drop_a_minor_unit_that_iso_keeps(currency: str, places: int) -> None:
    assert get_currency_precision(currency) == 0
    assert money.places(currency) == places


def test_two_currencies_never_meet() -> None:
    euro, zloty = money.of(1, "EUR"), money.of(1, "PLN")

    for meet in (
        lambda: euro + zloty,
        lambda: euro - zloty,
        lambda: euro < zloty,
        lambda: euro >= zloty,
        lambda: money.total([euro, zloty], "EUR"),
    ):
        with pytest.raises(money.MixedCurrencies, match="convert one of them"):
            meet()
    assert euro != zloty


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("1.005", "EUR", "1.01"),
        ("-1.005", "EUR", "-1.01"),
        ("1.0049", "EUR", "1.00"),
        ("1.5", "JPY", "2"),
        ("1.0005", "KWD", "1.001"),
    ],
)
def test_rounding_is_half_up_to_the_minor_unit(amount: str, currency: str, rounded: str) -> None:
    assert money.rounded(money.of(amount, currency)) == money.of(rounded, currency)


def test_a_sum_keeps_every_digit() -> None:
    large, small = money.of("9" * 30, "EUR"), money.of("0." + "0" * 20 + "1", "EUR")

    assert large + small - large == small


def test_nothing_has_no_sign() -> None:
    assert str((-money.zero("EUR")).amount) == "0"
    assert not money.zero("EUR")


def test_a_split_gives_the_odd_cents_to_the_largest_remainders() -> None:
    parts = money.allocate(money.of("1.00", "EUR"), [1, 1, 1])
    assert parts == tuple(money.of(part, "EUR") for part in ("0.34", "0.33", "0.33"))

    parts = money.allocate(money.of("-1.00", "EUR"), [1, 5, 0, 1])
    assert parts == tuple(money.of(part, "EUR") for part in ("-0.14", "-0.72", "0", "-0.14"))


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_a_split_needs_weights(weights: list[int]) -> None:
    with pytest.raises(money.NotMoney, match="weight"):
        money.allocate(money.of("1.00", "EUR"), weights)


def test_an_unrounded_amount_is_not_split() -> None:
    with pytest.raises(money.NotMoney, match="round it before"):
        money.allocate(money.of("1.001", "EUR"), [1, 1])
