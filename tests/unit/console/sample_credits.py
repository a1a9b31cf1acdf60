"""Credits, claims and what waits for a second person, each in every state a form depends on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from underpin.console.views import credited as shown
from underpin.console.views.shell import Shell

AT = datetime(2026, 11, 12, 9, tzinfo=UTC)
MONTH = date(2026, 10, 1)
COUNTED = (shown.Counted("resolution", "P1", 2, 5),)
WHOSE = ("Nordlicht <b>", "nord")
DUE = (*WHOSE, MONTH, "12.5%", "service_fee")
CREDITS = (
    shown.CreditRow(
        *(*DUE, "price_reduction", "provisional", COUNTED, AT, True, "", ""),
        decide="/clients/nord/credits/1",
    ),
    shown.CreditRow(
        *(*DUE, "penalty", "confirmed", COUNTED, AT, False, "", ""),
        propose="/clients/nord/credits/2/note",
    ),
    shown.CreditRow(*DUE, "penalty", "refused", (), AT, False, "It was <agreed>.", ""),
)
ABOUT = (Decimal("118.50"), "EUR", "Agreed by phone")
PROPOSED = (
    shown.ProposedRow(
        *(*WHOSE, "credit_note", "NORD-2026-0007", *ABOUT, False, AT),
        *("/yes/1", "/no/1", True),
    ),
    shown.ProposedRow(*WHOSE, "write_off", "NORD-2026-0008", *ABOUT, False, AT, "/yes/2", "/no/2"),
    shown.ProposedRow(*WHOSE, "payback", "", *ABOUT, True, AT),
)
OWED = (*WHOSE, "Fabrikam", MONTH, 2, 5, "20%", "net_invoice", COUNTED)
CLAIMS = (
    shown.ClaimRow(*OWED, True, "due", AT, "", "", file="/clients/nord/recoveries/1/filing"),
    shown.ClaimRow(*OWED, True, "filed", AT, "C-7", "", answer="/clients/nord/recoveries/2"),
    shown.ClaimRow(*OWED, False, "granted", None, "C-8", "They pay"),
)


def pages(staff: Callable[[str], Shell]) -> Mapping[str, tuple[str, Any]]:
    return {
        "credits": (
            "credits/waiting",
            shown.CreditsPage(
                *(staff("credits"), None, CREDITS, PROPOSED, CLAIMS, True, True),
                {"/clients/nord/recoveries/1/filing": "typed"},
                "Whoever is judged on this client's margin does not decide its credits",
            ),
        ),
    }
