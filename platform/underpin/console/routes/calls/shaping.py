"""Calls as their page shows them."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

from underpin.console.routes.calls.reading import Calls
from underpin.console.views.calls import CallRow, CallsPage, Spoken
from underpin.console.views.shell import Shell
from underpin.desk.phone import call
from underpin.desk.phone.ringing_now import Ringing

CALLS = "/calls"
LONGEST = timedelta(minutes=15)


def page(shell: Shell, found: Calls, spoken: Spoken, problem: str = "") -> CallsPage:
    people = ((str(each.id), f"{each.name} ({each.email})") for each in found.people)
    callers = (
        (address(client=each.key, person=str(each.person_id), number=spoken.number), each.person)
        for each in found.callers
    )
    return CallsPage(
        shell,
        tuple(_row(each, found.now) for each in found.ringing),
        tuple((each.key, each.name) for each in found.clients),
        tuple(people),
        () if spoken.person else tuple(callers),
        spoken,
        problem,
    )


def _row(each: Ringing, now: datetime) -> CallRow:
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
        _rings(each, now),
    )


def _rings(each: Ringing, now: datetime) -> bool:
    """Or is spoken: a telephone system tells the end of a call, if it tells it at all."""
    going = each.state == call.DRAFT and each.seconds is None
    return each.direction == "in" and going and now - each.started_at < LONGEST


def address(**said: str) -> str:
    """With what is said, without what is not."""
    return f"{CALLS}?{urlencode({name: each for name, each in said.items() if each})}"
