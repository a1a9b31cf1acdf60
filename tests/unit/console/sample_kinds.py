"""Problems, a major incident, and how tickets are sorted, for previews and tests."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from underpin.console import views
from underpin.console.pages import View

NOW = datetime(2026, 11, 22, 1, 10, 25, tzinfo=UTC)
ID = UUID("0192f0c1-0000-7000-8000-000000000001")
OTHER = UUID("0192f0c1-0000-7000-8000-000000000002")
CLIENTS = (("ACME", "Acme Logistics"), ("HELI", "Helios Clinics"))
CATEGORIES = (("1", "Network"), ("2", "Network › VPN"))
FIELDS = (
    views.OwnField("field-1", "Hall", "choice", ("North", "South"), True, "South"),
    views.OwnField(
        *("field-2", "Devices", "choices", ("Scanner", "Printer"), False, ""),
        frozenset({"Printer"}),
    ),
    views.OwnField("field-3", "Since", "date", (), False, "2026-11-20"),
    views.OwnField("field-4", "Superior", "person", (), False, "ewa.lis@acme.example"),
    views.OwnField("field-5", "Cost centre", "number", (), False, "4711.5"),
    views.OwnField("field-6", "On site?", "yes_no", (), False, "true"),
    views.OwnField("field-7", "Inventory number", "text", (), False, "A-77"),
)
ESCALATIONS = (
    views.ClientEscalation(
        "Invoices cannot go out today.", NOW - timedelta(hours=2), False, "Ewa Lis", "", True
    ),
    views.ClientEscalation(
        "Nobody called back.", NOW - timedelta(days=3), True, "Ewa Lis", "We call at ten.", False
    ),
)
KINDS = views.Kinds(
    category="Network › VPN",
    said=(("Hall", "South"), ("Cost centre", "4711.5")),
    escalations=ESCALATIONS,
    may_escalate=False,
    may_answer=True,
    stage="open",
    known=(views.KnownError("ACME-990", "Scanners lose their queue", "Restart the spooler."),),
    part=views.MajorPart(ID, "Line to the exchange", False, False, "HELI-311"),
)
OWN_KINDS = views.Kinds("Network › VPN", (("Hall", "South"),), ESCALATIONS[1:], True)
RAISED = views.Raised(
    ("incident", "service_request", "question", "complaint"), CATEGORIES, FIELDS[:4]
)
PROBLEM = views.ProblemRow(
    *("ACME-990", "P2", "Scanners lose their queue", "Acme Logistics"),
    *("known_error", "Restart the spooler.", 3, 2),
)
HIT = views.Hit("ACME-871", "Acme Logistics", "Scanners cannot reach the dock", "closed")


def kind_page(frame: views.Shell) -> views.TicketKindPage:
    return views.TicketKindPage(
        *(frame, "ACME-1042", "Warehouse scanners cannot reach the order system", 17),
        *("problem", "investigating", ("known_error", "resolved"), ("incident", "problem")),
        *("2", CATEGORIES, FIELDS, (HIT,)),
    )


def problem_detail(frame: views.Shell) -> views.ProblemDetailPage:
    return views.ProblemDetailPage(
        frame,
        number="ACME-990",
        subject="Scanners lose their queue",
        state="resolved",
        stage="resolved",
        version=4,
        root_cause="The spooler leaks.",
        workaround="Restart it at noon.",
        known="Restart the spooler.",
        known_since=NOW,
        incidents=(
            views.ProblemIncident("ACME-1042", 1042, "Scanners cannot reach", "open", True),
            views.ProblemIncident("ACME-1041", 1041, "Labels misprint", "closed", False),
        ),
        may_work=True,
    )


def major_page(frame: views.Shell) -> views.MajorPage:
    joined = (
        views.MajorTicket(
            "ACME-1042", "Acme Logistics", "ACME", "No internet", "open", True, False, False
        ),
        views.MajorTicket(
            "HELI-311", "Helios Clinics", "HELI", "Brak sieci", "open", False, False, False
        ),
    )
    said = views.MajorUpdate(
        *(ID, 1, False, "Marta Wiśniewska", NOW, "Ewa Lis", NOW),
        *({"": "The line is cut.", "pl": "Łącze jest przerwane."}, {"HELI": "Backup is up."}, 2),
    )
    waiting = views.MajorUpdate(
        *(OTHER, 2, False, "Marta Wiśniewska", NOW, "", None, {"": "Spliced at ten."}, {}, 0)
    )
    return views.MajorPage(
        *(frame, ID, "Line to the exchange", True, NOW, "Ewa Lis", "", joined, (said, waiting)),
        *(True, True, "line", (HIT,)),
    )


def sorting(frame: views.Shell, client: str = "") -> views.SortingPage:
    network = views.CategoryRow(
        ID, "Network", False, (views.CategoryRow(OTHER, "VPN", bool(client)),)
    )
    hall = views.FieldRow(
        ID, "Hall", "choice", "North, South", ("incident",), "raise", False, bool(client)
    )
    row = {"high": "P1", "medium": "P2", "low": "P3"}
    cells = dict.fromkeys(("high", "medium", "low"), row)
    return views.SortingPage(
        *(frame, CLIENTS, client, (network,), (hall,), cells), own_matrix=bool(client)
    )


def pages(staff) -> dict[str, tuple[str, View]]:  # type: ignore[no-untyped-def]
    problems = views.ProblemsPage(
        staff("problems"),
        (PROBLEM,),
        *(CLIENTS, "ACME"),
        (views.ProblemHint("words", "labels, zebra", ("ACME-1042", "ACME-1043"), 0),),
        may_make=True,
        next="/problems?after=eyJyIjo5fQ",
    )
    majors = views.MajorsPage(
        staff("majors"),
        (views.MajorRow(ID, "Line to the exchange", True, NOW, 2),),
        may_declare=True,
        next="/major-incidents?after=eyJyIjo5fQ",
    )
    over = views.MajorPage(
        *(staff("majors"), ID, "Line to the exchange", False, NOW, "Ewa Lis", "A second line."),
        *((), (), True, True),
    )
    return {
        "ticket_kind": ("ticket_kind", kind_page(staff("list"))),
        "problems": ("problems", problems),
        "problems_none": (
            "problems",
            views.ProblemsPage(staff("problems"), (), CLIENTS, "", (), may_make=False),
        ),
        "problem_detail": ("problem_detail", problem_detail(staff("problems"))),
        "majors": ("majors", majors),
        "majors_none": ("majors", views.MajorsPage(staff("majors"), (), may_declare=False)),
        "major": ("major", major_page(staff("majors"))),
        "major_over": ("major", over),
        "sorting": ("sorting", sorting(staff("sorting"))),
        "sorting_client": ("sorting", sorting(staff("sorting"), "ACME")),
    }
