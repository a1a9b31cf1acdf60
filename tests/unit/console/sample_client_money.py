"""A client's terms, usage and blocks, with what is negotiated and what was withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tests.unit.console import sample_pricing
from underpin.console import views
from underpin.console.views import client_money as shown
from underpin.console.views.shell import Shell

D = Decimal
MONTHS = (1, "month")
DAY = date(2026, 12, 1)
PATH = "/clients/nord/terms"
CLIENT = shown.Client("Nordlicht <b>", "nord", frozenset({"invoices", "terms", "usage", "credits"}))
NAMES = [
    "version_id",
    "starts_on",
    "treatment",
    "percent",
    "payment_days",
    "on",
    "reason",
    "currency",
]
BLOCK = views.BlockRow("Ten hours", "minute", D(90), D(600), date(2027, 3, 31))


def pages(staff: Callable[[str], Shell]) -> Mapping[str, tuple[str, Any]]:
    desk = staff("clients")
    draws = (
        shown.DrawRow(DAY, D("47.5"), "minutes", DAY),
        shown.DrawRow(DAY, D(10), "", None),
    )
    return {
        "client_terms": ("client_money/terms", terms(desk)),
        "client_usage": ("client_money/usage", usage(desk)),
        "block": ("client_money/block", shown.BlockPage(desk, CLIENT, BLOCK, draws, "/more")),
    }


def terms(shell: Shell) -> shown.ClientTermsPage:
    rows = (
        shown.TermRow(
            *("Gold", 2, "EUR", MONTHS, "ahead", DAY, None, "domestic", D(23), 30),
            f"{PATH}/2/withdrawal",
        ),
        shown.TermRow("Silver", 1, "EUR", MONTHS, "in_force", DAY, DAY, "reverse_charge", None, 14),
    )
    deal = (sample_pricing.WORK, "Silver", DAY, None)
    deals = (
        shown.DealRow(*deal, "proposed", "They grow", f"{PATH}/prices/1", own=False),
        shown.DealRow(*deal, "proposed", "They stay", "", own=True),
    )
    return shown.ClientTermsPage(
        *(shell, CLIENT, rows, deals),
        (shown.WithdrawnRow("Bronze", 1, "EUR", DAY, "They did not want it"),),
        (shown.PriceLink("Tickets", f"{PATH}/prices/new?price=tickets"),),
        (("1", "Gold 2 (EUR)"),),
        (("EUR", "EUR"),),
        (("domestic", "Domestic"),),
        True,
        dict.fromkeys((*NAMES, "currency"), ""),
        "That day is invoiced already: choose one from the period that is not",
    )


def usage(shell: Shell) -> shown.ClientUsagePage:
    lines = (
        shown.UsageLine("Work", "L2", "minute", D(90), D(60), D(0), D(30), D(0), D("12.50")),
        shown.UsageLine("Vendors", "", "money", D(90), D(0), D(0), D(0), D(99), D(120)),
    )
    held = shown.HeldBlock(BLOCK, DAY, "", "/clients/nord/blocks/1")
    return shown.ClientUsagePage(
        *(shell, CLIENT, (DAY, DAY), "EUR", lines, D(99), D("132.50")),
        (("EUR", "/a"), ("PLN", "/b")),
        (held,),
        (shown.SeatRow(DAY, 42),),
        (("minute", "min"),),
        True,
        dict.fromkeys(
            ["name", "unit", "size", "price", "currency", "starts", "expires", "group"], ""
        ),
    )
