"""Pages of connectors, a ticket's issues and one's numbers, with what is long and what is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from underpin.console.views.connectors import (
    CallingPage,
    ConnectorPage,
    ConnectorRow,
    ConnectorsPage,
    DeliveryRow,
    IssueNote,
    IssueRow,
    IssuesPage,
    NumberRow,
)
from underpin.console.views.shell import Shell

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
KINDS = (("rest", "REST"), ("jira", "Jira"))
WAYS = (("none", "Nobody in particular"), ("basic", "Name and password"))
NAMES = (
    "name kind vendor_id url way username header token_url client_id scope look_minutes settings"
)
TYPED = dict.fromkeys(NAMES.split(), "")
VENDOR = ConnectorRow(
    "/connectors/1", "Fabrikam", "rest", "Fabrikam Field Service", "https://api.fabrikam.example",
    "ok: Underpin", fine=True, paused=False,
)  # fmt: skip
TRACKER = ConnectorRow(
    "/connectors/2", "Our <Jira>", "jira", "", "https://initech.example", "The far side answered "
    "401: nothing more", fine=False, paused=True,
)  # fmt: skip
TOLD = (
    DeliveryRow("NORD-7", "open", "sent", 3, "", AT, ""),
    DeliveryRow("NORD-7", "say", "set_aside", 1, "The far side answered 422", AT, "/again"),
)
ISSUE = IssueRow(
    "/tickets/NORD-7/issues/1", "Our Jira", "OPS-12", "https://initech.example/browse/OPS-12",
    "In Progress", "", "told", "", hears=True, over=False,
    notes=(IssueNote(True, "Ada Nowak", "Any news?", AT), IssueNote(False, "Dev", "<b>Y</b>", AT)),
)  # fmt: skip
WAITING = IssueRow(
    "/tickets/NORD-7/issues/2", "Bugs", "", "", "", "", "set_aside", "No such product",
    hears=False, over=False, notes=(),
)  # fmt: skip


def pages(staff: Callable[[str], Shell]) -> Mapping[str, tuple[str, Any]]:
    desk, ticket = staff("connectors"), staff("list")
    rows, mail = (VENDOR, TRACKER), (("mail", "By mail"),)
    sms = (("sms", "By text message"),)
    numbers = (NumberRow("sms", "+48600100200", False), NumberRow("push", "topic", True))
    typed = {"connector_id": "", "reference": "", "carrier": "", "address": ""}
    return {
        "connectors": (
            "connectors/all",
            ConnectorsPage(desk, rows, True, (("1", "Fabrikam"),), KINDS, WAYS, TYPED, "url: no."),
        ),
        "connectors_none": (
            "connectors/all",
            ConnectorsPage(desk, (), False, (), KINDS, WAYS, TYPED),
        ),
        "connector": (
            "connectors/one",
            ConnectorPage(desk, VENDOR, AT, TOLD, True, WAYS, TYPED | {"settings": "{}"}),
        ),
        "connector_new": (
            "connectors/one",
            ConnectorPage(desk, TRACKER, None, (), False, WAYS, TYPED),
        ),
        "issues": (
            "connectors/issues",
            IssuesPage(
                ticket, "NORD-7", "No mail", (ISSUE, WAITING), (("1", "Our Jira"),), typed, "No."
            ),
        ),
        "issues_none": (
            "connectors/issues",
            IssuesPage(ticket, "NORD-7", "No mail", (), (), typed),
        ),
        "calling": (
            "connectors/calling",
            CallingPage(ticket, numbers, sms, (*mail, *sms), "sms", typed, "Not the code."),
        ),
        "calling_by_mail": (
            "connectors/calling",
            CallingPage(ticket, (), (), mail, "mail", typed),
        ),
    }
