"""A client turns to who leads about a ticket: with a reason, once at a time, until a person of ours
has acknowledged and answered it. It marks the ticket in the list and moves no clock by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.desk.complaints import leading
from underpin.desk.tickets import recording, states, talking
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.events import Consumer, Event
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import read, write

RAISED: Final = "ticket.client_escalated"
ACKNOWLEDGED: Final = "ticket.client_escalation_acknowledged"
ANSWERED: Final = "ticket.client_escalation_answered"


class AlreadyEscalated(Conflict):
    code = "already-escalated"
    title = "This ticket is escalated already: who leads has been told"


class NotEscalated(Conflict):
    code = "not-escalated"
    title = "Nobody escalated this ticket, or it was answered"


@dataclass(frozen=True, slots=True)
class ClientEscalation:
    """`by_us`: staff wrote it down for the client. `acknowledged_name`: who has it in hand."""

    id: UUID
    reason: str
    by_us: bool
    raised_at: datetime
    acknowledged_name: str | None
    acknowledged_at: datetime | None
    answer: str | None
    answered_at: datetime | None


COLUMNS: Final = """id, reason, written_by IS NOT NULL AS by_us, raised_at, acknowledged_name,
    acknowledged_at, answer, answered_at"""
INSERT: Final = f"""
INSERT INTO client_escalation (tenant_id, id, ticket_id, person_id, written_by, reason, raised_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, ticket_id) WHERE answered_at IS NULL
DO NOTHING RETURNING {COLUMNS}
"""


@write("ticket.reply", STAFF, MEMBER)
async def escalate(act: Act, number: int, reason: str) -> ClientEscalation:
    """By the client, or by staff in the requester's name. Raises AlreadyEscalated, Malformed,
    NotFound, WrongState for what is done."""
    said = _text(reason, "reason", 2000)
    ticket = await tickets.held(act, number)
    if ticket.state in states.DONE:
        raise states.WrongState("This ticket is done: say that it is not solved, then escalate.")
    ours = act.person_id if act.audience is Audience.STAFF else None
    person = ticket.requester_id if ours else act.person_id
    words = (ticket.id, person, ours, said, act.now)
    row = await db.row(INSERT, act.tenant_id, ids.new(), *words)
    if row is None:
        raise AlreadyEscalated
    await leading.confide(act, ticket, await leading.of(act.tenant_id))
    await events.emit(act, events.New(RAISED, ticket.id))
    await recording.change(act, ticket, [], {"escalated_at": act.now})
    return ClientEscalation(**row)


ACKNOWLEDGE: Final = f"""
UPDATE client_escalation SET acknowledged_by = coalesce(acknowledged_by, $3),
    acknowledged_name = coalesce(acknowledged_name, $4),
    acknowledged_at = coalesce(acknowledged_at, $5)
WHERE tenant_id = $1 AND ticket_id = $2 AND answered_at IS NULL RETURNING {COLUMNS}
"""


@write("client_escalation.answer", STAFF)
async def acknowledge(act: Act, number: int) -> ClientEscalation:
    """A person of ours has it in hand, and the client is shown who; the first one stays. Raises
    NotEscalated, NotFound."""
    ticket = await tickets.held(act, number)
    found = await _acknowledged(act, ticket)
    await events.emit(act, events.New(ACKNOWLEDGED, ticket.id))
    return found


async def _acknowledged(act: Act, ticket: Ticket) -> ClientEscalation:
    words = (act.person_id, act.principal.name, act.now)
    row = await db.row(ACKNOWLEDGE, act.tenant_id, ticket.id, *words)
    if row is None:
        raise NotEscalated
    return ClientEscalation(**row)


ANSWER: Final = f"""
UPDATE client_escalation SET answered_by = $3, answer = $4, answered_at = $5
WHERE tenant_id = $1 AND ticket_id = $2 AND answered_at IS NULL RETURNING {COLUMNS}
"""


@write("client_escalation.answer", STAFF)
async def answer(act: Act, number: int, text: str) -> ClientEscalation:
    """The answer is a public message of the ticket too, with what follows from one. Raises
    Malformed, NotEscalated, NotFound."""
    said = _text(text, "answer", 5000)
    ticket = await tickets.held(act, number)
    await _acknowledged(act, ticket)
    await talking.reply(act, number, said)
    row = await db.row(ANSWER, act.tenant_id, ticket.id, act.person_id, said, act.now)
    assert row is not None, "acknowledged a moment ago, under the ticket's lock"  # noqa: S101
    await events.emit(act, events.New(ANSWERED, ticket.id))
    await recording.change(act, ticket, [], {"escalated_at": None})
    return ClientEscalation(**row)


@read("ticket.read", STAFF, MEMBER)
async def of_ticket(act: Act, tenant: int, number: int) -> list[ClientEscalation]:
    """The newest first. Raises NotFound."""
    act.only_own(tenant)
    ticket = await tickets.seen(act, tenant, number)
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM client_escalation WHERE tenant_id = $1 AND ticket_id = $2 "
        "ORDER BY raised_at DESC, id DESC LIMIT 50",
        *(tenant, ticket.id),
    )
    return [ClientEscalation(**row) for row in rows]


def _text(given: str, field: str, most: int) -> str:
    text = given.strip()
    if not 1 <= len(text) <= most:
        raise Malformed(f"{field}: 1 to {most} characters.", field=field)
    return text


async def hear(act: Act, event: Event) -> None:
    """The consumer: the lead and the account manager are told by mail."""
    for leader in await leading.of(act.tenant_id):
        await leading.tell(act, event.id, event.subject_id, "escalated", leader)


CONSUMER: Final = Consumer(
    "client_escalation", "mail", (RAISED,), hear, frozenset({"replay", "demo"})
)
