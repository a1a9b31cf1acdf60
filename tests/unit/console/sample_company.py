"""A client's people, seats, contracts and audit trail, as the samples show them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

from underpin.console import views
from underpin.console.pages import View
from underpin.console.views.handed_over import ExportRow, ExportsPage
from underpin.console.views.own_people import (
    AuditLine,
    AuditPage,
    Checked,
    OwnAgreement,
    OwnContract,
    OwnContractsPage,
    OwnPeoplePage,
    OwnPerson,
    OwnPersonPage,
    OwnVersion,
    Seat,
    SeatListRow,
    SeatsPage,
)

AT, DAY = datetime(2026, 11, 12, 9, 30, tzinfo=UTC), date(2026, 11, 22)
SPOKEN = (("en", "English"), ("pl", "Polski"))
ROLES = ("requester", "approver", "client_admin", "finance", "it_partner")
ANNA = OwnPerson(
    *("Anna Kowalczyk", "anna@acme.example", "active", ("client_admin", "requester")),
    *("company", "Hall 3", (("EUR", Decimal(500)),), "/people/1"),
    is_self=True,
)
PIOTR = OwnPerson(
    *("Piotr Zając", "piotr@acme.example", "invited", ("approver",), "", "", (), "/people/2")
)
HASH = "5f" * 32
Frame = Callable[..., views.Shell]


def people(frame: views.Shell, **more: str) -> OwnPeoplePage:
    sites = (views.Choice("1", "Hall 3"),)
    return OwnPeoplePage(frame, (ANNA, PIOTR), sites, ROLES, has_seats=True, **more)


def contracts(frame: views.Shell) -> OwnContractsPage:
    versions = (
        OwnVersion(2, "approved", None, None, True, "/consent/2"),
        OwnVersion(1, "active", AT, AT, False, "/consent/1"),
    )
    services = ("Warehouse network", "Mail and calendar")
    signed = OwnContract(
        *("Managed service", date(2026, 1, 1), date(2027, 12, 31), 90, 12, None, True),
        *(services, (OwnAgreement("SLA Gold", versions),)),
    )
    return OwnContractsPage(frame, (signed,))


def audit(frame: views.Shell, checked: Checked | None = None) -> AuditPage:
    lines = (
        AuditLine(3, HASH, AT, "member", "Anna Kowalczyk", "add member", "", (("name", "Piotr"),)),
        AuditLine(2, HASH, AT, "staff", "", "reply", "ACME-1042", ()),
        AuditLine(1, HASH, AT, "staff", "", "", "", ()),
    )
    return AuditPage(frame, lines, checked, next_path="/audit-trail?before=1")


EXPORTS = tuple(
    ExportRow(
        "Anna Kowalczyk", state, state == "gone", AT, done, 40, 12, 1200, Decimal("3.4"), AT, take
    )
    for state, done, take in (("running", 7, ""), ("done", 40, "/take"), ("gone", 40, ""))
)


def handed_over(frame: views.Shell) -> dict[str, tuple[str, View]]:
    people = (("1", "Anna Kowalczyk"),)
    made = ExportsPage(frame, "ACME", "/our-data", EXPORTS, people, (), is_making=True)
    none = ExportsPage(frame, "ACME", "/our-data", (), (), ("Anna",), False, "/people/1", "No.")
    return {"own_data": ("handed_over/own", made), "own_data_none": ("handed_over/own", none)}


def portal(member: Frame) -> dict[str, tuple[str, View]]:
    frame = member("company")
    seats = (Seat("1", "Anna Kowalczyk", "anna@acme.example", True),)
    listed = (SeatListRow(DAY, 1, "Anna Kowalczyk", AT),)
    broken = Checked(False, 2, 1, 0, 3, HASH, False)
    myself = OwnPersonPage(frame, ANNA, ROLES, "EUR", SPOKEN, "", "No.")
    return {
        "own_people": ("own/people", people(frame)),
        "own_people_invited": (
            "own/people",
            people(frame, link="https://portal.example/link/x", invited="Piotr Zając"),
        ),
        "own_person": ("own/person", OwnPersonPage(frame, PIOTR, ROLES, "EUR", SPOKEN)),
        "own_person_self": ("own/person", myself),
        "own_seats": ("own/seats", SeatsPage(frame, seats, listed, DAY, DAY.replace(day=1))),
        "own_contracts": ("own/contracts", contracts(frame)),
        "own_contracts_none": ("own/contracts", OwnContractsPage(frame, ())),
        "own_audit": ("own/audit", audit(frame, Checked(True, None, 0, 1, 3, HASH, True))),
        "own_audit_broken": ("own/audit", audit(frame, broken)),
        **handed_over(member("company")),
        "own_audit_none": ("own/audit", AuditPage(frame, ())),
    }
