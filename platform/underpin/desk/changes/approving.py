"""A change is put to who has to approve it, and follows what they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from underpin.desk.approvals import asking, policies, policy
from underpin.desk.approvals.approvers import Wanted
from underpin.desk.approvals.asking import New
from underpin.desk.approvals.policy import Matter, Risk
from underpin.desk.approvals.request import Asked, Request
from underpin.desk.changes import change as changes
from underpin.desk.changes import course
from underpin.desk.changes.change import Change
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write


@write("ticket.work", STAFF)
async def ask(
    act: Act,
    number: int,
    groups: tuple[Wanted, ...] = (),
    *,
    question: str = "",
    deadline: datetime | None = None,
    version: int | None = None,
) -> Asked:
    """Of the groups given, or of those that its kind and risk call for. Raises Malformed without a
    window (an emergency needs none), NotNow, NotFound, StaleVersion, TooFewApprovers."""
    ticket, change = await changes.held(act, number, version)
    course.check(change.state, "awaiting_approval")
    if change.starts_at is None and change.kind != "emergency":
        raise Malformed(
            "starts_at: give it a window, which is approved with it.", field="starts_at"
        )
    risk: Risk = "emergency" if change.kind == "emergency" else change.risk
    wanted = await _groups(act, change, groups, risk)
    asking_for = New("change", ticket.subject, wanted, _detail(change), risk=risk)
    new = replace(asking_for, deadline=deadline, question=question)
    asked = await asking.on(act, ticket, new)
    await changes.move(act, change, "awaiting_approval", request_id=asked.request.id)
    return asked


async def _groups(
    act: Act, change: Change, given: tuple[Wanted, ...], risk: Risk
) -> tuple[Wanted, ...]:
    """None where the policy says it and nobody was given; else what the house asks for."""
    agreed = await policies.needed(act, Matter("change", risk))
    needed = agreed or course.approvals(change.kind, change.risk)
    if given and not policy.suffices(given, needed):
        called_for = policy.said(needed)
        raise Malformed(f"groups: its kind and risk call for {called_for}.", field="groups")
    return given or (() if agreed else needed)


def _detail(change: Change) -> str:
    parts = (change.plan, change.back_out, change.test_plan)
    return "\n\n".join(part for part in parts if part)[:20_000]


async def follow(act: Act, ticket: Ticket, asked: Request) -> None:
    """How the request ended: approved it may be scheduled, otherwise it is a draft again."""
    change = await _waiting_for(act, ticket.id, asked.id)
    if change is None:
        return
    state: course.State = "approved" if asked.state == "approved" else "draft"
    await changes.move(act, change, state, asked.reason or asked.state)


async def _waiting_for(act: Act, ticket_id: UUID, request_id: UUID) -> Change | None:
    row = await db.row(
        f"SELECT {changes.COLUMNS} FROM change_plan c WHERE c.tenant_id = $1 AND c.ticket_id = $2 "
        "AND c.request_id = $3 AND c.state = 'awaiting_approval'",
        *(act.tenant_id, ticket_id, request_id),
    )
    return changes.of(row) if row else None
