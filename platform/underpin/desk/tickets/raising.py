"""Raising a ticket: it gets its number, its contract and its clocks in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from contracts import facts, instant
from contracts.agreements import clause, starting
from contracts.clocks import running
from contracts.facts import Raised
from contracts.subject import Pinned
from underpin.desk.complaints import complaint
from underpin.desk.fields import filling
from underpin.desk.search import indexing, words
from underpin.desk.sorting import categories, matrices
from underpin.desk.tickets import masking, messages, priority, recording
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.desk.writing import sending
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import MEMBER, STAFF, WORKER, Audience
from underpin.kernel.verb import write

TYPES = clause.TYPES

RECURRING = "recurring"
"""The channel of tickets that come again by a rule."""


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What a person says. `raised_at` is when the matter reached us, now unless it was earlier;
    `tier` None: where the SLA has such a ticket start. `ticket_id` makes asking twice safe;
    `reference` is the matter's name elsewhere; `began_at`, in microseconds, is when an alert says
    its trouble began; `live`: a person of ours was on the line from the start; `attach`: which
    of the files that wait for a new ticket go with its text; `about`: the number of the ticket
    that a complaint is about; `wanted_at`: by when it is to be done (PRACTICE 19);
    `fields`: what is said in fields of one's own by their ids, None where nobody was asked."""

    subject: str
    body: str = ""
    type: str = "incident"
    impact: str = "medium"
    urgency: str = "medium"
    service_id: UUID | None = None
    requester_id: UUID | None = None
    channel: str = "portal"
    tier: int | None = None
    confidential: bool = False
    raised_at: datetime | None = None
    ticket_id: UUID | None = None
    reference: str | None = None
    began_at: int | None = None
    live: bool = False
    attach: tuple[UUID, ...] = ()
    about: int | None = None
    category_id: UUID | None = None
    fields: Mapping[str, Any] | None = None
    wanted_at: datetime | None = None


@write("ticket.raise", STAFF, MEMBER, WORKER)
async def raise_ticket(act: Act, new: NewTicket) -> Ticket:
    """Raises Malformed naming the field. A member raises in their own name only."""
    check(new)
    requester = act.person_id if act.audience is Audience.MEMBER else new.requester_id
    if requester is None:
        raise Malformed("requester_id: say whose ticket this is.", field="requester_id")
    at = new.raised_at or act.now
    pinned = await running.choose(act, new.service_id, new.type, at)
    ticket = await _insert(act, new, requester, pinned, at)
    await _say(act, ticket, new, at)
    await filling.at_raise(act, ticket, new.fields)
    ticket = await recording.change(act, ticket, [_fact(act, ticket, new, at)])
    if ticket.type == complaint.TYPE:
        return await complaint.settle(act, ticket, new.about)
    return ticket


async def _say(act: Act, ticket: Ticket, new: NewTicket, at: datetime) -> None:
    if new.body:
        said = await messages.write_opening(act, ticket, new.body, at)
        if new.attach:
            await sending.sent(act, ticket, messages.PUBLIC, said, new.attach)


def check(new: NewTicket) -> None:
    """Raises Malformed naming the field."""
    if not 1 <= len(new.subject.strip()) <= 300:
        raise Malformed("subject: 1 to 300 characters.", field="subject")
    if new.type not in TYPES:
        raise Malformed(f"type: one of {', '.join(TYPES)}.", field="type")
    if new.attach and not new.body:
        raise Malformed("body: say something about what you attach.", field="body")
    for field in ("impact", "urgency"):
        if getattr(new, field) not in priority.LEVELS:
            raise Malformed(f"{field}: high, medium or low.", field=field)
    if new.about is not None and new.type != complaint.TYPE:
        raise Malformed("about: only a complaint is about another ticket.", field="about")


def _fact(act: Act, ticket: Ticket, new: NewTicket, at: datetime) -> Raised:
    return Raised(
        **recording.by(act, ticket, at),
        type=ticket.type,
        priority=ticket.priority,
        tier=ticket.tier,
        service=ticket.service_id,
        state=ticket.state,
        channel=ticket.channel,
        unprompted=_unprompted(act, new),
        live=new.live,
        began_at=new.began_at,
        wanted_at=None if new.wanted_at is None else instant.of(new.wanted_at),
    )


def _unprompted(act: Act, new: NewTicket) -> bool:
    """Whether no client asked for it."""
    return new.channel == RECURRING or (act.audience is Audience.STAFF and new.channel == "desk")


SUBJECT = str(indexing.SUBJECT)
INSERT = f"""
WITH numbered AS (
    INSERT INTO ticket_counter (tenant_id, last) VALUES ($1, 1)
    ON CONFLICT (tenant_id) DO UPDATE SET last = ticket_counter.last + 1 RETURNING last
), made AS (
INSERT INTO ticket (tenant_id, id, number, type, subject, impact, urgency, priority, state, live,
    tier, requester_id, service_id, site_id, contract_id, agreement_version_id,
    calendar_version_id, policy_id, channel, confidential, reference, raised_at, touched_at,
    next_due, breached, version, wanted_at, category_id)
SELECT $1, $2, numbered.last, $3, $4, $5, $6, $7, $8, true, $9, p.id, $11, p.site_id, $12, $13,
    $14, $15, $16, $17, $18, $19, $19, 'infinity', false, 1, $21, $22
FROM numbered JOIN person p ON p.tenant_id = $1 AND p.id = $10
RETURNING {tickets.COLUMNS}
), said AS (
    {indexing.kept("made.tenant_id", "made.number", "made.raised_at", SUBJECT, "$20", of="made")}
)
SELECT * FROM made
"""


async def _placed(*said: Any) -> db.Row | None:
    try:
        return await db.row(INSERT, *said)
    except asyncpg.ForeignKeyViolationError as unknown:
        problem = "service_id: this client has no service with this id."
        raise Malformed(problem, field="service_id") from unknown


async def _insert(
    act: Act, new: NewTicket, requester: UUID, pinned: Pinned, at: datetime
) -> Ticket:
    await categories.check(act.tenant_id, new.category_id)
    level = await matrices.priority(act.tenant_id, new.impact, new.urgency, act.now)
    tier = new.tier
    if tier is None:
        tier = await starting.tier(act.tenant_id, pinned, new.type, level)
    subject = masking.masked(new.subject.strip())
    row = await _placed(
        *(act.tenant_id, new.ticket_id or ids.new(), new.type, subject),
        *(new.impact, new.urgency, level, facts.NEW, tier),
        *(requester, new.service_id, pinned.contract_id, pinned.agreement_version_id),
        *(pinned.calendar_version_id, pinned.policy_id, new.channel, new.confidential),
        *(new.reference, at, words.of(subject), new.wanted_at, new.category_id),
    )
    if row is None:
        raise Malformed("requester_id: nobody here has this id.", field="requester_id")
    return tickets.of(row)
