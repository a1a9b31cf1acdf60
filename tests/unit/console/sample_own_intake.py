"""What comes in for a client beside mail: with every part filled, and with none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from underpin.console.pages import View
from underpin.console.views import intake
from underpin.console.views.administration_intake import SecretRow, Secrets
from underpin.console.views.shell import Shell

NOW = datetime(2026, 11, 22, 1, 10, tzinfo=UTC)
ONE, TWO = UUID(int=1), UUID(int=2)
ONCE = Secrets("PBX", "https://desk.example/hooks/calls/x", "", "k")
SECRETS = (SecretRow(ONE, NOW, None), SecretRow(TWO, NOW, NOW + timedelta(days=1)))
PEOPLE, STAFF = (("person:1", "Anna Kowalczyk"),), (("staff:2", "Ada Berg"),)


def pages(staff: Callable[[str], Shell]) -> dict[str, tuple[str, View]]:
    frame, links = staff("administration"), (("ACME", "ACME"),)
    lines = tuple(intake.LineRow(each, "PBX", "none", each == ONE) for each in (ONE, TWO))
    accounts = (
        intake.AccountRow(ONE, "#help", "U1", "", "", NOW),
        intake.AccountRow(TWO, "#help", "U2", "<anna>", "Anna Kowalczyk", NOW),
    )
    refused = (intake.RefusedRow(ONE, "gone@acme.example", "5.1.1 no such user", NOW),)
    every = (frame, "ACME", lines, accounts, PEOPLE, STAFF, ("none", "header"))
    values = {"name": "Help", "service": "", "workspace": "T1", "channel": "C1"}
    room = (frame, "ACME", ONE, "Help", "slack", 2, True, links, values, SECRETS)
    return {
        "intake": ("intake/all", intake.IntakePage(*every, refused, True, ONCE, {}, "name: x.")),
        "intake_none": (
            "intake/all",
            intake.IntakePage(frame, "ACME", (), (), (), (), (), (), False),
        ),
        "channel": ("intake/channel", intake.ChannelPage(*room, True, "credential: x.")),
        "channel_read": ("intake/channel", intake.ChannelPage(*room[:-1], (), False)),
        "hook": ("intake/hook", intake.HookPage(frame, ONE, links, "ACME", "hub", SECRETS, True)),
        "hook_once": (
            "intake/hook",
            intake.HookPage(frame, ONE, links, "ACME", "hub", (), True, ONCE),
        ),
        "hook_none": ("intake/hook", intake.HookPage(frame, ONE, (), "")),
        "numbers": (
            "intake/numbers",
            intake.NumbersPage(frame, "ACME", ONE, "Anna", "+48221234567", "numbers: x."),
        ),
    }
