"""A scheduled change's ticket waits for its window: its resolution stands until then (PRACTICE 19),
and a timer brings it back at the instant the window begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from contracts import facts
from underpin.desk.tickets import recording
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer

KIND: Final = "change_window"
BEGINS: Final = "the change's window begins"


async def until(act: Act, ticket: Ticket, starts_at: datetime) -> None:
    """Within a verb, the ticket held. A window that has begun is not waited for."""
    if starts_at <= act.now:
        return
    await _turn(act, ticket, facts.SCHEDULED, act.now, "the change is scheduled")
    await timers.arm(act, Timer(KIND, str(ticket.id), ticket.id, starts_at))


async def no_longer(act: Act, ticket: Ticket) -> None:
    """The ticket is at hand again, if it waited for a window."""
    await timers.disarm(act, KIND, [str(ticket.id)])
    present = await tickets.held_by_id(act, ticket.id)
    if present.state == facts.SCHEDULED:
        await _turn(act, present, facts.OPEN, act.now, "the change is not scheduled any more")


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(KIND, timers.rows_of("ticket"), _fire)


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    """Dated at the instant it stands for, however late it is handled."""
    for timer in batch:
        ticket = await tickets.held_by_id(act, timer.subject_id)
        if ticket.state == facts.SCHEDULED:
            await _turn(act, ticket, facts.OPEN, timer.fires_at, BEGINS)


async def _turn(act: Act, ticket: Ticket, state: str, at: datetime, reason: str) -> None:
    if ticket.state == state:
        return
    moved = facts.StateChanged(**recording.by(act, ticket, at), old=ticket.state, new=state)
    await recording.change(act, ticket, [moved], {"state": state}, reason=reason)
