"""Vendors as our staff see them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from underpin.console import views
from underpin.console.views.vendors import (
    CaseLine,
    OurVendorPage,
    OwedLine,
    Reached,
    ScoreLine,
    Uc,
    UcTarget,
    UcVersion,
    UseLine,
    VendorRow,
    VendorsPage,
)

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def every(frame: views.Shell, *, rows: bool = True) -> VendorsPage:
    row = VendorRow("/vendors/x", "Bluewave", "noc@bluewave.example", "mail", ("Lines",), 2)
    languages = (("pl", "Polski"),)
    return VendorsPage(frame, (row,) if rows else (), may_write=rows, languages=languages)


def one(frame: views.Shell, *, full: bool = True) -> OurVendorPage:
    score = ScoreLine("fix", 9, 1, "90%", timedelta(hours=3), "/reports/vendors?vendor=x")
    case = CaseLine("ACME-7", "/tickets/ACME-7", "No line", "P1", "questioned", "BW-1", AT)
    owed = OwedLine(
        date(2026, 10, 1), "Acme", "/clients/acme/credits", "/reports/vendors", 1, 9, "5%",
        "service_fee", "client", "due", AT, "",
    )  # fmt: skip
    uc = Uc(
        "Lines",
        (UcVersion(2, "active", AT), UcVersion(1, "superseded", None)),
        (UcTarget("fix", "incident", "P1", timedelta(hours=4)),),
    )
    return OurVendorPage(
        frame,
        name="Bluewave",
        email="noc@bluewave.example",
        connector="mail",
        language="pl",
        languages=(("pl", "Polski"),),
        speaks="/vendors/x/language" if full else "",
        case_cost=Decimal(40),
        currency="EUR",
        phone="+353 1 555 0100",
        customer_number="4711",
        entitlement="Round the clock.",
        contacts=(Reached("Duty desk", "duty@bluewave.example", ""),),
        agreements=(uc,),
        uses=(UseLine("Acme", "/clients/acme", "Internet", "Lines"),) if full else (),
        since=date(2026, 8, 22),
        until=date(2026, 11, 20),
        opened=10,
        score=(score,) if full else None,
        costs=((Decimal(400), "EUR"),),
        cases=(case,) if full else (),
        owed=(owed,) if full else (),
        keeps="/vendors/x" if full else "",
        typed={
            "email": "noc@bluewave.example",
            "connector": "mail",
            "case_cost": "40.00",
            "currency": "EUR",
            "locale": "pl",
            "phone": "",
            "customer_number": "4711",
            "pin": "",
            "entitlement": "Round the clock.",
            "contact.0.name": "Duty desk",
        },
    )
