"""Resolved tickets whose days are over are closed."""

from __future__ import annotations

from collections.abc import Sequence

from contracts import facts
from underpin.desk.lifetime.auto_close import KIND
from underpin.desk.tickets import finishing
from underpin.desk.tickets import ticket as tickets
from underpin.kernel import timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer

REASON = "the days agreed are over"


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(KIND, timers.rows_of("ticket"), _fire)


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    """What was reopened meanwhile is left alone."""
    for timer in batch:
        ticket = await tickets.held_by_id(act, timer.subject_id)
        if ticket.state == facts.RESOLVED:
            await finishing.close(act, ticket.number, reason=REASON)
