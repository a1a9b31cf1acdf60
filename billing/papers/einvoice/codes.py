"""Code lists of EN 16931, as far as our documents use them. Pure."""

from __future__ import annotations

from typing import Final

from billing.papers.paper import Kind

DOCUMENT: Final = {Kind.INVOICE: "380", Kind.CREDIT_NOTE: "381"}
"""UNTDID 1001 (BT-3). A draft is no document, a penalty outside the tax is no invoice."""

UNIT: Final = {
    "minute": "MIN",
    "hour": "HUR",
    "day": "DAY",
    "gigabyte": "E34",
    "megabyte": "4L",
}
"""UN/ECE Recommendation 20 (BT-130); whatever is counted otherwise is `ONE`."""
ONE: Final = "C62"

CREDIT_TRANSFER: Final = "30"
SEPA_TRANSFER: Final = "58"
"""UNTDID 4461 (BT-81)."""

EMAIL: Final = "EM"
"""The scheme of an electronic address that is an e-mail address (BT-34-1, BT-49-1)."""

RATELESS: Final = frozenset({"O"})
"""Tax categories that have no rate, not even zero (BR-O-05)."""


def unit(of: str) -> str:
    return UNIT.get(of, ONE)


def transfer(currency: str) -> str:
    return SEPA_TRANSFER if currency == "EUR" else CREDIT_TRANSFER
