"""What is taken for a whole number, and what never is."""

from __future__ import annotations

import pytest

from underpin.kernel import digits


def test_up_to_so_many_digits_are_a_number() -> None:
    assert [digits.read(said, 3) for said in ("0", "7", "042", "999")] == [0, 7, 42, 999]


@pytest.mark.parametrize("said", ["", " 7", "-7", "+7", "1_0", "7.0", "²", "٧", "1000", "9" * 5000])
def test_all_else_is_none(said: str) -> None:
    assert digits.read(said, 3) is None
