"""Amounts as Stripe counts them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.amounts import money
from billing.payments.gateway import minor_units
from billing.payments.gateway.minor_units import NotCollectable


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [
        ("12.50", "EUR", 1250),
        ("-0.01", "USD", -1),
        ("1250", "JPY", 1250),
        ("1.230", "KWD", 1230),
        ("15", "ISK", 1500),
        ("7", "MGA", 7),
    ],
)
def test_an_amount_is_whole_minor_units(amount: str, currency: str, units: int) -> None:
    assert minor_units.of(money.of(amount, currency)) == units
    assert minor_units.money(units, currency.lower()) == money.of(amount, currency)


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        *(("0.005", "EUR"), ("1.5", "JPY"), ("1.234", "KWD"), ("15.50", "ISK"), ("7.20", "MGA")),
        ("1000000.00", "EUR"),
    ],
)
def test_what_does_not_fit_is_refused_never_rounded(amount: str, currency: str) -> None:
    with pytest.raises(NotCollectable, match=currency):
        minor_units.of(money.of(amount, currency))


@given(st.integers(-99_999_999, 99_999_999), st.sampled_from(["EUR", "JPY", "USD", "KRW"]))
def test_there_and_back_is_the_same(units: int, currency: str) -> None:
    assert minor_units.of(minor_units.money(units, currency)) == units
