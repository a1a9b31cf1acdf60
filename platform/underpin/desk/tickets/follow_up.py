"""Waiting for the client until an agreed time: asked with a public question, ended by the client's
answer or, at the latest, by a timer that brings the ticket back (PRACTICE 13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from contracts import facts
from underpin.desk.escalated.carrying import Carrying
from underpin.desk.tickets import talking, working
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.messages import Message
from underpin.kernel import timers
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.timers import Timer
from underpin.kernel.verb import write

KIND = "follow_up"
REACHED = "follow-up date"
LONGEST = timedelta(days=366)


@write("ticket.work", STAFF)
async def ask(
    act: Act, number: int, question: str, until: datetime, *, version: int | None = None
) -> Message:
    """Ask the client and wait, no longer than until then; asking again moves the time. Raises
    Malformed, NotFound, StaleVersion."""
    if not act.now < until <= act.now + LONGEST:
        raise Malformed("follow_up: a day to come, within a year.", field="follow_up")
    asked: Message = await talking.reply(act, number, question, version=version, then_wait=True)
    ticket = await tickets.held(act, number)
    await timers.arm(act, Timer(KIND, str(ticket.id), ticket.id, until))
    return asked


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(KIND, Carrying().lock, _fire)


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    """Who has answered meanwhile is not waited for any more."""
    for timer in batch:
        ticket = await tickets.held_by_id(act, timer.subject_id)
        if ticket.state == facts.WAITING_CLIENT:
            await working.change_state(act, ticket.number, facts.OPEN, reason=REACHED)
