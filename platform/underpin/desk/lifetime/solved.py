"""Whoever reported a ticket says that it is solved.

That resolves it, at the instant they say so: what was promised is over for them. Where something is
left that only staff can end (a task, a change, a vendor's case, an agreed window), their word
stands on the ticket as their message, and staff end it; what is left is not theirs to read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contracts import facts
from contracts.facts import Resolved
from underpin.desk.tickets import finishing, recording, states, talking
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Forbidden
from underpin.kernel.principal import MEMBER
from underpin.kernel.verb import write
from underpin.kernel.wordings import Catalogue

LEFT_TO_STAFF: Final = frozenset({facts.WAITING_VENDOR, facts.SCHEDULED})


@dataclass(frozen=True, slots=True)
class Words:
    solved: str


ALL: Final = Catalogue(
    en=Words("It is solved for me."),
    pl=Words("U mnie sprawa jest rozwiązana."),
    zh=Words("我这边已经解决。"),
    ar=Words("حُلّت المشكلة من جهتي."),
)


@write("ticket.reply", MEMBER)
async def say(act: Act, number: int, *, version: int | None = None) -> Ticket:
    """Raises NotFound, Forbidden for whoever did not report it, StaleVersion."""
    ticket = await tickets.held(act, number, version)
    if ticket.requester_id != act.person_id:
        raise Forbidden("Whoever reported the ticket says that it is solved.")
    if ticket.state in states.DONE:
        return ticket
    if await _is_over(act, ticket):
        return await finishing.settled(act, ticket, [Resolved(**recording.by(act, ticket))])
    await talking.reply(act, number, ALL.of(act.principal.locale).solved)
    return await tickets.held(act, number)


async def _is_over(act: Act, ticket: Ticket) -> bool:
    if ticket.state in LEFT_TO_STAFF:
        return False
    try:
        await finishing.check_over(act, ticket)
    except Conflict:
        return False
    return True
