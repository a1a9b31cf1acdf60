"""Resolving, closing and reopening."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from contracts import facts, instant
from contracts.facts import ClientMessage, Closed, Fact, Reopened, Resolved
from underpin.desk.changes import over
from underpin.desk.checklists import holding
from underpin.desk.fields import filling
from underpin.desk.kinds import workflow
from underpin.desk.lifetime import afterwords, auto_close, terms
from underpin.desk.lifetime.afterwords import Afterword
from underpin.desk.tickets import messages, recording, states
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.desk.verification import sensitive
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER, STAFF, WORKER
from underpin.kernel.verb import write


@write("ticket.work", STAFF, WORKER)
async def resolve(
    act: Act,
    number: int,
    resolution: Literal["restored", "resolved"] = "resolved",
    *,
    body: str = "",
    version: int | None = None,
) -> Ticket:
    """The matter is settled, or service is back by a workaround. Raises WrongState, OpenTasks,
    NotVerified.

    `body` is the public message that says so.
    """
    ticket = await tickets.held(act, number, version)
    states.check(ticket.state, facts.RESOLVED)
    if ticket.state == facts.RESOLVED:
        return ticket
    await check_over(act, ticket)
    said: list[Fact] = []
    if body.strip():
        await messages.write(act, ticket, messages.PUBLIC, body)
        said.append(facts.PublicReply(**recording.by(act, ticket), channel=act.source))
    said.append(Resolved(**recording.by(act, ticket), resolution=resolution))
    return await settled(act, ticket, said)


async def check_over(act: Act, ticket: Ticket) -> None:
    """Whether it may be resolved. Raises as `resolve`."""
    workflow.check(ticket.type, ticket.state, ticket.stage, facts.RESOLVED)
    await filling.check_resolved(act, ticket)
    await _check_left(act, ticket)


async def settled(act: Act, ticket: Ticket, said: Sequence[Fact]) -> Ticket:
    """Within a verb: resolved by these facts, until it is closed or opened again."""
    await auto_close.arm(act, ticket.id)
    return await recording.change(
        act, ticket, said, {"state": facts.RESOLVED, "live": False, "resolved_at": act.now}
    )


async def _check_left(act: Act, ticket: Ticket) -> None:
    """What has to be over before a ticket is: its change, its tasks, the doubt about who asks."""
    await over.check(act, ticket)
    await holding.check_done(act, ticket)
    await sensitive.check(act, ticket)


@write("ticket.work", STAFF, WORKER)
async def close(
    act: Act, number: int, *, version: int | None = None, reason: str | None = None
) -> Ticket:
    """Nothing more will be done here; a ticket that was not resolved is resolved with it."""
    ticket = await tickets.held(act, number, version)
    if ticket.state == facts.CLOSED:
        return ticket
    changes: dict[str, Any] = {"state": facts.CLOSED, "live": False, "closed_at": act.now}
    said: list[Fact] = [Closed(**recording.by(act, ticket))]
    if ticket.resolved_at is None:
        await _check_left(act, ticket)
        changes["resolved_at"] = act.now
        said.insert(0, Resolved(**recording.by(act, ticket)))
    await auto_close.disarm(act, ticket.id)
    return await recording.change(act, ticket, said, changes, reason=reason)


@write("ticket.reopen", STAFF, MEMBER, WORKER)
async def reopen(
    act: Act,
    number: int,
    *,
    body: str = "",
    version: int | None = None,
    reason: str | None = None,
) -> Ticket:
    """It was not settled after all. Raises WrongState for a live ticket, one that went into
    another, or after the window.

    `body` is a public message that says so, `reason` is for staff. What the client had written
    since is the moment from which it is open again (PRACTICE 17).
    """
    ticket = await tickets.held(act, number, version)
    await _check(act, ticket)
    words = await afterwords.answer(act, ticket.id, "not_solved")
    await auto_close.disarm(act, ticket.id)
    said = _open_again(act, ticket, words)
    if body.strip():
        await messages.write(act, ticket, messages.PUBLIC, body)
    return await recording.change(
        act,
        ticket,
        said,
        {"state": facts.OPEN, "live": True, "resolved_at": None, "closed_at": None},
        reason=reason,
    )


def _open_again(act: Act, ticket: Ticket, words: Sequence[Afterword]) -> list[Fact]:
    """From the first of the client's words, if there were any."""
    since = words[0].said_at if words else None
    return [
        Reopened(**recording.by(act, ticket, since)),
        *(
            ClientMessage(
                ticket_id=ticket.id,
                tenant_id=ticket.tenant_id,
                at=instant.of(each.said_at),
                actor="client",
                actor_id=each.person_id,
                channel=act.source,
            )
            for each in words
        ),
    ]


async def _check(act: Act, ticket: Ticket) -> None:
    if ticket.state in states.LIVE:
        raise states.WrongState("This ticket is not done: there is nothing to reopen.")
    if ticket.merged_into is not None:
        raise states.WrongState("This ticket went into another one: go on there.")
    ended = ticket.closed_at or ticket.resolved_at
    if act.audience is WORKER or ended is None:
        return
    within = (await terms.of(act.tenant_id)).reopens_within
    if act.now > ended + within:
        raise states.WrongState(
            f"It was done more than {within.days} days ago: raise a new ticket."
        )
