"""A final invoice for finance, with every kind of payment, push and correction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from tests.unit.console import sample_money
from underpin.console.views import one_invoice as shown
from underpin.console.views.shell import Shell

AT = datetime(2026, 11, 12, 9, tzinfo=UTC)
DAY, EUR = date(2026, 11, 12), "EUR"
PATH = "/clients/acme/invoices/ACME-2026-0007"
HEAD = shown.Head("Acme <b>", "acme", "ACME-2026-0007", "overdue", EUR, PATH)
GOAL = (Decimal("120.50"), None, EUR)
DIFFERS = (Decimal("120.50"), Decimal("120.49"), EUR)
PUSHES = (
    shown.PushRow("invoice", HEAD.number, *GOAL, "waiting", "", "", "", (2, 4), 1, AT, ""),
    shown.PushRow(
        *("charge", HEAD.number, *DIFFERS, "aside", "declined: lost_card", "Totals <differ>", ""),
        *((1, 2), 12, AT, "/clients/acme/pushes/1"),
        invoice_path=PATH,
        client="Acme",
    ),
    shown.PushRow("void", HEAD.number, *GOAL, "dropped", "", "", "By transfer", (1, 1), 0, AT, ""),
)
DISPUTES = (
    shown.DisputeRow(Decimal(20), EUR, "needs_response", "fraudulent", AT, AT, False),
    shown.DisputeRow(Decimal(20), EUR, "lost", "general", AT, None, True),
    shown.DisputeRow(Decimal(20), EUR, "unheard_of", "", AT, None, False),
)
TYPED = {
    "amount": "-1",
    "received_on": "2026-11-12",
    "reference": "typed <i>",
    "payment_id": "2",
    "refund_amount": "3",
    "reason": "Paid <twice>",
    "push_reason": "",
}


def payments(frame: Shell) -> shown.PaymentsPage:
    return shown.PaymentsPage(
        frame,
        HEAD,
        sample_money.ROWS[0],
        Decimal("345.69"),
        Decimal("0"),
        (
            shown.PaymentRow(DAY, Decimal(100), "bank_transfer", "RF18 <b>"),
            shown.PaymentRow(DAY, Decimal(-100), "stripe", ""),
            shown.PaymentRow(DAY, Decimal(5), "balance", "", "/put-back/1"),
        ),
        (
            shown.AssignedRow(Decimal(100), "reference", AT, "/bank-entries/1", "/undo/1"),
            shown.AssignedRow(Decimal(1), "hand", AT, "/bank-entries/1", ""),
        ),
        (shown.ReminderRow(1, Decimal(100), 2, AT),),
        (
            shown.RefundRow(Decimal(5), "Paid <twice>", "proposed", AT),
            shown.RefundRow(Decimal(5), "No", "refused", AT),
        ),
        DISPUTES,
        PUSHES,
        shown.CardStanding("trying", 2, "insufficient_funds", AT),
        True,
        "visa, ends in 4242",
        (("1", "€100.00"), ("2", "€20.00")),
        True,
        f"{PATH}/card-collection/end",
        f"{PATH}/surplus",
        DAY,
        TYPED,
        "More than was paid cannot be given back",
    )


def bare(frame: Shell) -> shown.PaymentsPage:
    """Nothing came in, and the reader may do nothing."""
    none: tuple[Any, ...] = ()
    sums = (sample_money.ROWS[1], Decimal(), Decimal())
    rows = (none, none, none, none, none, none)
    empty, way = dict.fromkeys(TYPED, ""), (False, "", none, False)
    return shown.PaymentsPage(frame, HEAD, *sums, *rows, None, *way, "", "", DAY, empty)


def corrections(frame: Shell) -> shown.CorrectionsPage:
    amounts = (Decimal(1200), Decimal(200), Decimal(1000))
    return shown.CorrectionsPage(
        frame,
        HEAD,
        Decimal(1000),
        (
            shown.LineLeft(1, "Desk <b>", *amounts, "50"),
            shown.LineLeft(2, "Minutes", Decimal(5), Decimal(5), Decimal(0), ""),
        ),
        (
            shown.NoteState("", "proposed", Decimal(5), "Why <i>", True, AT, "", "", ""),
            shown.NoteState("C-1", "issued", Decimal(5), "Why", False, AT, "", "", "/pin"),
            shown.NoteState("C-2", "issued", Decimal(5), "Why", False, AT, "", "/pdf", ""),
            shown.NoteState("", "refused", Decimal(5), "Why", False, AT, "Not <so>", "", ""),
        ),
        (shown.WriteOffRow(Decimal(5), "Gone", "refused", AT),),
        True,
        True,
        True,
        {"note_reason": "typed", "is_correction": "yes", "whole": "", "reason": "typed"},
        "Of line 1 1000 is left to be credited.",
    )


def entries(frame: Shell) -> shown.EntriesPage:
    row = (1, AT, "staff_minutes", Decimal("-12.5"), "ACME-1042", "L2", "remote", "desk", "e-1")
    return shown.EntriesPage(
        frame,
        HEAD,
        (shown.EntryRow(*row, "e-0"), shown.EntryRow(*row[:4], "", "", "", "tool <b>", "e-2", "")),
        (("1", "Desk"), ("2", "Minutes")),
        "1",
        (shown.CountedRow("own_meter", 12, Decimal(30), Decimal(3), AT),),
        "/usage",
        f"{PATH}/entries?after=1",
        f"{PATH}/entries",
    )


def pages(staff: Callable[[str], Shell]) -> Mapping[str, tuple[str, Any]]:
    frame = staff("clients")
    nothing = shown.EntriesPage(frame, HEAD, (), (), "", (), "/usage", nothing="It was <too> early")
    return {
        "invoice_payments": ("one_invoice/payments", payments(frame)),
        "invoice_unpaid": ("one_invoice/payments", bare(frame)),
        "invoice_corrections": ("one_invoice/corrections", corrections(frame)),
        "invoice_entries": ("one_invoice/entries", entries(frame)),
        "invoice_no_entries": ("one_invoice/entries", nothing),
    }
