"""The reference a client copies onto its transfer, and finding it in what a bank makes of it."""

from __future__ import annotations

import pytest

from billing.payments import creditor_reference


def test_the_check_digits_are_those_of_iso_11649() -> None:
    assert creditor_reference.valid("RF18 5390 0754 7034")  # a published example
    assert not creditor_reference.valid("RF18 5390 0754 7043")
    made = creditor_reference.of("ACME-2026-0007")
    assert made == "RF39ACME20260007" and creditor_reference.valid(made)
    assert creditor_reference.shown(made) == "RF39 ACME 2026 0007"


@pytest.mark.parametrize(
    "text",
    [
        "RF39ACME20260007",
        "your invoice rf39 acme 2026 0007, thank you",
        "INV ACME-2026-0007",
        "acme/2026/0007",
        "SVWZ+ACME20260007",
    ],
)
def test_a_number_is_found_however_it_was_written(text: str) -> None:
    assert "ACME-2026-0007" in creditor_reference.named_in(text)


def test_a_slip_of_the_pen_names_nothing_by_reference() -> None:
    assert creditor_reference.named_in("RF39 ACME 2026 00O7", "October, with thanks") == frozenset()


def test_a_key_that_ends_in_digits_is_read_in_every_way() -> None:
    named = creditor_reference.named_in(creditor_reference.of("BOLT2-2026-0001"))
    assert "BOLT2-2026-0001" in named
