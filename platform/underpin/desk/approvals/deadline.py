"""A request's reminders and the end of its time, as timers of its ticket."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from underpin.desk.approvals import ending, letters, reminding, request
from underpin.desk.approvals.ending import KIND, OCCASIONS
from underpin.desk.approvals.request import Request
from underpin.desk.tickets import ticket as tickets
from underpin.kernel import timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer


async def arm(act: Act, asked: Request) -> None:
    *reminders, end = OCCASIONS
    moments = reminding.moments(asked.asked_at, asked.deadline)
    due = [*zip(reminders, moments, strict=False), (end, asked.deadline)]
    await timers.arm(
        act,
        *(Timer(KIND, f"{asked.id}:{name}", asked.ticket_id, at, "mail") for name, at in due),
    )


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(KIND, timers.rows_of("ticket"), _fire)


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    """What ended in the same round has nothing left to remind of."""
    for timer in batch:
        name, _, occasion = timer.key.partition(":")
        ticket = await tickets.held_by_id(act, timer.subject_id)
        asked = await request.locked(act, UUID(name))
        if asked.state != request.WAITING:
            continue
        if occasion == OCCASIONS[-1]:
            await ending.end(act, ticket, asked, "lapsed")
        else:
            await letters.remind(act, asked, occasion)
