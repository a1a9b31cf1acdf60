"""A contract editor with every part filled: Gold for Acme, which a tier on office hours cannot keep
around the clock."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from contracts.agreements.agreed import Content, Target
from contracts.agreements.clause import Commitment, Exclusion, StartingTier
from contracts.agreements.credit_clause import Clause, Step
from contracts.agreements.credit_schedule import Schedule
from contracts.coherence.coherence_line import Credit, Expected, Line, Part, Shown, Span, Suggestion
from contracts.coherence.covered_hours import Hours, Unattended
from contracts.escalation import escalation as escalations
from contracts.instant import DAY, HOUR, MINUTE
from underpin.console.pages import View
from underpin.console.routes.contracting import form, picture
from underpin.console.routes.contracting.course import DaysOff, Reading
from underpin.console.routes.contracting.picture import Shown as For
from underpin.console.routes.contracting.record import steps
from underpin.console.routes.contracting.sheet import draft
from underpin.console.routes.contracting.sheet.draft import Drafted
from underpin.console.views import beside_months as months
from underpin.console.views.consent import Change
from underpin.console.views.contracting import ClashRow, EditorPage, Form
from underpin.console.views.reach import EffectTab, Going, ReachedClock, ReachedTicket, ReachPage
from underpin.console.views.record import (
    AmendedField,
    AmendmentRow,
    ChoicePage,
    ConsideredRow,
    CoverRow,
    EscalationPage,
    FromTemplate,
    NoticeGiven,
    RecordPage,
    ServiceRow,
)

OFFICE, ALWAYS = UUID(int=1), UUID(int=2)
CALENDARS = ((str(OFFICE), "Office hours"), (str(ALWAYS), "Around the clock"))
FRIDAY = datetime(2026, 10, 23, 13, tzinfo=UTC)
MONDAY = FRIDAY + timedelta(hours=71)


def at(hours: float) -> datetime:
    return FRIDAY + timedelta(hours=hours)


CONTENT = Content(
    calendar_version_id=OFFICE,
    targets=(
        Target("first_response", "incident", "P1", 30 * MINUTE, (75, 90)),
        Target("resolution", "incident", "P1", 8 * HOUR, (50, 75), calendar_version_id=ALWAYS),
        Target("resolution", "incident", "P2", 12 * HOUR, (75, 90)),
        Target("resolution", "service_request", "P3", 24 * HOUR, (75, 90)),
    ),
    commitments=(Commitment("resolution", Decimal(95), ("P1", "P2")),),
    exclusions=(Exclusion("planned_maintenance", notice_hours=48),),
    starting_tiers=(StartingTier(2, (), ("P1",)),),
    credits=Schedule(
        "service_fee", (Clause("resolution", Decimal(95), steps=(Step(Decimal(95), Decimal(5)),)),)
    ),
)
HELD = (
    Part("L1", "hold", at(0), at(68), (Span(at(0), at(2)),)),
    Part("L2", "hold", at(68), MONDAY, (Span(at(68), MONDAY),)),
)
LINES = (
    Line(
        *("resolution", "incident", "P1", "any", "L1 > L2", "not_kept"),
        *(8 * HOUR, 71 * HOUR, -63 * HOUR, 6 * HOUR, "31/100", FRIDAY, MONDAY),
        Suggestion("widen_calendar", "L2", None, 66 * HOUR),
        Shown((), HELD, Part("SLA", "resolution", FRIDAY, MONDAY, (Span(FRIDAY, MONDAY),))),
    ),
    Line(
        *("resolution", "incident", "P2", "any", "L1 > L2", "commitment_kept"),
        *(12 * HOUR, 13 * HOUR, -HOUR, 6 * HOUR, "1/50", FRIDAY, at(13)),
        Suggestion("lift_target", None, 13 * HOUR, HOUR),
        Shown(
            (),
            (Part("L1", "hold", at(0), at(13), ()),),
            Part("SLA", "resolution", FRIDAY, at(13), (Span(FRIDAY, at(13)),)),
            Expected("49/50", "history", "history", (), Credit("5", "service_fee", "month", "")),
        ),
    ),
    Line(
        *("first_response", "incident", "P1", "outside", "L1", "always_kept"),
        *(30 * MINUTE, 20 * MINUTE, 10 * MINUTE, 20 * MINUTE, "0", FRIDAY, at(1)),
    ),
    Line(
        *("next_reply", "service_request", "P3", "any", "L1", "unchecked"),
        *(HOUR, None, None, HOUR, "0"),
    ),
)
OFF = DaysOff(holidays={date(2026, 10, 26): "National Day"})
NIGHTS = (Unattended(("resolution incident P1",), (Hours(17 * HOUR, DAY + 8 * HOUR, 52),)),)
READING = Reading("Europe/Berlin", "en", OFF)
PICTURE = picture.of(
    LINES, For(READING, "/agreements", deeds=True), unattended=NIGHTS, checked=FRIDAY
)
NOTHING = picture.of((), For(READING))
CHANGES = (
    Change("Resolution · Incident · P1", "4 h on Office v1", "8 h on Around the clock v1"),
    Change("commitment", None, "95 %"),
)


def editor(frame, **changes: object) -> EditorPage:  # type: ignore[no-untyped-def]
    typed = draft.write("SLA", Drafted(CONTENT, Decimal(95)))
    given: dict[str, object] = {
        "title": "SLA Gold",
        "number": 4,
        "client": "Acme Logistics",
        "form": form.of("SLA", typed, CALENDARS),
        "path": "/clients/acme/versions/4/content",
        "check_path": "/clients/acme/versions/4/check",
        "back": "/clients/acme/contract?version=4",
        "zone": "Europe/Berlin",
        "picture": PICTURE,
        "changes": CHANGES,
    }
    return EditorPage(frame, **{**given, **changes})  # type: ignore[arg-type]


CLASHES = (
    ClashRow(
        "take.resolution.incident.P1",
        "Resolution · Incident · P1",
        "8 h on Around the clock v1, warns at 50, 75 %",
        "6 h on Around the clock v1, warns at 50, 75 %",
        "4 h on Around the clock v1, warns at 50, 75 %",
        taken=False,
    ),
    ClashRow(
        "take.exclusions", "exclusion · planned_maintenance", "left out", "", "left out", True
    ),
)


def clashing(frame) -> EditorPage:  # type: ignore[no-untyped-def]
    return editor(frame, clashes=CLASHES, clashes_by="Marta Lis")


def misread(frame) -> EditorPage:  # type: ignore[no-untyped-def]
    typed = {"calendar": str(OFFICE), "t.incident.P1.resolution": "soon", "commitment": "most"}
    errors = {
        "t.incident.P1.resolution": "Write a time like 4h, 30m or 2d.",
        "commitment": "Write a percentage like 99.5.",
    }
    shown = form.of("SLA", typed, CALENDARS, errors)
    return editor(frame, form=shown, picture=picture.UNREAD, changes=(), problem="Not stored.")


def behind(frame) -> EditorPage:  # type: ignore[no-untyped-def]
    content = Content(
        calendar_version_id=OFFICE,
        targets=(Target("hold", "incident", "P1", 2 * HOUR, (75,)),),
    )
    typed = draft.write("OLA", Drafted(content, None))
    shown = form.of("OLA", typed, CALENDARS)
    return editor(
        frame,
        title="OLA of L2",
        client="",
        form=shown,
        picture=None,
        changes=(),
        back="/agreements",
    )


def reach(frame) -> ReachPage:  # type: ignore[no-untyped-def]
    path = "/agreements/versions/4/reach"
    clocks = (
        ReachedClock("hold", "L2", "breached_at_once", MONDAY, FRIDAY),
        ReachedClock("pickup", "L2", "released", MONDAY, None),
    )
    return ReachPage(
        frame,
        "OLA of L2",
        4,
        "/agreements",
        "",
        tickets=7,
        clocks=12,
        tabs=(
            EffectTab("", 3, path, shown=True),
            EffectTab("breached_at_once", 1, f"{path}?effect=breached_at_once", shown=False),
            EffectTab("released", 2, f"{path}?effect=released", shown=False),
        ),
        rows=(
            ReachedTicket("ACME-1042", "Scanners offline", "/tickets/ACME-1042", clocks),
            ReachedTicket("BOLT", "", "", clocks[1:]),
        ),
        zone="Europe/Berlin",
        next_path=f"{path}?after=1",
        take_path=f"{path}/taking-up",
        going=Going(MONDAY, 0, 1, 7, 3),
    )


def record(frame, **changes: object) -> RecordPage:  # type: ignore[no-untyped-def]
    path = "/clients/acme/contracts/1/record"
    given: dict[str, object] = {
        "client": "Acme Logistics",
        "name": "Managed workplace",
        "contracts_path": "/clients/acme/contracts",
        "path": path,
        "version": 4,
        "starts": date(2025, 4, 1),
        "ends": date(2027, 3, 31),
        "last_notice": date(2026, 12, 31),
        "notice": None,
        "services": (
            ServiceRow(
                *("1", "Warehouse network", None, date(2026, 12, 31), False),
                (CoverRow("9", "Fabrikam", "UC Fabrikam network"),),
                *(("opening", "client"), f"{path}/services/1"),
            ),
            ServiceRow("2", "Backup", date(2026, 1, 1), date(2026, 5, 31), True, (), (), path),
        ),
        "amendments": (
            AmendmentRow(
                *(4, "terms", (AmendedField("notice_days", "90", "60"),), "They asked."),
                *("Marta Wiśniewska", FRIDAY),
            ),
            AmendmentRow(3, "service_in", (AmendedField("name", None, "Backup"),), "", "", FRIDAY),
        ),
        "templates": (FromTemplate("Gold", 3, FRIDAY, "/clients/acme/contract?version=4"),),
        "parts": ("client", "opening", "conversation"),
        "ucs": (("7", "UC Fabrikam network"),),
        "older_path": f"{path}?before=3",
        "policy_path": "/clients/acme/contracts/1/escalation",
        "typed": {
            **dict.fromkeys(("name", "ends_on", "uplift_percent", "uplift_on"), ""),
            "notice_days": "60",
            "renewal": "automatic",
            "renewal_months": "12",
            "given_on": "2026-11-22",
        },
    }
    return RecordPage(frame, **{**given, **changes})  # type: ignore[arg-type]


def escalation(frame, **changes: object) -> EscalationPage:  # type: ignore[no-untyped-def]
    typed = steps.write(
        [
            escalations.Step("resolution", 80, "move_tier", 1, 2, ("P1", "P2"), True, 15),
            escalations.Step("resolution", 100, "page"),
        ]
    )
    given: dict[str, object] = {
        "client": "Acme Logistics",
        "contract": "Managed workplace",
        "contracts_path": "/clients/acme/contracts",
        "record_path": "/clients/acme/contracts/1/record",
        "path": "/clients/acme/contracts/1/escalation",
        "may_write": True,
        "number": 2,
        "since": FRIDAY,
        "form": Form(
            *("escalation", {"name": "Up early", **typed}, ("resolution", "hold")),
            *((), ("P1", "P2"), (), (), ()),
            {"steps.0.percent": "Write a whole number."},
        ),
        "actions": ("notify", "move_tier", "page"),
    }
    return EscalationPage(frame, **{**given, **changes})  # type: ignore[arg-type]


def choice(frame, **changes: object) -> ChoicePage:  # type: ignore[no-untyped-def]
    path = "/clients/acme/contract?version=4"
    given: dict[str, object] = {
        "client": "Acme Logistics",
        "path": "/clients/acme/agreement-choice",
        "contracts_path": "/clients/acme/contracts",
        "typed": {"type": "incident", "service": "", "day": ""},
        "types": ("incident", "problem"),
        "services": (("1", "Warehouse network"),),
        "rows": (
            ConsideredRow("won", "Managed workplace", "SLA Gold", "", 4, path, True),
            ConsideredRow("no_agreement", "Old one", "", "", None, "", False),
            ConsideredRow("contract_covers", "", "Bronze", "", 2, "", False),
        ),
    }
    return ChoicePage(frame, **{**given, **changes})  # type: ignore[arg-type]


def beside(frame, **changes: object) -> months.BesidePage:  # type: ignore[no-untyped-def]
    where = ("ACME-1042", "/tickets/ACME-1042")
    half = timedelta(hours=4)
    given: dict[str, object] = {
        "client": "Acme Logistics",
        "back": "/compliance/ACME?month=2026-10",
        "path": "/compliance/ACME/beside",
        "month": date(2026, 10, 1),
        "months": (
            months.MonthRow(date(2026, 10, 1), "/compliance/ACME", "provisional", None, None, ""),
            months.MonthRow(date(2026, 9, 1), "/compliance/ACME", "frozen", 40, FRIDAY, "0a1b2c3d"),
        ),
        "apart": (
            months.ApartRow(*where, "duplicate", "Of ACME-7.", "Lena", FRIDAY, "/compliance/1/end"),
        ),
        "truths": (
            months.TruthRow(*where, "P1", FRIDAY, half, half * 2, half, False),
            months.TruthRow("—", "", "P2", FRIDAY, half, None, None, None),
        ),
        "moved": (
            months.MovedRow(
                *(*where, "resolution", "P1", "paused", "Ada", FRIDAY, "They asked."),
                *(FRIDAY, None),
            ),
        ),
        "vendors": (months.VendorKept("Fabrikam", "Network", "99.2", "99.5", False),),
        "owed": (months.OwedRow(date(2026, 9, 1), "Fabrikam", 1, 9, "due", MONDAY),),
        "object_days": 10,
        "confirm_days": 14,
        "apart_path": "/compliance/ACME/beside/apart",
        "terms_path": "/compliance/ACME/beside/terms",
        "more_truths": "/compliance/ACME/beside?after=1",
    }
    return months.BesidePage(frame, **{**given, **changes})  # type: ignore[arg-type]


def pages(frame) -> dict[str, tuple[str, View]]:  # type: ignore[no-untyped-def]
    return {
        "contract_editor": ("contracting/editor", editor(frame)),
        "contract_editor_clashing": ("contracting/editor", clashing(frame)),
        "compliance_beside": ("keeping/beside", beside(frame)),
        "compliance_beside_nothing": (
            "keeping/beside",
            beside(
                frame,
                **dict.fromkeys(("months", "apart", "truths", "moved", "vendors", "owed"), ()),
                apart_path="",
                terms_path="",
            ),
        ),
        "contract_record": ("contracting/record/contract", record(frame)),
        "contract_record_noticed": (
            "contracting/record/contract",
            record(
                frame,
                notice=NoticeGiven(date(2026, 11, 2), "client", date(2027, 3, 31)),
                services=(),
                amendments=(),
                problem="That is what stands already.",
            ),
        ),
        "contract_record_read": ("contracting/record/contract", record(frame, path="")),
        "escalation": ("contracting/record/escalation", escalation(frame)),
        "escalation_read": ("contracting/record/escalation", escalation(frame, may_write=False)),
        "agreement_choice": ("contracting/record/choice", choice(frame)),
        "agreement_choice_none": ("contracting/record/choice", choice(frame, rows=())),
        "reach": ("contracting/reach", reach(frame)),
        "contract_editor_misread": ("contracting/editor", misread(frame)),
        "contract_editor_behind": ("contracting/editor", behind(frame)),
    }
