"""Runs over all clients, one under way, and a draft that is worked on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from underpin.console import views
from underpin.console.views import invoicing as shown
from underpin.console.views.shell import Shell

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
MONTH = date(2026, 10, 1)
RUN = shown.RunRow("/invoice-runs/1", MONTH, "draft", 40, 20, 0, 3, 2, AT, None)
DONE = replace(RUN, mode="issue_reviewed", finished=AT)
MODES = (("draft", "Drafts"), ("issue", "Issue all"))
KINDS = (("drafted", "Drafted"), ("failed", "Failed"))
FILES = (shown.MonthFiles(MONTH, "/documents", "/payments"),)
OUTCOMES = (
    shown.OutcomeRow("Nordlicht <b>", "/clients/nord/invoice", "failed", "No rate of tax", AT),
    shown.OutcomeRow("Bolt", "/clients/bolt/invoice", "drafted", "", AT),
)


def pages(staff: Callable[[str], Shell], draft: views.InvoicePage) -> Mapping[str, tuple[str, Any]]:
    runs, typed = staff("invoice_runs"), {"month": "2026-10", "mode": "draft"}
    return {
        "invoice_runs": (
            "invoicing/runs",
            shown.RunsPage(runs, (RUN, DONE), MODES, typed, FILES, "/more", "It is under way."),
        ),
        "invoice_run": ("invoicing/run", shown.RunPage(runs, RUN, OUTCOMES, KINDS, "failed")),
        "invoice_work": ("invoice", replace(draft, work=work())),
    }


def work() -> shown.DraftWork:
    path = "/clients/nord/invoice"
    extra = shown.ExtraRow(
        *("Label <scanner>", Decimal(2), Decimal("189.00"), "EUR", MONTH, f"{path}/lines/1/removal")
    )
    names = ("name", "quantity", "price", "on_day", "tax_class")
    return shown.DraftWork(
        *(path, MONTH, "EUR", "0a1b", False, True, (extra,), dict.fromkeys(names, "")),
        "More has reached the ledger since this draft: draft it again.",
    )
