"""A believable night at an MSP, for previews and tests: every page with every part filled."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from tenants import role
from tests.unit.console import (
    sample_account_desk,
    sample_administration,
    sample_approvals,
    sample_assets,
    sample_banking,
    sample_client_money,
    sample_clients,
    sample_collected,
    sample_company,
    sample_connectors,
    sample_contracting,
    sample_credits,
    sample_deeds,
    sample_desk,
    sample_handling,
    sample_hands,
    sample_intake,
    sample_invoicing,
    sample_kept,
    sample_kinds,
    sample_knowledge,
    sample_money,
    sample_money_settings,
    sample_one_invoice,
    sample_own,
    sample_own_intake,
    sample_paying,
    sample_personal,
    sample_pricing,
    sample_provided,
    sample_raising,
    sample_reports,
    sample_requests,
    sample_service_reports,
    sample_settings,
    sample_staff,
    sample_talk,
    sample_vendors,
)
from underpin.console import views
from underpin.console.pages import View
from underpin.console.views import Choice, Countdown, Language, ListRow, Theme
from underpin.console.views.clock import Level, Metric
from underpin.console.views.desk import Action, Priority, State, Tier
from underpin.console.views.shell import Area

NOW = datetime(2026, 11, 22, 1, 10, 25, tzinfo=UTC)
STAFF: frozenset[Area] = frozenset(
    {
        *(
            "list",
            "chats",
            "articles",
            "told",
            "templates",
            "behind",
            "reminders",
            "clients",
            "set_aside",
            "satisfaction",
            "receivables",
            "recurring",
            "catalogue_admin",
        ),
        *(
            "problems",
            "majors",
            "sorting",
            "incoming",
            "team",
            "on_call",
            "my_day",
            "calls",
            "time",
            "keeping",
        ),
    }
)
MEMBER: frozenset[Area] = frozenset(
    {"home", "raise", "catalogue", "knowledge", "chat", "announced", "kept", "assets", "invoices"}
)
MAY = frozenset[str]().union(*role.STAFF.values())
ALL_ACTIONS: frozenset[Action] = frozenset(
    {"message", "take", "assign", "raise_tier", "reprioritise", "open_case", "wait", "resolve"}
)
LONG = (
    "Every printer on the third floor of the Wrocław warehouse prints only the first page "
    "of each delivery note, then asks for paper that is there"
)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def shell(
    name: str = "Marta Wiśniewska",
    areas: frozenset[Area] = STAFF,
    area: Area | None = None,
    *,
    language: Language = "en",
    theme: Theme = "auto",
    brand: str = "Northwind IT",
    notice: views.Notice | None = None,
    live: str | None = None,
    path: str = "/list",
) -> views.Shell:
    reader = views.Reader(name, language, "Europe/Warsaw", theme, areas, MAY)
    return views.Shell(
        reader, NOW, "csrf-of-this-session", "0192f0c1-key", path, area, brand, live, notice
    )


def due(level: Level, left: float, metric: Metric = "resolution") -> Countdown:
    """A countdown with so many minutes left, warned at an hour before."""
    at = NOW + minutes(left)
    return Countdown(level, metric, at, at - minutes(60), at, zone="America/New_York")


def row(
    rank: int,
    number: str,
    client: str,
    subject: str,
    priority: Priority,
    tier: Tier,
    state: State,
    assignee: str,
    countdown: Countdown,
    **marks: bool,
) -> ListRow:
    return ListRow(
        rank, number, client, subject, priority, tier, state, assignee, countdown, **marks
    )


PAUSED = Countdown("paused", "resolution", left=minutes(205))
ROWS = (
    row(
        1,
        "ACME-1042",
        "Acme Logistics",
        "Warehouse scanners cannot reach the order system",
        "P1",
        "L4",
        "waiting_vendor",
        "Marta Wiśniewska",
        due("breached", -62),
        major=True,
        mine=True,
        unread=True,
    ),
    row(
        2,
        "HELI-311",
        "Helios Clinics",
        "Appointment calendar shows yesterday for everyone in Gdańsk",
        "P1",
        "L2",
        "open",
        "Jonas Berg",
        due("risk", 24),
        unread=True,
    ),
    row(3, "ACME-1057", "Acme Logistics", LONG, "P2", "L1", "new", "", due("risk", 41.4, "pickup")),
    row(
        4,
        "NORD-88",
        "Nordic Steel and Fabrication Holding Aktiebolag (publ.)",
        "VPN drops every few minutes from the Luleå site",
        "P2",
        "L2",
        "open",
        "Marta Wiśniewska",
        due("ok", 131),
        mine=True,
    ),
    row(
        5,
        "HELI-309",
        "Helios Clinics",
        "New starter on Monday: laptop, mailbox, badge",
        "P3",
        "L1",
        "open",
        "Aleksandra Konstantynopolitańska-Nowak",
        due("ok", 305, "next_update"),
    ),
    row(
        6,
        "BOOK-12",
        "Bookbinder & Sons",
        "Invoice template lost its logo",
        "P3",
        "L1",
        "new",
        "",
        due("risk", 51, "first_response"),
        out_of_contract=True,
    ),
    row(
        7,
        "ACME-1039",
        "Acme Logistics",
        "Mail to one supplier comes back with “message too large”",
        "P3",
        "L3",
        "open",
        "李伟",
        due("ok", 1630),
    ),
    row(
        8,
        "HELI-298",
        "Helios Clinics",
        "Scanner in Poznań needs new rollers",
        "P4",
        "L1",
        "waiting_client",
        "Jonas Berg",
        PAUSED,
    ),
    row(
        9,
        "NORD-71",
        "Nordic Steel and Fabrication Holding Aktiebolag (publ.)",
        "Move the file share to the new storage",
        "P4",
        "L2",
        "scheduled",
        "Jonas Berg",
        Countdown(),
    ),
)
CLIENTS = (
    Choice("acme", "Acme Logistics"),
    Choice("helios", "Helios Clinics"),
    Choice("nord", "Nordic Steel and Fabrication Holding Aktiebolag (publ.)"),
)


def list_page(frame: views.Shell, **changes: object) -> views.ListPage:
    given: dict[str, object] = {
        "filters": views.ListFilters(),
        "summary": views.ListSummary(open=47, breached=1, risk=2, unassigned=9),
        "rows": ROWS,
        "clients": CLIENTS,
        "after": "eyJyIjo5fQ",
    }
    return views.ListPage(frame, **{**given, **changes})  # type: ignore[arg-type]


def worked_list(frame: views.Shell) -> views.ListPage:
    """With ticked rows undone, kept views, somebody beside one, and what is snoozed."""
    rows = tuple(replace(each, chosen=f"{each.number}:3:1:") for each in ROWS)
    rows = (replace(rows[0], here=("Jonas Berg",)), replace(rows[1], snoozed=NOW), *rows[2:])
    return list_page(
        frame,
        rows=rows,
        filters=views.ListFilters.of(priority="P1"),
        may_work=True,
        asleep=1,
        kept=(
            views.KeptView("Burning", "/list?priority=P1", "0192", current=True),
            views.KeptView("Ours", "/list?tier=2", team="Network"),
        ),
        colleagues=(Choice("1", "Jonas Berg"),),
        undo=views.Undo("Done for 1 of 1 ticket.", "assignment", ("ACME-1042::2:",)),
        problem="You have a view of this name already: choose another",
    )


def split_list(staff: Callable[..., views.Shell]) -> views.ListPage:
    filters = views.ListFilters(split=True, opened="ACME-1042")
    frame = replace(staff("list"), path=filters.query(open="ACME-1042"))
    return list_page(frame, filters=filters, opened=ticket_page(frame))


def bell_page(frame: views.Shell) -> views.BellPage:
    line = views.NewsLine("ACME-1042", LONG, "Acme Logistics", "Anna Kowalczyk", NOW - minutes(4))
    return views.BellPage(frame, (line,))


def palette_page(frame: views.Shell) -> views.PalettePage:
    ticket = views.Goal("/tickets/ACME-1042", "ticket", LONG, "ACME-1042 · Acme Logistics")
    page = views.Goal("/clients", "building", "Clients")
    return views.PalettePage(
        frame, "acme", (views.Goals("Tickets", (ticket,)), views.Goals("Pages", (page,)))
    )


def search_page(frame: views.Shell) -> views.SearchPage:
    found = views.Found(
        "ACME-1042",
        "Acme Logistics",
        "P1",
        "open",
        "L2",
        "Jonas Berg",
        NOW,
        (("Warehouse ", False), ("scanners", True)),
        (("no ", False), ("scanner", True), (" in hall 3", False)),
    )
    return views.SearchPage(frame, "scanner", (found,), "/search?q=scanner&after=x", False)


def ticket_page(frame: views.Shell, **changes: object) -> views.TicketPage:
    ticket = views.TicketFacts(
        "ACME-1042",
        "Warehouse scanners cannot reach the order system",
        "Acme Logistics",
        "acme",
        "incident",
        "waiting_vendor",
        "P1",
        "L4",
        "Anna Kowalczyk",
        "anna.kowalczyk@acme.example",
        "Marta Wiśniewska",
        NOW - minutes(305),
        version=17,
        service="Warehouse network",
        site="Wrocław, hall 3",
        impact="high",
        urgency="high",
        major=True,
    )
    given: dict[str, object] = {
        "ticket": ticket,
        "timeline": sample_talk.TIMELINE,
        "clocks": sample_talk.SLA_CLOCKS,
        "inner_clocks": sample_talk.OLA_CLOCKS,
        "actions": ALL_ACTIONS,
        "assignees": (Choice("1", "Marta Wiśniewska"), Choice("2", "Jonas Berg")),
        "next_tier": "L3",
        "escalations": sample_talk.ESCALATIONS,
        "tags": ("scanner", "hall-3"),
        "files": (views.WaitingFile("0192", "switch.log", 1200),),
        "may_log": True,
        "confidential": True,
        "vendor": sample_talk.VENDOR,
        "beside": sample_requests.BESIDE,
        "follow_up": NOW + timedelta(days=2),
        "kinds": sample_kinds.KINDS,
        "glance": sample_approvals.GLANCE,
        "assets": (
            views.TicketAsset(
                *("0192", "ACME-SW-3", "switch", "5CD1234XYZ", "", ()),
                *("/clients/ACME/assets/0192", date(2025, 1, 1), "bad", "Dell"),
            ),
        ),
    }
    return views.TicketPage(frame, **{**given, **changes})  # type: ignore[arg-type]


def cell(met: int, breached: int, running: int, promised: int | None = 95) -> views.ComplianceCell:
    commitment = None if promised is None else Fraction(promised, 100)
    return views.ComplianceCell(met, breached, running, commitment)


MONTH = views.MonthCompliance(
    date(2026, 11, 1),
    ("P1", "P2", "P3", "P4"),
    (
        views.ComplianceRow(
            "first_response", (cell(3, 0, 0), cell(18, 0, 1), cell(64, 1, 2), cell(12, 0, 0))
        ),
        views.ComplianceRow(
            "resolution", (cell(2, 1, 1), cell(17, 1, 1), cell(60, 3, 4), cell(0, 0, 2))
        ),
        views.ComplianceRow(
            "next_update",
            (
                cell(9, 0, 1, None),
                cell(0, 0, 0, None),
                cell(0, 0, 0, None),
                cell(0, 0, 0, None),
            ),
        ),
    ),
)
PORTAL_ROWS = (
    views.PortalTicketRow(
        "ACME-1042",
        "Warehouse scanners cannot reach the order system",
        "waiting_vendor",
        "P1",
        "vendor",
        "Anna Kowalczyk",
        NOW - minutes(12),
        due("breached", -62),
        unread=True,
    ),
    views.PortalTicketRow(
        "ACME-1057", LONG, "new", "P2", "us", "Anna Kowalczyk", NOW - minutes(50), due("risk", 41.4)
    ),
    views.PortalTicketRow(
        "ACME-1051",
        "Second monitor for the new dispatcher",
        "waiting_client",
        "P4",
        "you",
        "Piotr Zając",
        NOW - timedelta(days=2),
        PAUSED,
    ),
    views.PortalTicketRow(
        "ACME-1033",
        "Password of the gate terminal",
        "resolved",
        "P3",
        "",
        "Anna Kowalczyk",
        NOW - timedelta(days=9),
        Countdown(),
    ),
)


def portal_home(frame: views.Shell, **changes: object) -> views.PortalHomePage:
    given: dict[str, object] = {
        "company": "Acme Logistics",
        "month": MONTH,
        "tickets": PORTAL_ROWS,
        "services": (Choice("1", "Warehouse network"), Choice("2", "Mail and calendar")),
        "may_see_company": True,
        "scope": "company",
        "raised": sample_kinds.RAISED,
        "waiting": PORTAL_ROWS[2:3],
        "approvals": 2,
        "key": "ACME",
        "staged": (("7", "printer <jam>.png"),),
    }
    return views.PortalHomePage(frame, **{**given, **changes})  # type: ignore[arg-type]


def portal_ticket(frame: views.Shell, **changes: object) -> views.PortalTicketPage:
    given: dict[str, object] = {
        "number": "ACME-1042",
        "subject": "Warehouse scanners cannot reach the order system",
        "state": "waiting_vendor",
        "priority": "P1",
        "beside": sample_requests.BESIDE,
        "turn": "vendor",
        "requester": "Anna Kowalczyk",
        "opened": NOW - minutes(305),
        "version": 17,
        "timeline": sample_talk.PUBLIC,
        "clocks": sample_talk.SLA_CLOCKS,
        "share": views.TimeShare(minutes(144), minutes(21), minutes(137)),
        "handler": "Marta Wiśniewska",
        "service": "Warehouse network",
        "may_reopen": True,
        "may_close": True,
        "kinds": sample_kinds.OWN_KINDS,
        "glance": sample_approvals.PORTAL_GLANCE,
        "may_conceal": True,
    }
    return views.PortalTicketPage(frame, **{**given, **changes})  # type: ignore[arg-type]


def consent_page(frame: views.Shell, **changes: object) -> views.ConsentPage:
    given: dict[str, object] = {
        "agreement": "SLA Gold",
        "number": 4,
        "changes": (
            views.Change("Resolution · Incident · P1", "8 h on Office v2", "4 h on Office v2"),
            views.Change("commitment", None, "95 %"),
        ),
        "path": "/consent/1",
        "may_accept": True,
    }
    return views.ConsentPage(frame, **{**given, **changes})  # type: ignore[arg-type]


ASKED = views.Asking(
    (
        views.AskedRow("Anna Kowalczyk", NOW, NOW, "sent"),
        views.AskedRow("Bert Mayer", NOW, None, "failing"),
        views.AskedRow("Anna Kowalczyk", NOW - minutes(60), None, "withdrawn"),
    ),
    "/clients/acme/versions/1/consent-requests",
    standing=True,
    document_path="/clients/acme/versions/1/document",
)


def work(state: str) -> views.VersionWork:
    """Every step there is for a version in this state."""
    path, starts = "/clients/acme/versions/1", date(2026, 11, 23)
    if state == "draft":
        return views.VersionWork(path, 4, frozenset({"check", "approve"}), starts, own=True)
    steps: frozenset[views.VersionAction] = frozenset({"check", "send_back", "activate"})
    return views.VersionWork(path, 4, steps, starts, waits=True, risky=True)


def invoice_page(frame: views.Shell) -> views.InvoicePage:
    def line(
        text: str, count: str, unit: str, price: str, net: str, detail: str
    ) -> views.InvoiceLine:
        return views.InvoiceLine(
            text, Decimal(count), unit, Decimal(price), Decimal(net), Decimal(23), detail
        )

    lines = (
        line("Managed workplace, Gold", "146", "seats", "38.50", "5621.00", "November 2026"),
        line("Incidents over the allowance", "12", "tickets", "45.00", "540.00", "72 of 60 used"),
        line(
            "Work on site",
            "3.25",
            "hours",
            "140.00",
            "455.00",
            "ACME-1029, ACME-1031; rounded up to quarter hours",
        ),
        line(
            "Service credit, resolution P1",
            "1",
            "month",
            "-281.05",
            "-281.05",
            "66.6 % kept of 95 % promised: 5 % of the service fee",
        ),
    )
    net, tax = Decimal("6334.95"), Decimal("1457.04")
    invoice = views.Invoice(
        "Acme Logistics",
        "acme",
        "",
        "draft",
        "EUR",
        date(2026, 11, 1),
        date(2026, 11, 30),
        lines,
        (views.TaxLine(Decimal(23), net, tax),),
        net,
        tax,
        net + tax,
        "Gold, version 4",
        "PO-77120",
    )
    return views.InvoicePage(frame, invoice, NOW - minutes(4))


def contract_page(frame: views.Shell, **changes: object) -> views.ContractPage:
    contract = views.Contract(
        "ACME-C-3",
        "Managed workplace and warehouse network",
        "Acme Logistics",
        "acme",
        "Northwind IT sp. z o.o.",
        date(2025, 4, 1),
        date(2027, 3, 31),
        "3 months to the end of the term",
        "12 months, uplift 3 %",
        "Gold, version 4",
        ("Workplaces", "Warehouse network", "Mail and calendar"),
        ("Line-of-business applications", "Telephony"),
    )
    given: dict[str, object] = {
        "contract": contract,
        "agreement": "SLA Gold",
        "versions": sample_talk.VERSIONS,
        "targets": sample_talk.TARGETS,
        "picture": sample_contracting.PICTURE,
        "changes": sample_contracting.CHANGES,
        "accepted_by": "Tomasz Król, until 31 December 2026",
        "zone": "Europe/Warsaw",
        "invoice_path": "/clients/acme/invoices/draft",
        "invoices_path": "/clients/acme/invoices",
        "invoices": sample_money.ROWS,
    }
    return views.ContractPage(frame, **{**given, **changes})  # type: ignore[arg-type]


def vendor_page(frame: views.Shell, **changes: object) -> views.VendorPage:
    given: dict[str, object] = {
        "path": "/cases/Zm9vYmFy",
        "case": "NW-2026-0113",
        "provider": "Northwind IT",
        "vendor": "Bluewave Networks",
        "subject": "Access switch stack in hall 3 does not pass VLAN 40",
        "shared": sample_talk.SHARED,
        "state": "sent",
        "priority": "P1",
        "service": "Warehouse network",
        "opened": NOW - minutes(142),
        "expires": NOW + timedelta(days=14),
        "clocks": sample_talk.UC_CLOCKS,
        "messages": sample_talk.VENDOR_TALK,
        "actions": frozenset({"acknowledge", "update", "fix"}),
        "reference": "BW-55121",
    }
    return views.VendorPage(frame, **{**given, **changes})  # type: ignore[arg-type]


def set_aside(frame: views.Shell) -> views.SetAsidePage:
    def item(lane: str, what: str, error: str, **more: object) -> views.SetAsideItem:
        return views.SetAsideItem(
            "0192f0c1",
            lane,  # type: ignore[arg-type]
            what,
            "Acme Logistics",
            "ACME-1042",
            7,
            error,
            NOW - minutes(90),
            **more,  # type: ignore[arg-type]
        )

    return views.SetAsidePage(
        frame,
        (
            item(
                "deliveries",
                "webhook to Bluewave Networks",
                "503 Service Unavailable from hooks.bluewave.example",
                next_try=NOW + minutes(14),
            ),
        ),
        (
            item(
                "timers",
                "breach of resolution",
                "row moved while it was being read: clock 0192f0c1-7f31-7b11-a3b8-9e8f6b0c2d55",
                pages=True,
            ),
        ),
        (),
    )


def everything(language: Language, theme: Theme) -> Mapping[str, tuple[str, View]]:
    """Each preview's name with its template and view."""

    def staff(area: Area | None = None, **more: object) -> views.Shell:
        return shell(area=area, language=language, theme=theme, **more)  # type: ignore[arg-type]

    def member(area: Area | None = "home") -> views.Shell:
        return shell(
            "Anna Kowalczyk", MEMBER, area, language=language, theme=theme, brand="Acme Logistics"
        )

    def visitor(brand: str = "Northwind IT") -> views.Shell:
        return shell("", frozenset(), language=language, theme=theme, brand=brand)

    return {
        **_desk(staff),
        **sample_kinds.pages(staff),
        **_doors(visitor),
        **_portal(member),
        **_accounts(staff),
        **sample_approvals.pages(staff, member),
        **sample_connectors.pages(staff),
        **sample_personal.pages(staff, member),
        **sample_raising.pages(staff),
        **sample_pricing.pages(staff),
        **sample_administration.pages(staff),
        **sample_client_money.pages(staff),
        **sample_money_settings.pages(staff),
        **sample_credits.pages(staff),
        **sample_one_invoice.pages(staff),
        **sample_banking.pages(staff),
        **sample_collected.pages(staff),
        **sample_paying.pages(staff, invoice_page(staff("clients")).invoice),
        **sample_invoicing.pages(staff, invoice_page(staff("clients"))),
        **sample_staff.pages(staff),
        **sample_intake.pages(staff),
        **_trouble(visitor),
        **sample_knowledge.portal(member),
        **sample_knowledge.desk(staff),
        **sample_assets.pages(staff, member),
        **sample_deeds.pages(staff),
        **sample_desk.pages(staff),
        "vendor": ("vendor", vendor_page(visitor())),
        "set_aside": ("set_aside", set_aside(staff("set_aside"))),
    }


def _desk(staff) -> dict[str, tuple[str, View]]:  # type: ignore[no-untyped-def]
    filtered = views.ListFilters.of(client="nord", tier="3", assignee="me")
    nothing = views.ListSummary(0, 0, 0, 0)
    done = views.Notice("done", "HELI-311 is yours.")
    quiet = ticket_page(staff("list"))
    return {
        "list": ("list", list_page(staff("list", notice=done))),
        "list_filtered": (
            "list",
            list_page(
                staff("list"),
                filters=filtered,
                rows=(),
                summary=nothing,
                after=None,
                may_take=False,
            ),
        ),
        "list_worked": ("list", worked_list(staff("list"))),
        "list_split": ("list", split_list(staff)),
        "search": ("search", search_page(staff("list"))),
        "palette": ("palette", palette_page(staff())),
        "bell": ("bell", bell_page(staff())),
        "list_empty": ("list", list_page(staff("list"), rows=(), summary=nothing, after=None)),
        "ticket": ("ticket", quiet),
        "ticket_with_macro": (
            "ticket",
            ticket_page(
                staff("list"),
                macro=views.PickedMacro("0192", LONG, "Which?", ("tag",), (), (), "reply"),
                problem="Ben may not see this ticket, and is not told of it.",
            ),
        ),
        "ticket_resolved": (
            "ticket",
            ticket_page(
                staff("list"),
                actions=frozenset({"message", "close", "reopen", "resume"}),
                vendor=None,
                escalations=(),
                inner_clocks=(),
                clocks=(),
                timeline=(),
                problem="Write something before you send it.",
            ),
        ),
    }


def _doors(visitor) -> dict[str, tuple[str, View]]:  # type: ignore[no-untyped-def]
    wrong = "This address and password do not go together. After five attempts we wait a minute."
    until = NOW + timedelta(days=1)
    return {
        "sign_in_staff": ("sign_in_staff", views.StaffSignInPage(visitor())),
        "sign_in_code": ("sign_in_code", views.CodePage(visitor(), "marta@northwind.example")),
        "sign_in_member": (
            "sign_in_member",
            views.MemberSignInPage(
                visitor(), "acme", email="anna.kowalczyk@acme.example", problem=wrong
            ),
        ),
        "forgotten": ("forgotten", views.ForgottenPage(visitor(), asks_company=True)),
        "forgotten_at_the_desk": (
            "forgotten",
            views.ForgottenPage(visitor(), False, email="ada@northwind.example", problem=wrong),
        ),
        "forgotten_sent": (
            "forgotten",
            views.ForgottenPage(visitor(), True, "acme", "anna@acme.example", sent=True),
        ),
        "set_password": (
            "set_password",
            views.SetPasswordPage(
                visitor(),
                "invitation",
                "Anna Kowalczyk",
                "anna.kowalczyk@acme.example",
                "/passwords/Zm9v",
                until,
            ),
        ),
        "page_call": (
            "page_call",
            views.PageCallPage(
                visitor(),
                "Ada Nowak",
                "[ACME-7] Page: P1: a target is at risk",
                ("P1: a target is at risk (ACME-7)",),
                "/page/Zm9v",
                calling=True,
            ),
        ),
        "second_factor": (
            "second_factor",
            views.SecondFactorPage(
                visitor(), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "otpauth://totp/x?secret=JBSWY3DP"
            ),
        ),
        "set_password_again": (
            "set_password",
            views.SetPasswordPage(
                visitor(),
                "reset",
                "Anna Kowalczyk",
                "anna@acme.example",
                "/passwords/Zm9v",
                until,
                problem="The two are not the same.",
            ),
        ),
    }


def _portal(member) -> dict[str, tuple[str, View]]:  # type: ignore[no-untyped-def]
    none = views.MonthCompliance(date(2026, 11, 1), (), ())
    return {
        "service_reports_own": (
            "service_reports/all",
            sample_service_reports.every(member("service_reports"), is_staff=False),
        ),
        "service_reports_none": (
            "service_reports/all",
            sample_service_reports.none(member("service_reports")),
        ),
        "service_report_own": (
            "service_reports/one",
            sample_service_reports.one(member("service_reports"), is_staff=False),
        ),
        "portal_home": ("portal_home", portal_home(member())),
        "portal_home_new": (
            "portal_home",
            portal_home(member(), month=none, tickets=(), waiting=(), approvals=0, services=()),
        ),
        **sample_own.portal(member, PORTAL_ROWS),
        **sample_kept.portal(member),
        **sample_own.mine(member),
        **sample_company.portal(member),
        **sample_own.money(member),
        "portal_home_asked": (
            "portal_home",
            portal_home(
                member(),
                announced=sample_knowledge.told(),
                awaited=(views.Awaited("SLA Gold", 4, "/consent/1"),),
            ),
        ),
        "portal_ticket": ("portal_ticket", portal_ticket(member())),
        "portal_ticket_done": (
            "portal_ticket",
            portal_ticket(member(), rating=views.Rating("/tickets/ACME-1042/survey")),
        ),
        **_own_invoices(member),
        **sample_requests.portal(member("catalogue")),
        **sample_handling.portal(member),
        "consent": ("consent", consent_page(member())),
        "consent_given": (
            "consent",
            consent_page(member(), changes=(), may_accept=False, accepted_by="Anna Kowalczyk"),
        ),
    }


def _own_invoices(member) -> dict[str, tuple[str, View]]:  # type: ignore[no-untyped-def]
    frame = member("invoices")
    draft = invoice_page(frame).invoice
    one = sample_money.portal_invoice(frame, draft)
    return {
        "portal_invoices": ("portal_invoices", sample_money.portal_invoices(frame)),
        "portal_invoices_none": ("portal_invoices", sample_money.no_invoices(frame)),
        "portal_invoice": ("portal_invoice", one),
        "portal_invoice_making": (
            "portal_invoice",
            sample_money.portal_invoice(frame, draft, "making"),
        ),
    }


def _accounts(staff) -> dict[str, tuple[str, View]]:  # type: ignore[no-untyped-def]
    return {
        **sample_requests.desk(staff("recurring")),
        **sample_settings.pages(staff),
        **sample_handling.desk(staff),
        **sample_hands.pages(staff),
        **sample_own_intake.pages(staff),
        **sample_provided.pages(staff),
        "clients": ("clients/all", sample_clients.every(staff("clients"))),
        "clients_none_such": ("clients/all", sample_clients.every(staff("clients"), rows=False)),
        "clients_empty": ("clients/all", sample_clients.none(staff("clients"))),
        "client": ("clients/one", sample_clients.one(staff("clients"))),
        "mail_wordings": ("worded/mails", sample_settings.mail_wordings(staff("administration"))),
        "approval_policies": (
            "settings/approval_policies",
            sample_settings.approval_policies(staff("administration")),
        ),
        "approval_policies_of_client": (
            "settings/approval_policies",
            sample_settings.approval_policies(staff("desks"), client="Acme"),
        ),
        "vendors": ("vendors/all", sample_vendors.every(staff("vendors"))),
        "vendors_none": ("vendors/all", sample_vendors.every(staff("vendors"), rows=False)),
        "our_vendor": ("vendors/one", sample_vendors.one(staff("vendors"))),
        "our_vendor_bare": ("vendors/one", sample_vendors.one(staff("vendors"), full=False)),
        "client_bare": ("clients/one", sample_clients.bare(staff("clients"))),
        "margin_made": ("clients/margin_made", sample_clients.made(staff("reports"))),
        "margin_made_of_nothing": (
            "clients/margin_made",
            sample_clients.made(staff("reports"), rows=False),
        ),
        "margins": ("clients/margins", sample_clients.margins(staff("reports"))),
        "margins_none": ("clients/margins", sample_clients.margins(staff("reports"), rows=False)),
        "contract": ("contract", contract_page(staff("clients"))),
        "contract_new": (
            "contract",
            contract_page(
                staff("clients"), picture=sample_contracting.NOTHING, targets=(), changes=()
            ),
        ),
        "contract_draft": ("contract", contract_page(staff("clients"), work=work("draft"))),
        "contract_agreed": (
            "contract",
            contract_page(staff("clients"), work=work("approved"), asking=ASKED),
        ),
        **sample_contracting.pages(staff("clients")),
        **sample_account_desk.pages(staff),
        "invoice": ("invoice", invoice_page(staff("clients"))),
        "invoice_final": (
            "invoice",
            sample_money.final(staff("clients"), invoice_page(staff("clients"))),
        ),
        "client_invoices": ("client_invoices", sample_money.client_invoices(staff("clients"))),
        "receivables": ("receivables", sample_money.receivables(staff("receivables"))),
        "bank_entries": (
            "bank_entries",
            sample_money.bank_entries(staff("receivables", brand="alert(1)")),
        ),
        "receivables_none": (
            "receivables",
            views.ReceivablesPage(staff("receivables", brand="alert(1)"), (), (), ()),
        ),
        "reports": ("reports/index", sample_reports.index(staff("reports"))),
        "report": ("reports/report", sample_reports.report(staff("reports"))),
        "report_empty": ("reports/report", sample_reports.report(staff("reports"), empty=True)),
        "report_behind": ("reports/behind", sample_reports.behind(staff("reports"))),
        "report_nothing": ("reports/behind", sample_reports.behind(staff("reports"), rows=0)),
        "service_reports": (
            "service_reports/all",
            sample_service_reports.every(staff("clients"), is_staff=True),
        ),
        "service_report": (
            "service_reports/one",
            sample_service_reports.one(staff("clients"), is_staff=True),
        ),
        "report_large": ("reports/report", sample_reports.large(staff("reports"))),
        "report_run": ("reports/run", sample_reports.run(staff("reports"), "running")),
        "report_run_done": ("reports/run", sample_reports.run(staff("reports"), "done")),
        "report_run_failed": ("reports/run", sample_reports.run(staff("reports"), "failed")),
        "report_expected": ("reports/expected", sample_reports.expected(staff("reports"))),
    }


def _trouble(visitor) -> dict[str, tuple[str, View]]:  # type: ignore[no-untyped-def]
    kept = "Hello Anna,\n\nthe technician is on the way to hall 3."
    pages: dict[str, tuple[str, View]] = {
        f"problem_{status}": (
            "problem",
            views.ProblemPage(visitor(), views.Problem(status, reference="7f31a3b8"), ""),
        )
        for status in (400, 403, 404, 409, 413, 422, 429, 500, 503)
    }
    pages["problem_again"] = (
        "problem",
        views.ProblemPage(
            visitor(),
            views.Problem(422, detail="Ticket: fill this in."),
            again=views.Again(
                "/tickets/ACME-1042/merge",
                (
                    views.AgainField("into", "Merge into ticket", LONG, is_long=False),
                    views.AgainField("reason", "Reason", kept, is_long=True),
                ),
                (("inform", "yes"),),
                "into",
            ),
            back="/tickets/ACME-1042",
        ),
    )
    changed = (views.Conflict("priority", "P2", "P1"), views.Conflict("assignee", "you", "Jonas"))
    pages["conflict"] = (
        "conflict",
        views.ConflictPage(
            visitor(),
            "ACME-1042",
            "Jonas Berg",
            NOW - minutes(1),
            "/tickets/ACME-1042",
            changed,
            meanwhile=(views.Event("state", NOW - minutes(1), "Jonas Berg", "new", "open"),),
            again=views.Again(
                "/tickets/ACME-1042/messages",
                (views.AgainField("body", "Text", kept, is_long=True),),
                (("version", "8"),),
            ),
        ),
    )
    pages["session_expired"] = (
        "session_expired",
        views.SessionExpiredPage(visitor(), "/session?back=/tickets/ACME-1042", kept),
    )
    return pages
