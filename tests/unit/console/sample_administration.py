"""Administration for previews and tests: clients and the steps of a set-up."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from underpin.console import views
from underpin.console.pages import View
from underpin.console.routes.shaping import calendar_form
from underpin.console.views import administration as shown

NOW = datetime(2026, 11, 22, 1, 10, 25, tzinfo=UTC)
ID = UUID("0192f0c1-0000-7000-8000-000000000001")
ZONES = ("Africa/Cairo", "Europe/Warsaw", "UTC")
ONCE = shown.ShownOnce("https://portal.example/link/0192f0c1zmlj", "ewa.lis@acme.example")
STATES = ("done", "done", "done", "left", "done", "open", "open", "open")
NAMES = ("company", "domain", "mail", "calendar", "contract", "people", "admin", "ticket")
MEMBERS = (
    shown.MemberRow(ID, "Anna Kowalczyk", "anna@acme.example", "active", ("requester",)),
    shown.MemberRow(
        *(UUID(int=2), "Ewa Lis", "ewa.lis@acme.example", "invited", ("client_admin", "finance")),
    ),
    shown.MemberRow(UUID(int=3), "Erased person", "x@erased.invalid", "erased", ()),
)
SHEET = shown.PeopleSheet(
    *(3, 1),
    (shown.SheetRow("Jan Nowak", "jan@acme.example", ("requester",), "site", "Wrocław"),),
    (shown.SheetTrouble(4, "email", "write an address like anna@example.org."),),
)
GROUP = (
    shown.AdminLink("/administration/clients", "building", "Clients", "From domain to ticket."),
    shown.AdminLink("/administration/staff", "users", "Staff", "Roles, tiers and clients."),
)
WEEK = ("mon", "09:00–17:00"), ("tue", "09:00–12:00, 13:00–17:00")
TYPED = {
    "company": {"name": "Acme Logistics", "zone": "Europe/Warsaw", "locale": "pl"},
    "domain": {"domain": ""},
    "mail": {"local_part": "", "name": "Acme help", "address": "acme@desk.example"},
    "calendar": {
        "name": "",
        "zone": "Europe/Warsaw",
        "country": "PL",
        "subdivision": "",
        "year": "2026",
        "always": "",
        **{day: calendar_form.USUAL.get(day, "") for day in calendar_form.DAYS},
    },
    "contract": {"template": "", "name": "", "starts": "2026-12-01"},
    "people": {"sheet": "name,email\nJan Nowak,jan@acme.example"},
    "admin": {"name": "", "email": ""},
    "ticket": {"subject": "", "body": "", "requester": ""},
}


def onboarding(frame: views.Shell, step: str) -> views.OnboardingPage:
    return views.OnboardingPage(
        *(frame, "ACME", "acme", "Acme Logistics", "Europe/Warsaw", "pl", "EUR", "active"),
        tuple(shown.OnboardingStep(*each) for each in zip(NAMES, STATES, strict=True)),
        step,
        False,
        typed=TYPED[step],
        problem="name: 1 to 200 characters." if step == "contract" else "",
        zones=ZONES,
        domains=(
            shown.DomainRow(ID, "acme.example", "_underpin.acme.example", "x=1", NOW, False),
            shown.DomainRow(ID, "acme.test", "_underpin.acme.test", "x=wJ7bQ2", None, False),
        ),
        addresses=(
            shown.MailAddress("", "acme@desk.example"),
            shown.MailAddress(str(ID), "acme.help@desk.example"),
        ),
        sender=("Acme help", "acme@desk.example"),
        calendars=(shown.CalendarLine("Office hours", "Europe/Warsaw", WEEK, 26),),
        countries=(("PL", "Poland"), ("DE", "Germany")),
        templates=((str(ID), "Silver"),),
        contracts=(("Managed services", date(2026, 12, 1)),),
        members=MEMBERS,
        sheet=SHEET,
        taken=2,
        once=ONCE,
        tested=(
            shown.TestedMail("sent", "", NOW - timedelta(minutes=2)),
            shown.TestedMail("set_aside", "MailRefused: 550 no such user", NOW),
        ),
        first_ticket="ACME-1",
    )


def pages(staff) -> dict[str, tuple[str, View]]:  # type: ignore[no-untyped-def]
    frame = staff("administration")
    rows = (
        shown.CompanyRow("ACME", "Acme Logistics", "active", 5, 8, "people", False, NOW),
        shown.CompanyRow("HELI", "Helios Clinics", "suspended", 8, 8, "ticket", True, NOW),
    )
    members = views.MembersPage(
        *(frame, "ACME", "ACME", MEMBERS, True, True), once=ONCE, sheet=SHEET, taken=2
    )
    fresh = {"name": "", "slug": "", "key": "", "locale": "en", "currency": "EUR", "zone": "UTC"}
    steps = {
        f"onboarding_{name}": ("administration/onboarding", onboarding(frame, name))
        for name in NAMES
    }
    empty = replace(
        onboarding(frame, "ticket"), members=(), first_ticket="", state="suspended", ended=True
    )
    return {
        "administration": (
            "administration/index",
            views.AdministrationPage(frame, (("Clients", GROUP),)),
        ),
        "companies": ("administration/companies", views.CompaniesPage(frame, rows)),
        "companies_none": ("administration/companies", views.CompaniesPage(frame, ())),
        "new_company": ("administration/new_company", views.NewCompanyPage(frame, ZONES, fresh)),
        **steps,
        "onboarding_empty": ("administration/onboarding", empty),
        "members": ("administration/members", members),
    }
