"""A change to a ticket, its facts and what follows from them, in one place and one order:
events first, then the contract's clocks, then the row with its new due time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from contracts import facts, instant
from contracts.clocks import running
from contracts.facts import Fact
from contracts.subject import Due
from underpin.desk.queues import ranking
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events
from underpin.kernel.act import Act

ACTORS: dict[str, facts.Actor] = {
    "staff": "staff",
    "member": "client",
    "vendor": "vendor",
    "worker": "system",
}


def by(act: Act, ticket: Ticket, at: datetime | None = None) -> dict[str, Any]:
    """The words every fact begins with: of which ticket, when, by whom."""
    return {
        "ticket_id": ticket.id,
        "tenant_id": ticket.tenant_id,
        "at": instant.of(at or act.now),
        "actor": ACTORS[act.audience],
        "actor_id": act.principal.person_id,
    }


async def emit(act: Act, given: Sequence[Fact], reason: str | None = None) -> None:
    """Write facts as events, in their order."""
    await events.emit(act, *(event(fact, reason) for fact in given))


def event(fact: Fact, reason: str | None = None) -> events.New:
    """A fact as the event that keeps it."""
    return events.New(
        f"ticket.{fact.kind}", fact.ticket_id, fact.to_json(), instant.at(fact.at), reason
    )


async def change(
    act: Act,
    ticket: Ticket,
    given: Sequence[Fact],
    changes: Mapping[str, Any] | None = None,
    *,
    reason: str | None = None,
) -> Ticket:
    """Record `given` and write `changes` to the ticket's row; returns the row as it is now."""
    written = {**(changes or {}), "touched_at": touched(act, ticket)}
    if given:
        await emit(act, given, reason)
        due = await running.follow(act, ticket.under, given)
        priority = str(written.get("priority", ticket.priority))
        major = written.get("major_id", ticket.major_id) is not None
        standing = ranking.Standing(priority, ticket.raised_at, act.now, major=major)
        written |= due_columns(due, standing)
    names = ", ".join(f"{name} = ${place}" for place, name in enumerate(written, 3))
    row = await db.row(
        f"UPDATE ticket SET {names}, version = version + 1 WHERE tenant_id = $1 AND id = $2 "
        f"RETURNING {tickets.COLUMNS}",
        ticket.tenant_id,
        ticket.id,
        *written.values(),
    )
    assert row is not None, "the row is locked by this transaction"  # noqa: S101
    return tickets.of(row)


def touched(act: Act, ticket: Ticket) -> datetime:
    """What acts by itself, an alarm or a rule, is no touch: a step may wait until nobody has."""
    return ticket.touched_at if act.source in ("alarm", "automation") else act.now


def due_columns(due: Due, standing: ranking.Standing) -> dict[str, Any]:
    """What the row keeps of it: what is shown, and where the list ranks it."""
    return {
        "due_at": due.next_due,
        "next_due": ranking.instant(due, standing),
        "next_metric": due.metric,
        "next_warn_at": due.warn_at,
        "breached": due.breached,
    }
