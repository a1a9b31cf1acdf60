"""Bank accounts, a statement being looked at, and an entry in each state that a form depends on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from underpin.console.routes.banking import accounts
from underpin.console.views import banking as shown
from underpin.console.views.shell import Shell

AT, DAY = datetime(2026, 11, 12, 9, tzinfo=UTC), date(2026, 11, 12)
ROW = shown.AccountRow(
    "Current <b>", "PL61109010140000071219812874", "EUR", True, "/bank-accounts/1"
)
COLUMNS = dict.fromkeys(accounts.MAPPED, "") | {"booked_on": "Buchungstag <i>", "decimal": ","}
STATEMENTS = (
    shown.StatementRow("csv", 800, 640, AT, (120, 640)),
    shown.StatementRow("camt.053", 12, 0, AT, None),
)
PREVIEW = shown.Preview(
    *(70, Decimal(900), Decimal(-20)),
    rows=(shown.PreviewRow(DAY, "Payer <b>", "text", Decimal("12.50")),),
    form="csv",
    held="ZGF5",
)
PARTS = (
    shown.PartRow("Acme", "ACME-2026-0007", "/i", Decimal(5), "hand", AT, None, "/undo/1"),
    shown.PartRow("Acme", "", "", Decimal(5), "reference", AT, AT, ""),
)


def account(frame: Shell) -> shown.AccountPage:
    said = (ROW, STATEMENTS, COLUMNS, accounts.CHOICES, True, PREVIEW)
    return shown.AccountPage(frame, *said, "/more", "/first", "file: line 3 is <broken>")


def entry(frame: Shell) -> shown.EntryPage:
    amounts = (Decimal(-100), Decimal(-100), "EUR")
    texts = ("RF18 <b>", "thank you")
    likely = (shown.Likely("1", DAY, "Payer <b>", "text", Decimal(100)),)
    typed = {"number": "typed", "amount": "1", "original_id": ""}
    return shown.EntryPage(
        *(frame, DAY, "Payer <b>", "DE02", texts, *amounts, "open", "names two <invoices>"),
        *("/bank-entries/1", PARTS, "/bank-entries/1/allocations", ("not-ours", "refund-due")),
        *(False, likely, "/bank-entries/1/original", typed, "Of this transfer 5 EUR is left."),
    )


def pages(staff: Callable[[str], Shell]) -> Mapping[str, tuple[str, Any]]:
    frame = staff("receivables")
    empty = dict.fromkeys(accounts.NEW, "")
    one = replace(entry(frame), amount=Decimal(50), state="refund_due", parts=(), assign="")
    one = replace(one, marks=("refund", "reopening"), likely=(), problem="")
    none: dict[str, str] = dict.fromkeys(accounts.MAPPED, "")
    new = shown.AccountPage(frame, replace(ROW, mapped=False), (), none, accounts.CHOICES, True)
    return {
        "bank_accounts": ("banking/accounts", shown.AccountsPage(frame, (ROW,), True, empty, "No")),
        "bank_accounts_none": ("banking/accounts", shown.AccountsPage(frame, (), False, empty)),
        "bank_account": ("banking/account", account(frame)),
        "bank_account_new": ("banking/account", new),
        "bank_entry": ("banking/entry", entry(frame)),
        "bank_entry_back": ("banking/entry", replace(one, colleague=True, marks=())),
        "bank_entry_due": ("banking/entry", one),
    }
