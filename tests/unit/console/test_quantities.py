"""So many of a unit, as each language counts."""

from decimal import Decimal

import pytest

from underpin.console import locale, words
from underpin.console.routes.desk_list import bulk_work


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


@pytest.mark.parametrize(
    ("count", "said"), [(1, "zgłoszenia."), (2, "zgłoszeń."), (5, "zgłoszeń.")]
)
def test_so_many_of_so_many_takes_the_plural_of_the_whole(count: int, said: str) -> None:
    found = locale.ngettext("pl", *bulk_work.DONE, count) % {"done": 1, "num": count}
    assert found == f"Wykonano dla 1 z {count} {said}"


def test_a_unit_that_was_defined_later_stays_as_it_is() -> None:
    assert words.units(Decimal(1), "1", "pallet", "pl") == "1 pallet"
