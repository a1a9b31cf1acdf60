"""The desk settings of a client, with everything that may be said and with nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tests.unit.console.sample_company import EXPORTS
from underpin.console.views.approval_policies import (
    ApprovalPoliciesPage,
    Nameable,
    PolicyCard,
    PolicyGroup,
    PolicyRow,
)
from underpin.console.views.handed_over import ExportsPage
from underpin.console.views.mail_wordings import MailPreview, MailWordingsPage, SentenceField
from underpin.console.views.settings import (
    AbsenceRow,
    BrandingPage,
    Card,
    DeskRow,
    DeskSettingsPage,
    DesksPage,
    SourceRow,
    SpendingRow,
)
from underpin.console.views.shell import Shell
from underpin.desk.lifetime import terms as lifetime
from underpin.desk.surveys import terms as surveys
from underpin.desk.writing import limits

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
WIDE = (0, 10_080)
NAMES = "stable_minutes reopen_minutes flap_changes flap_minutes storm_alerts storm_minutes"


def card(
    *values: tuple[str, str], may: bool = True, ranges: Mapping[str, range] | None = None
) -> Card:
    bounds = {name: (each.start, each.stop - 1) for name, each in (ranges or {}).items()}
    return Card(may, may, dict(values), bounds, "currency: three letters." if may else "")


def desk(shell: Shell, *, may: bool) -> DeskSettingsPage:
    def numbers(ranges: Mapping[str, range]) -> Card:
        more = (("asks", "yes"), ("endings", "pdf png"))
        return card(*((name, "5") for name in ranges), *more, may=may, ranges=ranges)

    away = (("person", ""), ("stand_in", ""), ("first", ""), ("last", ""))
    cards = {
        "tickets": numbers(lifetime.KEPT.ranges),
        "files": numbers(limits.KEPT.ranges),
        "satisfaction": numbers(surveys.KEPT.ranges),
        "chat": card(("calendar", "7"), may=may),
        "chargeable": card(("hourly_rate", "120"), ("currency", "EUR"), may=may),
        "spending": card(("person", ""), ("amount", "1"), ("currency", "E"), may=may),
        "stand_ins": card(*away, may=may),
    }
    people = (("1", "Zofia Łęcka"), ("2", "<b>Wei Zhang</b>"))
    handling = Card(
        may,
        may,
        {**dict.fromkeys(NAMES.split(), "6"), "one_ticket": "group", "unsaid": "error"},
        dict.fromkeys(NAMES.split(), WIDE),
    )
    return DeskSettingsPage(
        *(shell, "ACME", "Acme <Logistics>", cards, 1234, (("7", "Weekdays"),), people),
        (SpendingRow("Zofia Łęcka", Decimal(2500), "EUR"),) if may else (),
        (AbsenceRow("9", "Zofia Łęcka", "Wei Zhang", AT, AT),) if may else (),
        (SourceRow("8", "Prometheus <eu>", 3, handling),),
    )


def pages(staff: Callable[[str], Shell]) -> Mapping[str, tuple[str, Any]]:
    rows = (DeskRow("ACME", "Acme <Logistics>", ("tickets", "chat")), DeskRow("BOLT", "Bolt", ()))
    return {
        "desk_settings": ("settings/desk", desk(staff("desks"), may=True)),
        "desk_settings_read": ("settings/desk", desk(staff("desks"), may=False)),
        "branding": (
            "settings/branding",
            BrandingPage(
                staff("desks"), "ACME", True, "<Acme>", "", "#ffee00", "1.08", "#6b6400", "", ""
            ),
        ),
        "exports": (
            "handed_over/desk",
            ExportsPage(
                *(staff("desks"), "ACME", "/x", EXPORTS, (("1", "Anna"),), ("Piotr",)),
                is_making=False,
            ),
        ),
        "exports_none": (
            "handed_over/desk",
            ExportsPage(staff("desks"), "ACME", "/x", (), (), ("Piotr",), is_making=False),
        ),
        "desks": ("settings/desks", DesksPage(staff("desks"), rows, "/next")),
        "desks_none": ("settings/desks", DesksPage(staff("desks"), (), "")),
    }


def approval_policies(frame: Shell, client: str = "") -> ApprovalPoliciesPage:
    named = frozenset({"1"} if client else ())
    groups = (PolicyGroup("2", people=named), PolicyGroup("1", "provider:agent,service_lead"))
    two = PolicyRow("high", "500.00", "EUR", (*groups, PolicyGroup()))
    cards = (
        PolicyCard("change", (two, PolicyRow()), "own" if client else "default"),
        PolicyCard("chargeable", (two, PolicyRow()), "own", problem="rule 1: an amount."),
        PolicyCard("contract_change", (PolicyRow(),), "own", beside=(two,), short=bool(client)),
        PolicyCard("catalogue_request", (PolicyRow(),), "house"),
    )
    people = (Nameable("1", "Anna of Acme", "client", may=False),) if client else ()
    at = "/administration/approval-policies"
    return ApprovalPoliciesPage(frame, client, at, cards, people, may=True)


def mail_wordings(frame: Shell) -> MailWordingsPage:
    fields = (
        SentenceField("acknowledgement_subject", "", "Mamy {number}", ("number",), line=True),
        SentenceField(
            "reply", "{author}:", "{author} w {number}", ("author", "number"), line=False
        ),
    )
    return MailWordingsPage(
        *(frame, "", "/administration/mail-wordings", "pl"),
        (("en", "English"), ("pl", "Polski")),
        fields,
        (MailPreview("reply", "[ACME-1042] Drukarka", ("Ada:", "Gotowe.")),),
        may=True,
        wrong="reply",
        problem="reply: it may name {author}.",
    )
