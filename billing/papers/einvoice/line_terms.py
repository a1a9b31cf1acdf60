"""A line as business terms of EN 16931 (BG-25). Pure.

Our prices have tiers, allowances and blocks, so a line has no price of one unit that its net
follows from. The standard lets a price be for any number of units (BT-149): the line's net is the
price of its whole quantity. A price is never below zero (BR-27): what is given back is a quantity
below zero.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from billing.amounts import exact, money
from billing.amounts.money import Money
from billing.papers.einvoice import codes
from billing.papers.paper import Line
from billing.papers.printed import figures
from billing.papers.printed.language import Language

Terms = dict[str, Any]


def of(line: Line, currency: str, speech: Language) -> Terms:
    net = money.rounded(Money(line.net, currency)).amount
    quantity, unit = _quantity(line)
    said = "\n".join(figures.coverage(line, currency, speech))
    terms = {
        "BT-126": str(line.ordinal),
        "BT-127-00": [{"BT-127": said}] if said else None,
        "BT-129": exact.plain(-quantity if net < 0 else quantity),
        "BT-130": unit,
        "BT-131": format(net if net else abs(net), "f"),
        "BT-134": line.days.start if line.days else None,
        "BT-135": line.days.last if line.days else None,
        "BT-146": format(abs(net), "f"),
        "BT-149": exact.plain(quantity),
        "BT-151": line.tax_code,
        "BT-152": None if line.tax_code in codes.RATELESS else rate(line.tax_rate),
        "BT-153": figures.name(line),
    }
    return {name: each for name, each in terms.items() if each is not None}


def rate(percent: Decimal) -> str:
    return exact.plain(percent)


def _quantity(line: Line) -> tuple[Decimal, str]:
    """Above zero; one of nothing for a fee, and where nothing was counted."""
    if not line.quantity:
        return exact.ONE, codes.ONE
    return abs(line.quantity), codes.unit(line.unit)
