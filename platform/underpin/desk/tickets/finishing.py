"""Resolving, closing and reopening."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal

from contracts import facts
from contracts.facts import Closed, Fact, Reopened, Resolved
from underpin.desk.tickets import messages, recording, states
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER, STAFF, WORKER
from underpin.kernel.verb import write

REOPENS_WITHIN = timedelta(days=14)


@write("ticket.work", STAFF, WORKER)
async def resolve(
    act: Act,
    number: int,
    resolution: Literal["restored", "resolved"] = "resolved",
    *,
    body: str = "",
    version: int | None = None,
) -> Ticket:
    """The matter is settled, or service is back by a workaround. Raises WrongState.

    `body` is the public message that says so.
    """
    ticket = await tickets.held(act, number, version)
    states.check(ticket.state, facts.RESOLVED)
    if ticket.state == facts.RESOLVED:
        return ticket
    said: list[Fact] = []
    if body.strip():
        await messages.write(act, ticket, messages.PUBLIC, body)
        said.append(facts.PublicReply(**recording.by(act, ticket), channel=act.source))
    said.append(Resolved(**recording.by(act, ticket), resolution=resolution))
    return await recording.change(
        act, ticket, said, {"state": facts.RESOLVED, "live": False, "resolved_at": act.now}
    )


@write("ticket.work", STAFF, WORKER)
async def close(act: Act, number: int, *, version: int | None = None) -> Ticket:
    """Nothing more will be done here; a ticket that was not resolved is resolved with it."""
    ticket = await tickets.held(act, number, version)
    if ticket.state == facts.CLOSED:
        return ticket
    changes: dict[str, Any] = {"state": facts.CLOSED, "live": False, "closed_at": act.now}
    said: list[Fact] = [Closed(**recording.by(act, ticket))]
    if ticket.resolved_at is None:
        changes["resolved_at"] = act.now
        said.insert(0, Resolved(**recording.by(act, ticket)))
    return await recording.change(act, ticket, said, changes)


@write("ticket.reopen", STAFF, MEMBER, WORKER)
async def reopen(
    act: Act,
    number: int,
    *,
    body: str = "",
    version: int | None = None,
    reason: str | None = None,
) -> Ticket:
    """It was not settled after all. Raises WrongState for a live ticket, or after the window.

    `body` is a public message that says so, `reason` is for staff.
    """
    ticket = await tickets.held(act, number, version)
    _check(act, ticket)
    said: list[Fact] = [Reopened(**recording.by(act, ticket))]
    if body.strip():
        await messages.write(act, ticket, messages.PUBLIC, body)
    return await recording.change(
        act,
        ticket,
        said,
        {"state": facts.OPEN, "live": True, "resolved_at": None, "closed_at": None},
        reason=reason,
    )


def _check(act: Act, ticket: Ticket) -> None:
    if ticket.state in states.LIVE:
        raise states.WrongState("This ticket is not done: there is nothing to reopen.")
    ended = ticket.closed_at or ticket.resolved_at
    if act.audience is not WORKER and ended is not None and act.now > ended + REOPENS_WITHIN:
        raise states.WrongState(
            f"It was done more than {REOPENS_WITHIN.days} days ago: raise a new ticket."
        )
