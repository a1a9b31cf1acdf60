"""Exchange at a stated rate of a stated day."""

from datetime import date
from decimal import Decimal

import pytest

from billing.amounts import exchange, money
from billing.amounts.exchange import Rate

RATES = [
    Rate("USD", "EUR", Decimal("0.9210"), date(2026, 10, 1), "ECB"),
    Rate("USD", "EUR", Decimal("0.9305"), date(2026, 10, 15), "ECB"),
    Rate("EUR", "PLN", Decimal("4.2500"), date(2026, 10, 1), "NBP"),
]


@pytest.mark.parametrize(("day", "value"), [(1, "0.921"), (14, "0.921"), (15, "0.9305")])
def test_the_newest_rate_not_after_the_day_holds(day: int, value: str) -> None:
    found = exchange.on(date(2026, 10, day), "USD", "EUR", RATES)

    assert found.value == Decimal(value)


@pytest.mark.parametrize(("base", "quote"), [("EUR", "USD"), ("USD", "PLN")])
def test_a_rate_is_neither_inverted_nor_crossed(base: str, quote: str) -> None:
    with pytest.raises(exchange.NoRate, match="add it, with its source") as refused:
        exchange.on(date(2026, 10, 20), base, quote, RATES)

    assert refused.value.status == 409


def test_no_rate_before_the_first() -> None:
    with pytest.raises(exchange.NoRate):
        exchange.on(date(2026, 9, 30), "USD", "EUR", RATES)


def test_conversion_keeps_every_digit() -> None:
    converted = exchange.convert(money.of("10.05", "USD"), RATES[0])

    assert converted == money.of("9.256050", "EUR")
    with pytest.raises(money.MixedCurrencies):
        exchange.convert(converted, RATES[0])
