"""What macros, rules and their log look like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from underpin.console import views
from underpin.console.pages import View
from underpin.desk.deeds import placeholders

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
OFFERED = ("ada@underpin.example", "Field team", "ACME: Network")
CLIENTS = (("ACME", "ACME"), ("BOLT", "BOLT"))
LINES = (
    views.DeedRow("tag", "printer, onsite"),
    views.DeedRow("prioritise", "high medium", "Printers stop the warehouse."),
    views.DeedRow("write", "ar", "نبحث في الأمر."),
    views.DeedRow(),
)
MACRO = views.MacroRow(
    "0192", "Ask which printer", "everyone", ("tag", "set_state"), "reply", 41, True
)
Frame = Callable[..., views.Shell]


def pages(staff: Frame) -> dict[str, tuple[str, View]]:
    """Each preview's name with its template and view."""
    return {
        "macros": ("macros", views.MacrosPage(staff("macros"), (MACRO,), "printer")),
        "macros_empty": ("macros", views.MacrosPage(staff("macros"), ())),
        "macro": ("macro", _macro(staff("macros"))),
        "macro_picker": (
            "macro_picker",
            views.MacroPickerPage(staff("list"), "ACME-7", (MACRO,)),
        ),
        "macro_chosen": ("macro_picker", _chosen(staff("list"))),
        "rules": ("rules", _rules(staff("automation"))),
        "rules_empty": ("rules", views.RulesPage(staff("automation"), (), True)),
        "rule": ("rule", _rule(staff("automation"))),
        "rule_runs": ("rule_runs", _runs(staff("automation"))),
        "rule_runs_empty": (
            "rule_runs",
            views.RuleRunsPage(
                staff("automation"), "ACME", CLIENTS, "", (), (), "", "", may_write=False
            ),
        ),
    }


def _macro(shell: views.Shell) -> views.MacroPage:
    texts = (("en", "Hello {{requester.first_name}}"), ("pl", ""), ("zh", "您好"), ("ar", ""))
    what: tuple[Any, ...] = ("0192", "Ask which printer", "everyone", "", "reply", texts, LINES)
    lists = (OFFERED, placeholders.NAMES, ("own", "team", "everyone"))
    return views.MacroPage(shell, *what, 3, *lists, "texts: {{x}} is none of the placeholders.")


def _chosen(shell: views.Shell) -> views.MacroPickerPage:
    chosen = views.PickedMacro(
        "0192",
        "Ask which printer",
        "Hello Anna, which printer is it?",
        ("tag", "move_tier"),
        ("move_tier: the right 'ticket.escalate' is missing.",),
        ("service.name",),
        "reply",
    )
    return views.MacroPickerPage(shell, "ACME-7", (), chosen)


def _rules(shell: views.Shell) -> views.RulesPage:
    what = ("raised", 10, ("tag", "assign", "tell"))
    one = views.RuleRow("0192", "Printers", "ACME", *what, True, True, "Ada", True, 3)
    gone = views.RuleRow("0193", "Old one", "", *what, False, False, "Bert", False, 1)
    return views.RulesPage(shell, (one, gone), may_write=True)


def _rule(shell: views.Shell) -> views.RulePage:
    conditions = (
        views.ConditionRow("words", False, "print*, 打印机"),
        views.ConditionRow("priority", True, "P4, P5"),
        views.ConditionRow(),
    )
    matched = (views.TrialRow("ACME-7", "Printer on fire", NOW),)
    return views.RulePage(
        shell,
        "0192",
        "Printers",
        "",
        CLIENTS,
        "10",
        stops=True,
        enabled=True,
        when="idle",
        hours="4",
        conditions=conditions,
        rows=LINES,
        version=3,
        offered=OFFERED,
        placeholders=placeholders.NAMES,
        versions=(views.OldVersion(3, "Ada", NOW), views.OldVersion(2, "Bert", NOW)),
        trial=views.Trial("ACME", 57, matched, ("tell: the right 'ticket.note' is missing.",)),
        problem="hours: 1 to 2160, with when: idle only.",
    )


def _runs(shell: views.Shell) -> views.RuleRunsPage:
    done = ("0194", "Printers", "0192", "ACME-7", "raised")
    did = ("tag", "assign")
    error = "assignee: nobody with this id works for this client."
    rows = (
        views.RunRow(*done, "done", 1, did, "", NOW),
        views.RunRow(*done, "failed", 2, did, error, NOW),
    )
    fault = views.FaultRow("0192", "Printers", NOW, error)
    paths = ("/automation/log?client=ACME&before=0194", "/automation/log?client=ACME")
    return views.RuleRunsPage(
        shell, "ACME", CLIENTS, "failed", rows, (fault,), *paths, may_write=True
    )
