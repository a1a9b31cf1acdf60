"""Invoices and what is open of them, as the samples show them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from underpin.console import views
from underpin.console.views.account import LineQuestion
from underpin.console.views.money import CardSaving

ASKED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PDF = "/api/v1/clients/ACME/invoices/by-number/ACME-2026-0007/pdf"


def row(number: str, state: str, left: str, **more: object) -> views.InvoiceRow:
    made = views.InvoiceRow(
        number=number,
        path=f"/invoices/{number}",
        issued=date(2026, 11, 2),
        due=date(2026, 11, 16),
        currency="EUR",
        gross=Decimal("7791.99"),
        open=Decimal(left),
        state=state,
        pdf=PDF,
    )
    return replace(made, **more)  # type: ignore[arg-type]


NOTE = views.NoteRow(
    *("ACME-2026-C0001", "ACME-2026-0007", "/invoices/ACME-2026-0007", date(2026, 11, 18), "EUR"),
    gross=Decimal("345.69"),
    reason="Resolution of P1 tickets in October",
    pdf=PDF,
)
ROWS = (
    row("ACME-2026-0007", "overdue", "7446.30"),
    row("ACME-2026-0006", "partly_paid", "12.00"),
    row("ACME-2026-0005", "paid", "0", pdf=""),
)
BALANCES = (views.Amount(Decimal("12.50"), "EUR"),)
BLOCKS = (
    views.BlockRow("Ten hours", "minute", Decimal(375), Decimal(600), date(2026, 12, 31)),
    views.BlockRow("Deposit", "EUR", Decimal("99.90"), Decimal(500), None),
    views.BlockRow("Tickets", "ticket", Decimal(3), Decimal(10), None),
)
FILES = tuple(
    views.File(form, f"{PDF[:-3]}{part}")
    for form, part in (("PDF", "pdf"), ("UBL", "ubl"), ("CII", "cii"), ("CSV", "usage"))
)
TRANSFER = views.Transfer(
    *("Northwind Services Sp. z o.o.", "PL61109010140000071219812874", "BREXPLPW", "Example Bank"),
    reference="RF18ACME20260007",
)
AGED = (Decimal("223.50"), Decimal("99"))
QUESTIONS = (
    LineQuestion("explained", "Why 12?", ASKED, "60 are included,\n\n72 were raised."),
    LineQuestion(
        "open", "Which 72?", ASKED, path="/clients/acme/invoices/ACME-2026-0007/questions/1"
    ),
)


def portal_invoices(frame: views.Shell) -> views.PortalInvoicesPage:
    issued = views.Issued(ROWS, (NOTE,), "/invoices?before=ACME-2026-0005")
    card = CardSaving("visa, ends in 4242", True, "/at-stripe")
    return views.PortalInvoicesPage(frame, "Acme Logistics", issued, BALANCES, BLOCKS, card)


def no_invoices(frame: views.Shell) -> views.PortalInvoicesPage:
    none, card = views.Issued((), ()), CardSaving("", True)
    return views.PortalInvoicesPage(frame, "Acme Logistics", none, (), (), card)


def client_invoices(frame: views.Shell) -> views.ClientInvoicesPage:
    issued = views.Issued(ROWS, (NOTE,))
    paths = ("/clients/acme/invoice", "/clients/acme/contract")
    penalty = views.DebitNoteRow(
        *("ACME-2026-D0001", date(2026, 10, 1), "issued", "Penalty <b>", date(2026, 11, 2)),
        *(Decimal(50), "EUR", "", "/clients/acme/debit-notes/1/letterhead"),
    )
    wanted = replace(penalty, number="", state="proposed", issued=None, pdf="/pdf", pin="")
    return views.ClientInvoicesPage(
        *(frame, "Acme Logistics", "acme", issued, BALANCES, *paths),
        debit_notes=(penalty, wanted),
    )


def receivables(frame: views.Shell) -> views.ReceivablesPage:
    spans = tuple(map(Decimal, ("120", "0", "4.50", "0", "99")))
    row = views.AgedRow("Acme Logistics", "/clients/acme/invoices", "EUR", spans, *AGED)
    owed = tuple(replace(each, client="Acme Logistics") for each in ROWS[:2])
    every = replace(row, client="", path="")
    return views.ReceivablesPage(frame, (every,), (row,), owed, "/receivables?after=1", 3)


def bank_entries(frame: views.Shell) -> views.BankEntriesPage:
    amounts = (Decimal("500.00"), Decimal("380.00"), "EUR")
    told = (date(2026, 11, 20), "Acme", "ACME 7 and something", *amounts)
    rows = (
        views.BankRow(*told, "/bank-entries/1/allocations", "/bank-entries/1"),
        views.BankRow(*told, ""),
    )
    states = ("open", "not_ours")
    return views.BankEntriesPage(frame, rows, "/bank-entries?after=1", (), "open", states, True)


def final(frame: views.Shell, draft: views.InvoicePage) -> views.InvoicePage:
    invoice = replace(draft.invoice, number="ACME-2026-0007", state="final")
    return replace(
        *(draft,),
        shell=frame,
        invoice=invoice,
        files=FILES,
        standing=ROWS[0],
        notes=(NOTE,),
        pin=f"{ROWS[0].path}/letterhead",
        work=None,
    )


def portal_invoice(
    frame: views.Shell, invoice: views.Invoice, card: str = "ready"
) -> views.PortalInvoicePage:
    first, second, *rest = invoice.lines
    first = replace(first, ask_path="/invoices/ACME-2026-0007/lines/1/questions")
    second = replace(second, questions=QUESTIONS, quantity=None, price=None)
    final = replace(invoice, number="ACME-2026-0007", state="final", lines=(first, second, *rest))
    return views.PortalInvoicePage(frame, final, ROWS[0], (NOTE,), FILES, TRANSFER, card)
