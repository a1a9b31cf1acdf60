"""By when a request is wanted: its target is *done by* then (PRACTICE 19). The date is moved by
staff, who say whether the client agreed; the client reads that and why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from contracts import facts, instant
from underpin.desk.checklists import holding
from underpin.desk.tickets import recording, states
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

LONGEST: Final = timedelta(days=731)


@write("ticket.work", STAFF)
async def move(
    act: Act,
    number: int,
    wanted_at: datetime | None,
    *,
    reason: str,
    agreed: bool = False,
    version: int | None = None,
) -> Ticket:
    """None: wanted by no date any more, so that the usual target holds. `agreed`: the client
    agreed, and a miss of the earlier date is withdrawn. Raises Malformed, NotFound, StaleVersion,
    WrongState."""
    ticket = await tickets.held(act, number, version)
    if ticket.state in states.DONE:
        raise states.WrongState("This ticket is done: reopen it first.")
    if wanted_at is not None and not act.now < wanted_at <= act.now + LONGEST:
        raise Malformed("wanted_at: a time to come, within two years.", field="wanted_at")
    if not reason.strip():
        raise Malformed("reason: the client reads why.", field="reason")
    at = None if wanted_at is None else instant.of(wanted_at)
    moved = facts.WantedMoved(**recording.by(act, ticket), wanted_at=at, agreed=agreed)
    await holding.move(ticket, wanted_at)
    return await recording.change(
        act, ticket, [moved], {"wanted_at": wanted_at}, reason=reason.strip()
    )
