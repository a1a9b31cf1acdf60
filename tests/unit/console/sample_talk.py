"""What was said, counted and promised on the sample ticket and contract."""

from datetime import UTC, datetime, timedelta

from underpin.console.views import (
    Clock,
    Countdown,
    Escalation,
    Event,
    Message,
    Span,
    TargetCell,
    TargetRow,
    TargetTable,
    VendorBlock,
    Version,
)
from underpin.console.views.clock import ClockState, Level, Metric

NOW = datetime(2026, 11, 22, 1, 10, 25, tzinfo=UTC)
OPENED = NOW - timedelta(minutes=305)


def minute(count: float) -> datetime:
    """So many minutes after the ticket was opened."""
    return OPENED + timedelta(minutes=count)


def span(count: float) -> timedelta:
    return timedelta(minutes=count)


SHARED = (
    "Since 20:05 UTC no scanner in hall 3 reaches 10.40.0.0/16.\n"
    "Switch stack SW-H3, firmware 17.9.4, after the update of Friday.\n\n"
    "Site contact: Anna, extension 212, open until 06:00."
)
PUBLIC = (
    Message(
        "1",
        "Anna Kowalczyk",
        "requester",
        minute(0),
        "Since a few minutes no scanner in hall 3 reaches the order system. "
        "Forty people stand still.\n\nThe scanners say: “host unreachable”. WLAN shows full bars.",
        channel="mail",
    ),
    Event("opened", minute(0), "Anna Kowalczyk"),
    Message(
        "2",
        "Marta Wiśniewska",
        "staff",
        minute(9),
        "Hello Anna,\nI am on it. Are scanners in hall 2 affected too?",
    ),
    Event("paused", minute(9), after="resolution"),
    Message("3", "Anna Kowalczyk", "requester", minute(30), "No, only hall 3."),
    Event("resumed", minute(30), after="resolution"),
    Event("breached", minute(243), after="resolution", notable=True),
    Message(
        "5",
        "Marta Wiśniewska",
        "staff",
        minute(250),
        "The cause is in the switches of hall 3. Their maker is working on it with us; "
        "next news by 03:00.",
    ),
)
TIMELINE = (
    *PUBLIC[:3],
    Event("priority", minute(10), "Marta Wiśniewska", "P2", "P1", "forty people stand still"),
    Event("assigned", minute(11), "Marta Wiśniewska", after="Jonas Berg"),
    Event("tier", minute(12), "Marta Wiśniewska", "L1", "L2"),
    PUBLIC[3],
    PUBLIC[4],
    PUBLIC[5],
    Message(
        "4",
        "Jonas Berg",
        "staff",
        minute(71),
        "VLAN 40 is gone on SW-H3 after Friday's firmware. Rollback refused: image missing. "
        "Needs Bluewave.",
        internal=True,
    ),
    Event("warned", minute(163), after="resolution", reason="75 % of 4h used", notable=True),
    Event(
        "case_opened",
        minute(163),
        after="Bluewave Networks",
        reason="step 3 of the policy",
        notable=True,
    ),
    Event("notified", minute(163), after="Duty lead"),
    *PUBLIC[6:],
)


def running(level: Level, metric: Metric, left: float) -> Countdown:
    at = NOW + span(left)
    return Countdown(level, metric, at, at - span(60), at, zone="America/New_York")


def clock(
    metric: Metric,
    state: ClockState,
    used: float,
    allowed: float,
    chip: Countdown,
    agreement: str,
    spans: tuple[Span, ...] = (),
    ended: datetime | None = None,
    holder: str = "",
) -> Clock:
    return Clock(
        metric,
        state,
        span(used),
        span(allowed),
        chip,
        "24 hours, every day",
        agreement,
        OPENED,
        ended,
        spans,
        holder,
    )


RESOLUTION_SPANS = (
    Span("work", minute(0), minute(9), span(9), span(9)),
    Span("pause", minute(9), minute(30), span(0), span(9), "waiting for the client's answer"),
    Span("work", minute(30), minute(60), span(30), span(39)),
    Span("closed", minute(60), minute(62), span(0), span(39)),
    Span("work", minute(62), None, span(243), span(282)),
)
DONE = Countdown()
SLA_CLOCKS = (
    clock(
        "resolution",
        "running",
        302,
        240,
        running("breached", "resolution", -62),
        "SLA Gold, version 4",
        RESOLUTION_SPANS,
    ),
    clock(
        "next_update",
        "running",
        55,
        120,
        running("risk", "next_update", 41.4),
        "SLA Gold, version 4",
        (Span("work", minute(250), None, span(55), span(55)),),
    ),
    clock(
        "next_reply",
        "paused",
        20,
        60,
        Countdown("paused", "next_reply", left=span(40)),
        "SLA Gold, version 4",
    ),
    clock(
        "first_response",
        "met",
        9,
        15,
        DONE,
        "SLA Gold, version 4",
        (Span("work", minute(0), minute(9), span(9), span(9)),),
        minute(9),
    ),
)
OLA_CLOCKS = (
    clock("hold", "met", 59, 60, DONE, "OLA second line, version 2", (), minute(71), "L2"),
    clock("hold", "breached", 92, 60, DONE, "OLA third line, version 2", (), minute(163), "L3"),
)
UC_CLOCKS = (
    clock(
        "fix",
        "running",
        142,
        240,
        running("ok", "fix", 98),
        "UC Bluewave, version 1",
        (Span("work", minute(163), None, span(142), span(142)),),
    ),
    clock("acknowledge", "met", 12, 30, DONE, "UC Bluewave, version 1", (), minute(175)),
)
VENDOR = VendorBlock(
    "Bluewave Networks",
    "NW-2026-0113",
    "BW-55121",
    "acknowledged",
    "Warehouse network",
    UC_CLOCKS,
    minute(163),
    "We have the image and start the rollback at 02:30 your time.",
)
VENDOR_TALK = (
    Message(
        "9",
        "Sam Okafor, Bluewave",
        "vendor",
        minute(240),
        "We have the image and start the rollback at 02:30 your time.",
    ),
)
ESCALATIONS = (
    Escalation(1, "Notify the assignee at 50 % of resolution", "done", minute(120)),
    Escalation(2, "Move to L3 when L2 holds it for 60 min", "done", minute(71)),
    Escalation(3, "Open a case with Bluewave Networks at 75 %", "done", minute(163)),
    Escalation(4, "Page the duty lead on breach", "asked", minute(243)),
    Escalation(5, "Tell the account manager 2 h after breach", "ahead", minute(363)),
)


def cell(hours: float, calendar: str) -> TargetCell:
    return TargetCell(timedelta(hours=hours), calendar, (50, 75, 90))


OFFICE, ALWAYS = "Mon–Fri 08:00–18:00", "24 hours, every day"
TARGETS = (
    TargetTable(
        "resolution",
        ("P1", "P2", "P3", "P4"),
        (
            TargetRow(
                "incident", (cell(4, ALWAYS), cell(8, OFFICE), cell(20, OFFICE), cell(40, OFFICE))
            ),
            TargetRow("request", (None, cell(16, OFFICE), cell(40, OFFICE), cell(80, OFFICE))),
        ),
    ),
    TargetTable(
        "first_response",
        ("P1", "P2", "P3", "P4"),
        (
            TargetRow(
                "incident",
                (cell(0.25, ALWAYS), cell(0.5, OFFICE), cell(2, OFFICE), cell(4, OFFICE)),
            ),
        ),
    ),
)
VERSIONS = (
    Version(
        5,
        "draft",
        datetime(2027, 1, 1, tzinfo=UTC),
        None,
        "Ewa Lis",
        "",
        "",
        "/clients/acme/contract?version=5",
    ),
    Version(
        4,
        "active",
        datetime(2026, 4, 1, tzinfo=UTC),
        None,
        "Ewa Lis",
        "Tomasz Król",
        "Anna Kowalczyk, 26 March 2026",
        "/clients/acme/contract?version=4",
        shown=True,
    ),
    Version(
        3,
        "superseded",
        datetime(2025, 4, 1, tzinfo=UTC),
        datetime(2026, 4, 1, tzinfo=UTC),
        "Ewa Lis",
        "Tomasz Król",
        "signed document",
        "/clients/acme/contract?version=3",
    ),
)
