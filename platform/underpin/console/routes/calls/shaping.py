"""Calls as their page shows them."""

from __future__ import annotations

from urllib.parse import urlencode

from underpin.console.routes.calls.reading import Calls
from underpin.console.views.calls import CallRow, CallsPage, Spoken
from underpin.console.views.shell import Shell
from underpin.desk.phone import call
from underpin.desk.phone.ringing_now import Ringing

CALLS = "/calls"


def page(shell: Shell, found: Calls, spoken: Spoken, problem: str = "") -> CallsPage:
    people = ((str(each.id), f"{each.name} ({each.email})") for each in found.people)
    callers = (
        (address(client=each.key, person=str(each.person_id), number=spoken.number), each.person)
        for each in found.callers
    )
    return CallsPage(
        shell,
        tuple(map(_row, found.ringing)),
        tuple((each.key, each.name) for each in found.clients),
        tuple(people),
        () if spoken.person else tuple(callers),
        spoken,
        problem,
    )


def _row(each: Ringing) -> CallRow:
    said = {"client": each.key, "person": str(each.person_id or ""), "number": each.number}
    more = {"call": f"{each.key}.{each.id}", "direction": each.direction}
    return CallRow(
        f"{address(**said, **more)}#write-down",
        f"{CALLS}/{each.key}/{each.id}",
        each.client,
        each.person or "",
        f"+{each.number}" if each.number else "",
        each.direction == "in",
        each.state == call.MISSED,
        each.mine,
        each.started_at,
        -(-(each.seconds or 0) // 60),
    )


def address(**said: str) -> str:
    """With what is said, without what is not."""
    return f"{CALLS}?{urlencode({name: each for name, each in said.items() if each})}"
