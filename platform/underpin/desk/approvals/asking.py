"""Asking for an approval on a ticket, and taking the question back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from underpin.desk.approvals import (
    approvers,
    deadline,
    ending,
    letters,
    policies,
    policy,
    reminding,
    request,
)
from underpin.desk.approvals.approvers import Panel, Wanted
from underpin.desk.approvals.policy import Matter, Risk
from underpin.desk.approvals.request import SUBJECTS, Asked, Request, Subject
from underpin.desk.approvals.voting import CLIENT, PROVIDER, Side
from underpin.desk.tickets import follow_up, states
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

ASKED: Final = "ticket.approval_asked"
UNPROMPTED: Final = "desk"
"""The channel of tickets that staff raised unprompted: whose they are did not ask for them."""


@dataclass(frozen=True, slots=True)
class New:
    """`amount` in major units of `currency`, net. `deadline` None: the usual five days. With
    `question`, a public message, the ticket waits for the client until they decide. `groups` none:
    those that the policy calls for, else the client's approvers; `risk` is a change's."""

    subject: Subject
    title: str
    groups: tuple[Wanted, ...] = ()
    detail: str = ""
    amount: Decimal | None = None
    currency: str | None = None
    deadline: datetime | None = None
    question: str = ""
    risk: Risk = ""


@write("approval.ask", STAFF)
async def ask(act: Act, number: int, new: New, *, version: int | None = None) -> Asked:
    """Raises Malformed, NotFound, StaleVersion, TooFewApprovers, WrongState."""
    ticket = await tickets.held(act, number, version)
    return await on(act, ticket, new)


async def on(act: Act, ticket: Ticket, new: New) -> Asked:
    """Within a verb, the ticket held."""
    until = new.deadline or act.now + reminding.USUAL
    by_rule = not new.groups
    new = replace(new, groups=await _groups(act, new))
    _check(act, ticket, new, until)
    asked_by = askers(ticket, act.principal.person_id)
    money = (new.amount, new.currency)
    panels = await approvers.panels(act, new.groups, asked_by, *money, by_rule=by_rule)
    asked = await _keep(act, ticket, new, until, panels)
    await _name(act, ticket, panels)
    body = {"request_id": str(asked.id), "subject": asked.subject}
    await events.emit(act, events.New(ASKED, ticket.id, body))
    await deadline.arm(act, asked)
    await letters.ask(act, asked)
    if new.question.strip():
        await follow_up.ask(act, ticket.number, new.question, until)
    (whole,) = await request.whole([asked])
    return whole


async def _groups(act: Act, new: New) -> tuple[Wanted, ...]:
    """Raises Malformed where fewer are asked than the policy calls for."""
    matter = Matter(new.subject, new.risk, new.amount, new.currency)
    needed = await policies.needed(act, matter)
    if needed and new.groups and not policy.suffices(new.groups, needed):
        raise Malformed(f"groups: the policy calls for {policy.said(needed)}.", field="groups")
    return new.groups or needed or (Wanted(),)


def askers(ticket: Ticket, asked_by: UUID | None) -> frozenset[UUID]:
    """Who may not approve because they asked: whoever puts the question, and whose wish it is."""
    wished = () if ticket.channel == UNPROMPTED else (ticket.requester_id,)
    return frozenset((*wished, *([asked_by] if asked_by else [])))


def _check(act: Act, ticket: Ticket, new: New, until: datetime) -> None:
    if ticket.state in states.DONE:
        raise states.WrongState("This ticket is done: reopen it first.")
    wrong = {
        "subject": new.subject not in SUBJECTS,
        "title": not 1 <= len(new.title.strip()) <= 300,
        "detail": len(new.detail) > 20_000,
        "amount": _is_no_money(new),
        "deadline": not act.now < until <= act.now + reminding.LONGEST,
        "groups": ticket.confidential and not all(each.people for each in new.groups),
        "question": bool(new.question.strip()) and not _asks_client(new),
    }
    for field, is_wrong in wrong.items():
        if is_wrong:
            raise Malformed(f"{field}: {CURES[field]}.", field=field)


MOST: Final = Decimal(10) ** 12
CURES: Final = {
    "subject": f"one of {', '.join(SUBJECTS)}",
    "title": "1 to 300 characters",
    "detail": "at most 20,000 characters",
    "amount": "0 up to a million million, two decimals at most, and its currency with it",
    "deadline": "ahead, within a year",
    "groups": "name each approver, the ticket is confidential",
    "question": "nobody of the client is asked, so there is nothing to wait for",
}


def _asks_client(new: New) -> bool:
    return any(each.side == CLIENT for each in new.groups)


def _is_no_money(new: New) -> bool:
    if new.amount is None or new.currency is None:
        return not (new.amount is None and new.currency is None)
    if not new.amount.is_finite() or not 0 <= new.amount < MOST:
        return True
    return round(new.amount, 2) != new.amount


INSERT: Final = f"""
WITH q AS (
    INSERT INTO approval_request (tenant_id, id, ticket_id, ticket_number, subject, title, detail,
        amount, currency, state, asks_client, asked_by, asked_by_name, asked_at, deadline)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', $10, $11, $12, $13, $14) RETURNING *
), g AS (
    INSERT INTO approval_group (tenant_id, id, request_id, ordinal, side, name, quorum, size,
                                approved)
    SELECT $1, u.*, 0 FROM (
        SELECT id, $2::uuid, row_number() OVER (), side, name, quorum, size
        FROM unnest($15::uuid[], $16::text[], $17::text[], $18::int[], $19::int[])
             AS n(id, side, name, quorum, size)) u
), a AS (
    INSERT INTO approval_approver (tenant_id, request_id, person_id, group_id, ticket_id, side,
                                   is_open)
    SELECT $1, $2, u.person_id, u.group_id, $3, u.side, true
    FROM unnest($20::uuid[], $21::uuid[], $22::text[]) AS u(person_id, group_id, side)
)
SELECT {request.COLUMNS} FROM q
"""


async def _keep(
    act: Act, ticket: Ticket, new: New, until: datetime, panels: Sequence[Panel]
) -> Request:
    named = [(ids.new(), panel) for panel in panels]
    asked = _asked(named)
    row = await db.row(
        INSERT,
        *(act.tenant_id, ids.new(), ticket.id, ticket.number, new.subject, new.title.strip()),
        *(new.detail.strip(), new.amount, new.currency),
        any(panel.wanted.side == CLIENT for panel in panels),
        *(act.principal.person_id, act.principal.name or "Underpin", act.now, until),
        [group for group, _ in named],
        [panel.wanted.side for _, panel in named],
        [panel.wanted.name for _, panel in named],
        [panel.wanted.quorum for _, panel in named],
        [len(panel.people) for _, panel in named],
        *(list(column) for column in zip(*asked, strict=True)),
    )
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    return request.of(row)


def _asked(named: Sequence[tuple[UUID, Panel]]) -> list[tuple[UUID, UUID, Side]]:
    """Who, in which group, on which side."""
    return [
        (person.id, group, panel.wanted.side) for group, panel in named for person in panel.people
    ]


async def _name(act: Act, ticket: Ticket, panels: Sequence[Panel]) -> None:
    """Who of ours is asked about a confidential ticket knows of it (PRACTICE 2)."""
    if not ticket.confidential:
        return
    ours = [person.id for each in panels if each.wanted.side == PROVIDER for person in each.people]
    await db.execute(
        "INSERT INTO ticket_confidant (tenant_id, ticket_id, staff_id, named_by, named_at) "
        "SELECT $1, $2, u, $4, $5 FROM unnest($3::uuid[]) AS u ON CONFLICT DO NOTHING",
        *(act.tenant_id, ticket.id, ours, act.principal.person_id, act.now),
    )


@write("approval.ask", STAFF)
async def withdraw(act: Act, request_id: UUID, reason: str) -> Request:
    """The question is taken back, for a reason whoever was asked can read. Raises NotFound, Ended,
    Malformed."""
    if not 1 <= len(reason.strip()) <= 2000:
        raise Malformed("reason: why, in 1 to 2,000 characters.", field="reason")
    ticket = await ending.ticket_of(act, request_id)
    await tickets.held(act, ticket.number)
    found = await request.held(act, request_id)
    return await ending.end(act, ticket, found, "withdrawn", reason.strip())


@write("approval.ask", STAFF)
async def remind(act: Act, request_id: UUID) -> int:
    """Mail whoever has not decided once more; returns to how many. Raises NotFound, Ended."""
    ticket = await ending.ticket_of(act, request_id)
    await tickets.held(act, ticket.number)
    found = await request.held(act, request_id)
    return await letters.remind(act, found, f"by hand {act.now.date()}")
