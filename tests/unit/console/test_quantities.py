"""So many of a unit, as each language counts."""

from decimal import Decimal

import pytest

from underpin.console import locale, words


@pytest.mark.parametrize(
    ("language", "quantity", "said"),
    [
        ("en", Decimal(1), "1 ticket"),
        ("en", Decimal("1.5"), "1.5 tickets"),
        ("pl", Decimal(3), "3 zgłoszenia"),
        ("pl", Decimal(5), "5 zgłoszeń"),
        ("ar", Decimal(2), "2 تذكرتان"),
    ],
)
def test_a_quantity_takes_its_language_s_plural(
    language: locale.Language, quantity: Decimal, said: str
) -> None:
    assert words.units(quantity, str(quantity), "ticket", language) == said


def test_a_unit_that_was_defined_later_stays_as_it_is() -> None:
    assert words.units(Decimal(1), "1", "pallet", "pl") == "1 pallet"
