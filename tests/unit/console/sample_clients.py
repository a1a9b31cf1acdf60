"""Clients as pages show them: some well, one in trouble, one nobody looked at yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

from underpin.console import views
from underpin.console.views.clients import (
    ClientFilters,
    ClientPage,
    ClientRow,
    ClientsPage,
    InvoiceLine,
    Lead,
    MadeDocument,
    MadeEntry,
    MadeLeft,
    MadePage,
    MadeTier,
    MarginPage,
    MarginRow,
    PersonLine,
    PlanLine,
    SignedLine,
    TicketLine,
)

SEEN = datetime(2026, 11, 22, 1, 2, tzinfo=UTC)
PROMISED = Fraction(95, 100)
ACME = ClientRow(
    key="ACME",
    path="/clients/acme",
    name="Acme Logistics",
    manager="Ewa Lis",
    contract="Gold",
    open=18,
    breached=1,
    risk=1,
    share=Fraction(79, 84),
    commitment=PROMISED,
    content=Fraction(9, 10),
    escalations=1,
    credits=2,
    renews=date(2027, 1, 31),
    soon=True,
    left=Decimal("-120.50"),
    currency="EUR",
    margin=Fraction(-3, 100),
)
ROWS = (
    ACME,
    replace(
        ACME,
        key="NORD",
        path="/clients/nord",
        name="Nordic Steel and Fabrication Holding Aktiebolag (publ.)",
        manager="",
        share=Fraction(120, 121),
        left=Decimal(2100),
        margin=Fraction(1, 3),
    ),
    ClientRow("BOOK", "/clients/book", "Bookbinder & Sons", "Ewa Lis", "", out_of_contract=True),
)
FILTERS = ClientFilters(
    "ac", "", "name", (("breached", "With breached tickets"),), (("name", "Name"),)
)
CHART = {"labels": ["21 Nov", "22 Nov"], "series": [{"name": "Open", "values": [17, 18]}]}


def every(frame: views.Shell, *, rows: bool = True) -> ClientsPage:
    shown = ROWS if rows else ()
    return ClientsPage(frame, shown, FILTERS, True, "/clients?after=book", "/clients", SEEN)


def none(frame: views.Shell) -> ClientsPage:
    return ClientsPage(frame, (), ClientFilters("", "", "", (), ()), False)


def one(frame: views.Shell) -> ClientPage:
    contract = SignedLine(
        "Gold", date(2025, 1, 1), date(2026, 12, 31), date(2026, 10, 2), None, True, ("Mail", "ERP")
    )
    return ClientPage(
        frame,
        ACME,
        (Lead("contract", "/clients/acme/contract"),),
        (TicketLine("ACME-1042", "/tickets/ACME-1042", "No light", "P1", True),),
        "/list?client=ACME",
        (contract,),
        (PlanLine("Care", 2, "EUR", date(2026, 1, 1), None),),
        (InvoiceLine("ACME-2026-0007", "/clients/acme/invoices/x", "open", Decimal(9), "EUR"),),
        (PersonLine("Anna Maj", "anna@acme.example", ("client_admin",)),),
        3,
        CHART,
        ((date(2026, 11, 22), "18", "94%"), (date(2026, 11, 21), "17", "—")),
        SEEN,
    )


def bare(frame: views.Shell) -> ClientPage:
    """For who may see little, of a client nobody looked at yet."""
    glance = ROWS[-1]
    nothing = (None, None, None, None)
    return ClientPage(frame, glance, (), (), "/list?client=BOOK", *nothing, 0, CHART, (), None)


def margins(frame: views.Shell, *, rows: bool = True) -> MarginPage:
    sums = (Decimal(4000), Decimal(0), Decimal(120), Decimal(900), Decimal(100), Decimal(2880))
    row = MarginRow("Acme", "/clients/acme", "EUR", *sums, Fraction(72, 100), False)
    whole = MarginRow("", "", "EUR", *sums, Fraction(72, 100), True)
    shown = ((row,), (whole,)) if rows else ((), ())
    days = (date(2026, 8, 1), date(2026, 10, 31))
    return MarginPage(frame, *days, *shown, CHART, "/api/v1/margins/table", SEEN if rows else None)


def made(frame: views.Shell, *, rows: bool = True) -> MadePage:
    path, number = "/clients/acme/invoices/ACME-2026-0007", "ACME-2026-0007"
    documents = (
        MadeDocument("invoice", number, "", path, "EUR", Decimal("950.00")),
        MadeDocument("credits", "ACME-2026-C0001", number, path, "EUR", Decimal("50.00")),
        MadeDocument("recoveries", "", "", "", "EUR", Decimal("40.00")),
    )
    work = (
        MadeEntry("ACME-1042", "No light", "L1", "EUR", Decimal(90)),
        MadeEntry("", "", "L2", "EUR", Decimal(20)),
    )
    vendors = (MadeEntry("ACME-1042", "No light", "", "EUR", Decimal("100.00")),)
    tiers = (MadeTier("L1", Decimal(90), Decimal("45.00")), MadeTier("L2", Decimal(20), None))
    days = (date(2026, 10, 1), date(2026, 10, 31))
    head = (frame, "Acme Logistics", "/reports/margin", "EUR", *days, Decimal("795.00"))
    if not rows:
        return MadePage(*head, (), (), (), ())
    return MadePage(
        *head, documents, tiers, work, vendors, (MadeLeft("vendors", "CHF", Decimal(10)),)
    )
