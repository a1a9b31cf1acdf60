"""What is said in a ticket: public messages, which the client reads, and internal notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from underpin.desk.search import indexing, words
from underpin.desk.tickets import masking
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER

PUBLIC, INTERNAL = "public", "internal"


@dataclass(frozen=True, slots=True)
class Message:
    id: UUID
    visibility: str
    author_kind: str
    author_id: UUID | None
    author_name: str
    body: str
    channel: str
    happened_at: datetime


COLUMNS = ", ".join(Message.__slots__)

INSERT = f"""
WITH said AS ({indexing.kept("$1", "$12", "$13", "$14", "$15")})
INSERT INTO message (tenant_id, id, ticket_id, visibility, author_kind, author_id, author_name,
                     body, channel, happened_at, recorded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
RETURNING {COLUMNS}
"""


async def write(
    act: Act, ticket: Ticket, visibility: str, body: str, *, message_id: UUID | None = None
) -> Message:
    """Add a message under the name of who acts; what is secret in it is masked for good."""
    text = masking.masked(body)
    place = indexing.PUBLIC if visibility == PUBLIC else indexing.NOTE
    row = await db.row(
        INSERT,
        *(act.tenant_id, message_id or ids.new(), ticket.id, visibility),
        *(str(act.audience), act.principal.person_id, act.principal.name or "Underpin"),
        *(text, act.source, act.now, act.now),
        *(ticket.number, ticket.raised_at, place, words.of(text)),
    )
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    return Message(**row)


async def write_clients(
    act: Act,
    ticket: Ticket,
    body: str,
    *,
    message_id: UUID,
    author_id: UUID | None,
    author_name: str,
    at: datetime,
) -> Message:
    """What a client wrote elsewhere (a mail) and when; `author_id` is None for who is not proven to
    have written it."""
    text = masking.masked(body)
    row = await db.row(
        INSERT,
        *(act.tenant_id, message_id, ticket.id, PUBLIC, str(MEMBER), author_id, author_name),
        *(text, act.source, at, act.now),
        *(ticket.number, ticket.raised_at, indexing.PUBLIC, words.of(text)),
    )
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    return Message(**row)


OPENING = f"""
WITH said AS ({indexing.kept("$1", "$10", "$11", str(indexing.PUBLIC), "$12")})
INSERT INTO message (tenant_id, id, ticket_id, visibility, author_kind, author_id, author_name,
                     body, channel, happened_at, recorded_at)
SELECT $1, $2, $3, $4, 'member', p.id, p.name, $6, $7, $8, $9
FROM person p WHERE p.tenant_id = $1 AND p.id = $5
"""


async def write_opening(act: Act, ticket: Ticket, body: str, at: datetime) -> UUID:
    """The first message is the requester's, whoever wrote it down; returns its id."""
    text, made = masking.masked(body), ids.new()
    await db.execute(
        OPENING,
        *(ticket.tenant_id, made, ticket.id, PUBLIC, ticket.requester_id),
        *(text, act.source, at, act.now),
        *(ticket.number, ticket.raised_at, words.of(text)),
    )
    return made


NOTED = "(SELECT * FROM ticket WHERE tenant_id = $1 AND id = ANY ($3::uuid[])) t"
NOTES = f"""
WITH said AS ({indexing.kept("$1", "t.number", "t.raised_at", str(indexing.NOTE), "$9", of=NOTED)})
INSERT INTO message (tenant_id, id, ticket_id, visibility, author_kind, author_id, author_name,
                     body, channel, happened_at, recorded_at)
SELECT $1, u.id, u.ticket_id, 'internal', $4, $5, $6, $7, $8, $10, $10
FROM unnest($2::uuid[], $3::uuid[]) AS u(id, ticket_id)
"""


async def write_notes(act: Act, tickets: Sequence[Ticket], body: str) -> None:
    """The same internal note on each, in one statement."""
    text = masking.masked(body)
    await db.execute(
        NOTES,
        act.tenant_id,
        [ids.new() for _ in tickets],
        [ticket.id for ticket in tickets],
        *(str(act.audience), act.principal.person_id, act.principal.name or "Underpin"),
        *(text, act.source, words.of(text), act.now),
    )


async def of_ticket(tenant: int, ticket_id: UUID) -> list[Message]:
    """The conversation, oldest first, with that of tickets which went into this one; the scope
    decides which of it is seen, and whether notes are in it."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM message WHERE tenant_id = $1 AND ticket_id = ANY (ARRAY("
        "SELECT $2::uuid UNION ALL "
        "SELECT id FROM ticket WHERE tenant_id = $1 AND merged_into = $2)) "
        "ORDER BY happened_at, id",
        tenant,
        ticket_id,
    )
    return [Message(**row) for row in rows]
