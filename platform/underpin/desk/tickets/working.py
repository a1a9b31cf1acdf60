"""What staff do with a ticket: take it, hand it on, wait, correct its priority."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from contracts import facts
from contracts.facts import Assigned, Cause, Fact, Reprioritised, StateChanged, TierMoved
from underpin.desk.complaints import complaint
from underpin.desk.hands import absence, ways
from underpin.desk.kinds import workflow
from underpin.desk.sorting import matrices
from underpin.desk.tickets import messages, priority, recording, states
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.principal import STAFF, WORKER
from underpin.kernel.verb import write


class AlreadyTaken(Conflict):
    code = "already-taken"
    title = "A colleague took this ticket a moment ago"


@write("ticket.work", STAFF)
async def take(act: Act, number: int) -> Ticket:
    """Claim a ticket that nobody holds: of two agents at once, one wins and the other is told.

    Raises AlreadyTaken. Taking what one has already changes nothing.
    """
    ticket = await tickets.held(act, number)
    if ticket.assignee_id == act.person_id:
        return ticket
    if ticket.assignee_id is not None:
        raise AlreadyTaken
    return await hand(act, ticket, act.person_id)


@write("ticket.work", STAFF, WORKER)
async def assign(
    act: Act, number: int, assignee: UUID | None, *, version: int | None = None, note: str = ""
) -> Ticket:
    """Give a ticket to a colleague who may see this client, or back to its queue with None. `note`
    says where it stands, for whoever has it next. Raises Absent, NoteMissing."""
    ticket = await tickets.held(act, number, version)
    if assignee is not None:
        await check_works_here(act, assignee)
    if assignee != ticket.assignee_id:
        await ways.noted(act, ticket, note)
    return await hand(act, ticket, assignee)


HERE = f"""
SELECT EXISTS (SELECT FROM assignment WHERE staff_id = $1 AND tenant_id = $2) AS here,
       EXISTS ({absence.AWAY.format(at="$3")} AND a.staff_id = $1) AS away
"""


async def check_works_here(act: Act, staff_id: UUID) -> None:
    """Raises Malformed for somebody who may not see this client, Absent for who is away."""
    row = await db.row(HERE, staff_id, act.tenant_id, act.now)
    if row is None or not row["here"]:
        raise Malformed("assignee: nobody with this id works for this client.", field="assignee")
    if row["away"] and staff_id != act.principal.person_id:
        raise absence.Absent


async def hand(act: Act, ticket: Ticket, assignee: UUID | None) -> Ticket:
    """Within a verb: whoever takes a new ticket opens it. Raises ComplainedOf."""
    await complaint.check(act, ticket, assignee)
    said: list[Fact] = [Assigned(**recording.by(act, ticket), assignee=assignee, tier=ticket.tier)]
    changes: dict[str, Any] = {"assignee_id": assignee}
    if assignee is not None and ticket.state == facts.NEW:
        said.append(_state(act, ticket, facts.OPEN))
        changes["state"] = facts.OPEN
    return await recording.change(act, ticket, said, changes)


@write("ticket.work", STAFF, WORKER)
async def change_state(
    act: Act, number: int, state: str, *, version: int | None = None, reason: str | None = None
) -> Ticket:
    """Between the live states. A wait for the client starts with a public question: reply and
    wait instead, unless the product itself lives an imported history. Raises WrongState."""
    ticket = await tickets.held(act, number, version)
    if state not in states.LIVE:
        raise Malformed("state: resolve, close and reopen are verbs of their own.", field="state")
    states.check(ticket.state, state)
    workflow.check(ticket.type, ticket.state, ticket.stage, state)
    if state == ticket.state and reason is None:
        return ticket
    return await recording.change(
        act, ticket, [_state(act, ticket, state)], {"state": state}, reason=reason
    )


@write("ticket.escalate", STAFF, WORKER)
async def move_tier(
    act: Act, number: int, tier: int, *, version: int | None = None, reason: str | None = None
) -> Ticket:
    """Hand a ticket to another tier's queue; who held it no longer does. Where the client's way is
    to say why, `reason` is the note. Raises NoteMissing."""
    if tier not in (1, 2, 3):
        raise Malformed("tier: 1, 2 or 3; an outside vendor is a case of its own.", field="tier")
    ticket = await tickets.held(act, number, version)
    if tier != ticket.tier and not (reason or "").strip() and await ways.needed(act, ticket):
        raise ways.NoteMissing
    return await shift(act, ticket, tier, reason=reason)


async def shift(act: Act, ticket: Ticket, tier: int, *, reason: str | None = None) -> Ticket:
    """Within a verb or an alarm; the same tier changes nothing."""
    if tier == ticket.tier:
        return ticket
    moved = TierMoved(**recording.by(act, ticket), old=ticket.tier, new=tier)
    return await recording.change(
        act, ticket, [moved], {"tier": tier, "assignee_id": None}, reason=reason
    )


@write("ticket.work", STAFF, WORKER)
async def hand_over(act: Act, number: int, team_id: UUID | None) -> Ticket:
    """Another team holds the ticket, within its tier; no clock moves. None: the team is unknown."""
    ticket = await tickets.held(act, number)
    body = {"team_id": None if team_id is None else str(team_id)}
    await events.emit(act, events.New("ticket.handed_over", ticket.id, body))
    return await recording.change(act, ticket, [], {"team_id": team_id})


@write("ticket.work", STAFF, WORKER)
async def reprioritise(
    act: Act,
    number: int,
    impact: str,
    urgency: str,
    *,
    corrects: bool = False,
    agreed: bool = False,
    reason: str,
    version: int | None = None,
) -> Ticket:
    """Change impact and urgency with a reason the client reads (PRACTICE 14). Raises Malformed.

    A rise by new facts counts from now; one that `corrects` our mistake counts from creation. A
    fall withdraws misses of the higher target only if the client `agreed`.
    """
    if impact not in priority.LEVELS or urgency not in priority.LEVELS:
        raise Malformed("impact, urgency: high, medium or low.", field="impact")
    if not reason.strip():
        raise Malformed("reason: say why, the client reads it.", field="reason")
    ticket = await tickets.held(act, number, version)
    new = await matrices.priority(act.tenant_id, impact, urgency, act.now)
    await _explain(act, ticket, new, reason)
    changes = {"impact": impact, "urgency": urgency, "priority": new}
    said: list[Fact] = []
    if new != ticket.priority:
        cause = _cause(ticket.priority, new, corrects=corrects, agreed=agreed)
        fact = Reprioritised(**recording.by(act, ticket), old=ticket.priority, new=new, cause=cause)
        said.append(fact)
    return await recording.change(act, ticket, said, changes, reason=reason)


async def _explain(act: Act, ticket: Ticket, new: str, reason: str) -> None:
    """The reason stands in the conversation, where the client reads it and may contest it; it
    answers nothing, so no clock moves by it. A log that is lived again said nothing to anybody."""
    if act.source in ("page", "api", "automation"):
        change = f"{ticket.priority} \u2192 {new}" if new != ticket.priority else new
        await messages.write(act, ticket, messages.PUBLIC, f"{change}: {reason.strip()}")


def _cause(old: str, new: str, *, corrects: bool, agreed: bool) -> Cause:
    if priority.rises(old, new):
        return "our_mistake" if corrects else "new_facts"
    return "fall_agreed" if agreed else "fall"


def _state(act: Act, ticket: Ticket, state: str) -> StateChanged:
    return StateChanged(**recording.by(act, ticket), old=ticket.state, new=state)
