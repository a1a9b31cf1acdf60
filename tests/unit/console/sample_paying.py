"""How a client pays, in every state a form depends on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from tests.unit.console import sample_one_invoice
from underpin.console.views import paying as shown
from underpin.console.views.account import Invoice
from underpin.console.views.client_money import Client
from underpin.console.views.money import Amount
from underpin.console.views.shell import Shell

AT, DAY = datetime(2026, 11, 12, 9, tzinfo=UTC), date(2026, 11, 12)
DISPUTES = tuple(
    replace(each, invoice="ACME-2026-0007", path="/clients/acme/invoices/ACME-2026-0007/payments")
    for each in sample_one_invoice.DISPUTES
)
TABS = frozenset({"invoices", "terms", "usage", "balance", "paying", "apart", "credits"})
CLIENT = Client("Acme <b>", "acme", TABS)
BUYER = {
    "starts_on": "2026-11-01",
    "legal_name": "Acme <Ltd>",
    "street": "s",
    "city": "c",
    "country": "PL",
    "reference": "0815",
    "purchase_order": "PO-7",
}
TERMS = {"payment_days": "14", "end_of_month": "yes", "grace_days": "3"}
LINE = ("name", "quantity", "price", "currency", "on_day", "tax_class")
NO_LINE = dict.fromkeys(LINE, "")
LEVELS = (
    shown.LevelFields(1, "7", "", "exempt"),
    shown.LevelFields(2, "21", "EUR 15", "standard"),
    shown.LevelFields(3, "", "", ""),
)


def agreed(frame: Shell) -> shown.PayingPage:
    buyers = (("Acme <Ltd>", DAY), ("Acme", date(2025, 1, 1)))
    said = (buyers, BUYER, TERMS, True, "own", LEVELS, True, "visa, ends in 4242", True)
    return shown.PayingPage(
        frame, CLIENT, *said, True, True, True, DISPUTES, "country: 'XX' is none."
    )


def bare(frame: Shell) -> shown.PayingPage:
    empty = dict.fromkeys(BUYER, "")
    plain = replace(agreed(frame), buyers=(), buyer=empty, stated=False, reminders="provider")
    plain = replace(plain, levels=LEVELS[2:], stripe=False, card="", cards_set_up=False)
    return replace(plain, may_terms=False, problem="")


def balance(frame: Shell) -> shown.BalancePage:
    moves = (
        shown.MoveRow(Decimal(50), "EUR", "penalty", AT),
        shown.MoveRow(Decimal(-20), "EUR", "used", AT),
    )
    back = shown.PaybackRow(Decimal(10), "EUR", "They <ask>", "proposed", AT)
    typed = {"currency": "EUR", "amount": "5", "reason": "typed"}
    return shown.BalancePage(
        *(frame, CLIENT, (Amount(Decimal(30), "EUR"),), moves, (back,), (("EUR", "EUR"),), typed),
        more="/clients/acme/balance?before=1",
    )


def apart(frame: Shell, invoice: Invoice) -> shown.ApartPage:
    line = shown.WaitingLine("1", "Scanner <b>", DAY, Decimal(2), Decimal(189), "EUR", chosen=True)
    draft = shown.DraftApart(invoice, "/clients/acme/apart/1", "hash")
    typed = NO_LINE | {"on_day": "2026-11-12", "name": "typed"}
    return shown.ApartPage(frame, CLIENT, (line,), (draft,), True, typed, "lines: 1 to 200.")


def pages(staff: Callable[[str], Shell], invoice: Invoice) -> Mapping[str, tuple[str, Any]]:
    frame = staff("clients")
    nothing = shown.BalancePage(frame, CLIENT, (), (), (), (), {})
    none = shown.ApartPage(frame, CLIENT, (), (), False, NO_LINE)
    return {
        "paying": ("paying/agreed", agreed(frame)),
        "paying_bare": ("paying/agreed", bare(frame)),
        "balance": ("paying/balance", balance(frame)),
        "balance_none": ("paying/balance", nothing),
        "apart": ("paying/apart", apart(frame, invoice)),
        "apart_none": ("paying/apart", none),
    }
