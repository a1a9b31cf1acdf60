"""What waits for a yes in the night of the samples, with every part filled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.unit.console import sample_pricing
from underpin.console import views
from underpin.console.pages import View
from underpin.console.views import Choice
from underpin.console.views.approvals import (
    ApprovalDecision,
    ApprovalGroup,
    ApprovalPage,
    ApprovalRow,
    ApprovalsPage,
    CallerLine,
    ChangeCard,
    ChangesPage,
    ClashLine,
    ContractLine,
    EstimateCard,
    PlannedDay,
    PlannedLine,
    TicketPlanPage,
    TimeLine,
)

NOW = datetime(2026, 11, 22, 1, 10, 25, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ZONE = "Europe/Warsaw"
GROUPS = (ApprovalGroup("client", 1, 2, 3), ApprovalGroup("provider", 0, 1, 2))
ROW = ApprovalRow(
    "/approvals/NORD/0192f0c1-0000-7000-8000-000000000001",
    "NORD-1042",
    "change",
    "Move the file server of the Gdańsk warehouse to the new storage",
    "waiting",
    "Lena Vogt",
    NOW - DAY,
    NOW + 2 * DAY,
    GROUPS,
    Decimal("1640.00"),
    "EUR",
)
PRICED = replace(ROW, about="chargeable", title="Two hours on the firewall", state="refused")
CARD = ChangeCard(
    "normal",
    "scheduled",
    "high",
    "medium",
    "high",
    True,
    True,
    "1. Copy.\n2. Switch over.\n3. Look.",
    "Switch back.",
    "Open ten files.",
    ZONE,
    3,
    NOW + DAY,
    NOW + DAY + 4 * HOUR,
)
ESTIMATE = EstimateCard(
    "approved",
    Decimal(180),
    "EUR",
    "Two hours on the firewall.",
    NOW,
    120,
    Decimal(90),
    "PO-4711",
)
FIXED = EstimateCard("waiting", Decimal(640), "EUR", "All of it.", NOW)
DECISIONS = (
    ApprovalDecision("Anna Kowalczyk", "client", "approved", "", NOW - HOUR),
    ApprovalDecision("Bert Nowak", "client", "refused", "Not in this week, please.", NOW),
)
GLANCE = views.PlanGlance(
    (views.AskedGlance("chargeable", "waiting", ROW.path, Decimal(180), "EUR"),),
    "scheduled",
    "medium",
    NOW + DAY,
    NOW + DAY + HOUR,
    "password_reset",
    False,
    "/tickets/ACME-1042/approvals",
)
PORTAL_GLANCE = views.PlanGlance((views.AskedGlance("change", "approved"),), "approved", "low")


def pages(staff: Any, member: Any) -> dict[str, tuple[str, View]]:
    """Each preview's name with its template and view."""
    desk, portal = staff("approvals"), member("approvals")
    none = ApprovalsPage(portal, False, "waiting", ())
    mine = ApprovalPage(
        portal, False, ROW, "Two hours, as agreed.", DECISIONS[:1], "", None, ESTIMATE
    )
    return {
        "approvals": ("approvals", ApprovalsPage(desk, True, "waiting", (ROW, PRICED), "/x?y=1")),
        "approvals_none": ("approvals", none),
        "approvals_decided": ("approvals", ApprovalsPage(portal, False, "decided", (PRICED,))),
        "approval": (
            "approval",
            ApprovalPage(
                desk,
                True,
                ROW,
                "",
                DECISIONS,
                "The change was rewritten.",
                CARD,
                ticket="/tickets/NORD-1042",
                may_decide=True,
                may_withdraw=True,
            ),
        ),
        "approval_wrong": (
            "approval",
            replace(
                mine,
                per="month",
                may_decide=True,
                may_refer=True,
                typed={"reason": "no", "po_number": "4711"},
                problem="reason: say why you refuse.",
            ),
        ),
        "ticket_plan": ("ticket_plan", plan(staff("list"))),
        "ticket_plan_new": ("ticket_plan", fresh(staff("list"))),
        "portal_wish": (
            "portal_wish",
            views.WishPage(
                member("home"),
                (views.WishRow("NORD-12", "Ten seats more", "quoted"),),
                {"subject": "Five more", "matter": "plan"},
                "wish: fill this in.",
                sample_pricing.offered(),
            ),
        ),
        "changes": ("changes", calendar(staff("changes"))),
        "changes_none": (
            "changes",
            ChangesPage(staff("changes"), NOW, NOW + 28 * DAY, (), "/changes?a=1", "/changes?a=2"),
        ),
    }


def plan(shell: views.Shell) -> TicketPlanPage:
    return TicketPlanPage(
        shell=shell,
        number="NORD-1042",
        subject="Move the file server",
        client="Nordwind Logistik",
        zone=ZONE,
        is_change=True,
        out_of_contract=True,
        approvals=(ROW, PRICED),
        steps=frozenset({"draft", "ask", "schedule", "begin", "finish", "review", "cancel"}),
        may=frozenset({"work", "ask", "post", "contract", "waive"}),
        change=replace(CARD, kind="emergency"),
        clashes=(
            ClashLine("change", "NORD-7 The switch", NOW, NOW + HOUR, "service"),
            ClashLine("maintenance", "Storage of the provider", NOW, NOW + HOUR, ""),
            ClashLine("change", "HELI-9 Mail", NOW, NOW + HOUR, "person"),
        ),
        templates=(Choice("1", "Add a mailbox"),),
        estimates=(ESTIMATE, FIXED),
        times=(
            TimeLine("a", "Ada Berg", 90, "chargeable", "On site", NOW, False, True),
            TimeLine("b", "Ada Berg", 30, "chargeable", "", NOW, False, False),
            TimeLine("c", "Lena Vogt", 15, "included", "Call", NOW, True, False),
        ),
        allowance=120,
        allowed_by="estimate",
        short_of=30,
        po_number="PO-4711",
        sensitive="password_reset",
        callers=(
            CallerLine("v", "Anna Kowalczyk", "code", "waiting", NOW, 4),
            CallerLine("", "Anna", "call_back", "verified", NOW, 0, "Ada", "Bert", NOW + DAY),
            CallerLine("", "Anna Kowalczyk", "code", "lapsed", NOW - DAY, 0, "Ada Berg"),
        ),
        approvers=(Choice("p", "Bert Nowak"),),
        members=(Choice("p", "Bert Nowak"),),
        colleagues=(Choice("s", "Ada Berg"),),
        contract=ContractLine(
            "limit", "Ten seats more.", "asked", "/clients", Decimal(480), "EUR", "month"
        ),
        typed={"form": "draft", "plan": "Typed"},
        problem="plan: what shall be done, step by step.",
    )


def fresh(shell: views.Shell) -> TicketPlanPage:
    return TicketPlanPage(
        shell=shell,
        number="NORD-1043",
        subject="A bigger disk",
        client="Nordwind Logistik",
        zone=ZONE,
        is_change=True,
        out_of_contract=False,
        approvals=(),
        steps=frozenset({"draft"}),
        may=frozenset({"work", "ask"}),
        contract=ContractLine("plan", "Gold.", "accepted", "/clients", reference="Gold v2"),
    )


def calendar(shell: views.Shell) -> ChangesPage:
    line = PlannedLine(
        *("change", "NORD-1042", "Nordwind Logistik", "Move the file server", "Files"),
        *("emergency", "high", "scheduled", NOW + DAY, NOW + DAY + HOUR, ZONE),
    )
    upkeep = replace(line, sort="maintenance", number="", name="Storage", kind=None, risk=None)
    days = (PlannedDay(NOW, (line, upkeep)),)
    return ChangesPage(shell, NOW, NOW + 28 * DAY, days, "/changes?a=1", "/changes?a=2")
