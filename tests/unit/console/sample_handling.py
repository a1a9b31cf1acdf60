"""Who handles a ticket and what came in about it, with every part filled and with none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from underpin.console.pages import View
from underpin.console.views.desk import Choice
from underpin.console.views.handling import (
    AlertRow,
    CalledRow,
    ConfidantRow,
    HandlingPage,
    SentMail,
    WaitingMail,
    WholeMessagePage,
)
from underpin.console.views.shell import Shell

NOW = datetime(2026, 11, 22, 1, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
ADA, BEN = Choice("1", "Ada Berg"), Choice("2", "Ben Roth")


Frame = Callable[[str], Shell]
Pages = dict[str, tuple[str, View]]


def portal(member: Frame) -> Pages:
    own = WholeMessagePage(member("home"), "ACME-1042", False, "Hello")
    return {"own_whole_message": ("handling/whole", own)}


def desk(staff: Frame) -> Pages:
    whole = WholeMessagePage(staff("list"), "ACME-1042", True, "Hello\n\n> what you <b>wrote</b>")
    return {
        "handling": ("handling/who", _full(staff("list"))),
        "handling_bare": ("handling/who", _bare(staff("list"))),
        "whole_message": ("handling/whole", whole),
    }


def _full(shell: Shell) -> HandlingPage:
    sent = ("left", "waiting", "withdrawn", "bounced")
    return HandlingPage(
        shell, "ACME-1042", "No internet in <hall> 3", "Acme Logistics", 3, False, True,
        "", "Field team", "own_fault", "Anna <Kowalczyk>", "4", (Choice("4", "Printers"),),
        (ConfidantRow("1", "Ada Berg", "Lena Vogt", NOW), ConfidantRow("3", "Carl", "", NOW)),
        (ADA, BEN), (Choice("4", "Field team"),),
        (WaitingMail("/waiting-mail?open=1", "olga@acme.example", "Re: No internet", NOW),),
        tuple(SentMail("reply", f"{each}@acme.example", NOW, each, "5.1.1" if each == "bounced"
                       else "") for each in sent),
        (AlertRow("Link down", "critical", True, "eth0 <down>", (("host", "sw-3"),),
                  "https://mon.example/1", NOW, NOW + HOUR),
         AlertRow("Loss", "warning", False, "", (), "", NOW, NOW)),
        (CalledRow(NOW, "accepted", ("Ada Berg", "Ben Roth"), "Ben Roth"),
         CalledRow(NOW, "calling", ()), CalledRow(NOW, "ended", ("Ada Berg",))),
        {"form": "verdict", "verdict": "spam", "reason": "x"}, "reason: 1 to 2000 characters.",
    )  # fmt: skip


def _bare(shell: Shell) -> HandlingPage:
    about = ("ACME-7", "Nothing prints", "Acme Logistics", 1, True, False)
    return HandlingPage(shell, *about, "Ada Berg", "", "genuine", "Anna", "", (), (), (), ())
