"""Tools, change templates and gateways, with what is long and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from underpin.console.views import provided as views
from underpin.console.views.shell import Shell

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
NAMES = ("name", "plan", "back_out", "test_plan", "likelihood", "effect", "tested", "reversible")
SAID = "form url template an_hour way username header token_url client_id scope"
GATEWAY = dict.fromkeys(SAID.split(), "")


def pages(staff: Callable[[str], Shell]) -> Mapping[str, tuple[str, Any]]:
    tool = views.ToolRow("1", "RustDesk <eu>", "rustdesk://{id}", "rustdesk_id", "7")
    typed = {"name": "TeamViewer", "pattern": "http://x", "attribute": "", "team_id": ""}
    places = (("https", "rustdesk"), ("id", "ticket"))
    change = ("Patch <b>servers</b>", "low", "1. Copy.", AT, False)
    waits = ("Exchange a switch", "medium", "1. Copy.", None, True)
    rows = (views.ChangeTemplateRow("1", *change), views.ChangeTemplateRow("2", *waits))
    cards = (
        views.GatewayCard("sms", "on", GATEWAY, "", "", sent=True),
        views.GatewayCard("voice", "paused", GATEWAY, "", "template: where", sent=False),
        views.GatewayCard("push", "none", GATEWAY, "", "", sent=False),
    )
    blank = dict.fromkeys(NAMES, "")
    tools = staff("remote_tools")
    return {
        "remote_tools": (
            "provided/remote_tools",
            views.RemoteToolsPage(
                tools, (tool,), *places, typed, "1", "pattern: wrong.", True, (("7", "Field"),)
            ),
        ),
        "remote_tools_none": (
            "provided/remote_tools",
            views.RemoteToolsPage(tools, (), *places, typed, "", "", False),
        ),
        "change_templates": (
            "provided/change_templates",
            views.ChangeTemplatesPage(staff("change_templates"), rows, blank, "Not so.", True),
        ),
        "gateways": ("provided/gateways", views.GatewaysPage(staff("gateways"), cards, True)),
    }
