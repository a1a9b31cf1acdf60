"""Meters, taxes, the letterhead and reminders' words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from billing.parties.party import Seller
from billing.receivables import reminder_words
from underpin.console.views import money_settings as shown
from underpin.console.views.shell import Shell

DAY = date(2026, 1, 1)
METERS = (
    shown.MeterRow("tickets", "Tickets", "ticket", "count", "", (), own=False),
    shown.MeterRow("calls", "Calls <b>", "call", "sum", "tickets", (("line", "gold"),), own=True),
)
FIELDS = ("key", "name", "unit", "aggregation", "distinct", "reads", "dimension", "values")
RATE = {"tax_class": "", "rate_from": "", "percent": ""}


def pages(staff: Callable[[str], Shell]) -> Mapping[str, tuple[str, Any]]:
    desk = staff("money_settings")
    seller = dict.fromkeys((*Seller.__struct_fields__, "starts_on"), "")
    sentences = msgspec.structs.asdict(reminder_words.WORDS["en"])
    return {
        "meters": (
            "money_settings/meters",
            shown.MetersPage(
                *(staff("meters"), METERS, (("sum", "Sum"),), True, dict.fromkeys(FIELDS, "")),
                "A meter with this key exists",
            ),
        ),
        "money_settings": (
            "money_settings/house",
            shown.MoneySettingsPage(
                *(desk, (shown.RateRow("standard", Decimal(23), DAY),)),
                *((shown.SellerRow("Northwind <b>", DAY),), seller, RATE, "en", sentences),
                *("{amount}, {number}", True, True),
            ),
        ),
    }
