"""Deciding a request: once, by who is asked or stands in for them, within their limit.

Who decides is known by signing in; no mail approves anything, whatever it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from underpin.desk.approvals import approvers, asking, ending, request, voices, voting, who_may
from underpin.desk.approvals.request import Request
from underpin.desk.approvals.voting import CLIENT, Decision, Side
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Forbidden, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import write

DECIDED: Final = "ticket.approval_decided"


class AlreadyDecided(Conflict):
    code = "already-decided"
    title = "You have decided this already: one person, one voice"


class MayNotApprove(Forbidden):
    code = "may-not-approve"
    title = "You may not approve this"


CURES: Final = {
    "own_request": "Nobody approves what they asked for themselves: a colleague must.",
    "over_limit": "It costs more than your spending limit: somebody with a higher one must "
    "approve it, or your limit be raised.",
    "no_approver": "Approving takes the role of approver: ask your administrator for it.",
}


@dataclass(frozen=True, slots=True)
class Said:
    """`reason` is needed to refuse. `po_number` is the client's order number for what it costs."""

    decision: Decision
    reason: str = ""
    po_number: str | None = None


@write("approval.decide", STAFF, MEMBER)
async def decide(act: Act, request_id: UUID, said: Said) -> Request:
    """Raises NotFound for who is not asked, Ended, AlreadyDecided, MayNotApprove, Malformed."""
    if not await voices.asked(act, request_id):
        raise NotFound
    _check(act, said)
    ticket = await ending.ticket_of(act, request_id)
    asked = await request.held(act, request_id)
    approver, group = await _voice(act, request_id)
    if said.decision == "approved":
        await _allow(act, ticket, asked, approver)
    await _keep(act, asked, approver, group, said)
    return await _count(act, ticket, asked, said)


def _check(act: Act, said: Said) -> None:
    if said.decision not in ("approved", "refused"):
        raise Malformed("decision: approved or refused.", field="decision")
    if len(said.reason) > 2000 or (said.decision == "refused" and not said.reason.strip()):
        raise Malformed("reason: say why you refuse, in 2,000 characters at most.", field="reason")
    if said.po_number is not None and not 1 <= len(said.po_number.strip()) <= 60:
        raise Malformed("po_number: 1 to 60 characters.", field="po_number")
    if said.po_number is not None and act.audience is not Audience.MEMBER:
        raise Malformed("po_number: it is the client's to give.", field="po_number")


async def _voice(act: Act, request_id: UUID) -> tuple[UUID, UUID]:
    """Whose voice is given, and in which group: one's own before another's. Raises
    AlreadyDecided."""
    if await db.value(SPOKEN, act.tenant_id, request_id, act.person_id):
        raise AlreadyDecided
    found = [each for each in await voices.asked(act, request_id) if each.is_open]
    if not found:
        raise AlreadyDecided("Whoever you stand in for has decided this already.")
    own = [each for each in found if each.person_id == act.person_id]
    first = (own or found)[0]
    return first.person_id, first.group_id


SPOKEN: Final = """
SELECT EXISTS (SELECT FROM approval_decision
               WHERE tenant_id = $1 AND request_id = $2 AND decided_by = $3)
"""


async def _allow(act: Act, ticket: Ticket, asked: Request, approver: UUID) -> None:
    """By what stands at this moment, whatever stood when it was asked. Raises MayNotApprove."""
    side: Side = voting.PROVIDER if act.audience is Audience.STAFF else CLIENT
    asked_by = asking.askers(ticket, asked.asked_by)
    for person in dict.fromkeys((approver, act.person_id)):
        voice = await approvers.voice(act, side, person, asked.currency)
        amount = asked.amount if person == approver else None  # a stand-in has the other's limit
        problem = who_may.hindrance(voice, asked_by, amount) if voice else "no_approver"
        if problem is not None:
            raise MayNotApprove(CURES[problem])


KEEP: Final = """
WITH shut AS (
    UPDATE approval_approver SET is_open = false
    WHERE tenant_id = $1 AND request_id = $3 AND person_id = $5
), counted AS (
    UPDATE approval_group SET approved = approved + 1
    WHERE tenant_id = $1 AND id = $4 AND $9 = 'approved'
), ordered AS (
    UPDATE approval_request SET po_number = coalesce($13, po_number)
    WHERE tenant_id = $1 AND id = $3
)
INSERT INTO approval_decision (tenant_id, id, request_id, group_id, approver_id, side, decided_by,
                               decided_by_name, decision, reason, source, decided_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""


async def _keep(act: Act, asked: Request, approver: UUID, group: UUID, said: Said) -> None:
    side = voting.PROVIDER if act.audience is Audience.STAFF else CLIENT
    await db.execute(
        KEEP,
        *(act.tenant_id, ids.new(), asked.id, group, approver, side, act.person_id),
        *(act.principal.name, said.decision, said.reason.strip(), act.source, act.now),
        said.po_number.strip() if said.po_number else None,
    )
    body = {"request_id": str(asked.id), "decision": said.decision}
    await events.emit(act, events.New(DECIDED, asked.ticket_id, body))


async def _count(act: Act, ticket: Ticket, asked: Request, said: Said) -> Request:
    groups = await request.groups_of(act.tenant_id, asked.id)
    state = voting.after(groups, said.decision)
    if act.audience is Audience.MEMBER and not voting.waits_for_client(groups):
        await ending.goes_on(act, ticket)
    if state == request.WAITING:
        return await request.held(act, asked.id)
    ticket = await tickets.held_by_id(act, ticket.id)
    return await ending.end(act, ticket, asked, state, said.reason.strip() or None)
