"""Our contract kept, as the samples show it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from tests.unit.console import sample_talk
from underpin.console import views
from underpin.console.pages import View
from underpin.console.views.kept import (
    AvailabilityPage,
    CorrectionRow,
    CreditRow,
    CreditsPage,
    DecidedClockPage,
    DecidedPage,
    DecidedRow,
    EvidencePage,
    KeptCell,
    KeptPage,
    KeptRow,
    LeftOut,
    OutageRow,
    Said,
    ServiceTime,
    TrendRow,
)

AT = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
MONTH, AT_MONTH = date(2026, 11, 1), "/our-contract?month=2026-11"
CLOCKS = "/our-contract/clocks"
Frame = Callable[..., views.Shell]


def row(outcome: str = "breached", why: str = "") -> DecidedRow:
    subject = "Warehouse scanners cannot reach the order system"
    return DecidedRow(
        *(f"{CLOCKS}/1", "ACME-1042", subject, "resolution", "P1", AT, outcome, why),
        changed=False,
    )


HIDDEN = DecidedRow(f"{CLOCKS}/2", "", "", "resolution", "P2", AT, "breached", "", changed=True)


def cell(met: int, breached: int, running: int = 0, promised: int | None = 95) -> KeptCell:
    decided, share = met + breached, None
    if decided:
        share = Fraction(met, decided)
    wanted = None if promised is None else Fraction(promised, 100)
    kept = None if share is None or wanted is None else share >= wanted
    return KeptCell(met, breached, running, share, wanted, kept, f"{CLOCKS}?month=2026-11")


ROWS = (
    KeptRow("first_response", (cell(3, 0), cell(64, 1), None)),
    KeptRow("resolution", (cell(2, 1, 1), cell(60, 3, 4), cell(0, 0, 2, None))),
)
TREND = tuple(
    TrendRow(date(2026, month, 1), AT_MONTH, (Fraction(month, 12), None)) for month in (9, 10, 11)
)
CHART = {"labels": ["2026-10", "2026-11"], "series": [{"name": "Resolution", "values": [83, 91]}]}


def kept(frame: views.Shell, state: str = "provisional") -> KeptPage:
    return KeptPage(
        shell=frame,
        month=MONTH,
        state=state,
        until=AT if state == "provisional" else None,
        corrections=1,
        previous_path="/our-contract?month=2026-10",
        next_path="/our-contract?month=2026-12",
        evidence_path="/our-contract/evidence?month=2026-11",
        priorities=("P1", "P2", "P3"),
        rows=ROWS,
        services=("Warehouse network", "Mail and calendar", ""),
        by_service=ROWS,
        metrics=("first_response", "resolution"),
        trend=TREND,
        chart=CHART,
        left_out=(
            LeftOut("resolution", "excluded", "client_caused", 2, CLOCKS),
            LeftOut("resolution", "withdrawn", "", 1, CLOCKS),
        ),
        misses=(row(), HIDDEN),
        misses_path=CLOCKS,
        withdrawn=(row(),),
        withdrawn_path=CLOCKS,
        sees_credits=True,
    )


def nothing(frame: views.Shell) -> KeptPage:
    return KeptPage(
        *(frame, MONTH, "running", None, 0, "/our-contract?month=2026-10", "", ""),
        priorities=(),
        rows=(),
        services=(),
        by_service=(),
        metrics=(),
        trend=(),
        chart={},
        left_out=(),
        misses=(),
        misses_path="",
        withdrawn=(),
        withdrawn_path="",
        sees_credits=False,
    )


def clock(frame: views.Shell) -> DecidedClockPage:
    said = (
        Said("exclusion", "confirmed", "The gate was locked.", AT, "support", "client_caused"),
        Said("objection", "rejected", "It was open.", AT, "client", "counted", "No.", AT),
    )
    return DecidedClockPage(
        *(frame, row("excluded", "client_caused"), MONTH, AT_MONTH, "provisional", AT),
        sample_talk.SLA_CLOCKS[0],
        said,
        f"{CLOCKS}/1/objections",
        wants="counted",
        typed="It was open all day",
        problem="words: 1 to 2000 characters; the other side reads them.",
    )


def credits_due(frame: views.Shell) -> CreditsPage:
    def one(state: str, **more: object) -> CreditRow:
        words = (MONTH, AT_MONTH, Fraction(1, 8), "service_fee", "price_reduction", state, AT)
        return CreditRow(*words, **more)  # type: ignore[arg-type]

    rows = (
        one("claimable", claim_by=AT, claim_path="/our-contract/credits/1/claim"),
        one("provisional"),
        one("confirmed"),
        one("settled", settled_with="ACME-2026-C0001", settled_at=AT),
        one("refused", answer="The month was kept after all."),
        one("lapsed"),
    )
    return CreditsPage(frame, rows)


def availability(frame: views.Shell) -> AvailabilityPage:
    hour = timedelta(hours=1)
    service = ServiceTime(
        *("Warehouse network", AT, AT + 480 * hour, False, "running", 480 * hour, 3 * hour, hour),
        *(Fraction(477, 480), Fraction(995, 1000), False),
        outages=(OutageRow(AT, AT + 3 * hour, "The core switch"), OutageRow(AT, None, "")),
        maintenance=(OutageRow(AT, AT + hour, ""),),
        corrected=hour,
    )
    at = "/our-contract/availability?month=2026-10"
    return AvailabilityPage(frame, MONTH, at, at, (service,), ("Mail and calendar",), True)


def evidence(frame: views.Shell, *, holds: bool | None) -> EvidencePage:
    words = ("ACME-1042", f"{CLOCKS}/1", "resolution", "met", "breached", "late_facts", AT)
    altered = (2,) if holds is False else ()
    return EvidencePage(
        *(frame, MONTH, AT_MONTH, 4211, 4211, altered, holds, "5f" * 32), (CorrectionRow(*words),)
    )


def portal(member: Frame) -> dict[str, tuple[str, View]]:
    frame = member("kept")
    behind = (frame, MONTH, "breached", "", "", ("resolution",))
    return {
        "own_kept": ("own/kept", kept(frame)),
        "own_kept_frozen": ("own/kept", kept(frame, "frozen")),
        "own_kept_none": ("own/kept", nothing(frame)),
        "own_decided": ("own/decided", DecidedPage(*behind, (row(), HIDDEN), AT_MONTH)),
        "own_decided_none": ("own/decided", DecidedPage(*behind, (), AT_MONTH)),
        "own_decided_clock": ("own/decided_clock", clock(frame)),
        "own_credits": ("own/credits", credits_due(frame)),
        "own_credits_none": ("own/credits", CreditsPage(frame, ())),
        "own_availability": ("own/availability", availability(frame)),
        "own_evidence": ("own/evidence", evidence(frame, holds=True)),
        "own_evidence_altered": ("own/evidence", evidence(frame, holds=False)),
        "own_evidence_part": ("own/evidence", evidence(frame, holds=None)),
    }
