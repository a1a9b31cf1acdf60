"""Whose number it is that calls."""

from __future__ import annotations

import pytest

from underpin.desk.phone import number
from underpin.kernel import ids

ANN, BOB = ids.new(), ids.new()
KNOWN = [("48221234567", ANN), ("48601100200", ANN), ("4930901820", BOB), ("49601100200", BOB)]


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("+48 22 123-45-67", "48221234567"),
        ("0048221234567", "48221234567"),
        ("(022) 123 45 67", "0221234567"),
        ("sip:anonymous", ""),
        ("", ""),
        ("12", ""),
        ("1" * 16, ""),
        ("\u0661\u0662\u0663\u0664", ""),
    ],
)
def test_a_number_is_its_digits(said: str, digits: str) -> None:
    assert number.digits(said) == digits


@pytest.mark.parametrize(
    ("said", "whose"),
    [
        ("+48221234567", ANN),
        ("022 123 45 67", ANN),
        ("+49 30 901820", BOB),
        ("601100200", None),
        ("+48601100200", ANN),
        ("901820", None),
        ("withheld", None),
        ("+33123456789", None),
    ],
)
def test_it_is_of_the_one_person_it_can_be_of(said: str, whose: object) -> None:
    assert number.whose(said, KNOWN) == whose
