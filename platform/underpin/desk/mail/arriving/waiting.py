"""Mail that waits for a person of ours: on a ticket it only names, or for a requester. Accepted, it
counts from when it reached us (PRACTICE 11); refused, it is kept with the reason."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from underpin.desk.mail.arriving import authoring, posting
from underpin.desk.mail.arriving.authoring import Wrote
from underpin.desk.mail.arriving.judging import Author
from underpin.desk.mail.arriving.posting import Said
from underpin.desk.tickets import masking
from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db, mail_read, mail_text
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

PAGE = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """One mail that waits. `waits_for` is acceptance or requester; `ticket` the number of the one
    it names; `suggested` whom a forwarded mail was from; `verified_by` how its author is proven."""

    id: UUID
    client: str
    ticket: int | None
    waits_for: str
    sender: str | None
    sender_name: str | None
    subject: str
    suggested: str | None
    verified_by: str | None
    received_at: datetime


SELECT = """
SELECT i.id, n.key AS client, t.number AS ticket, i.waits_for, i.sender, i.sender_name,
       coalesce(i.subject, '') AS subject, i.suggested, i.verified_by, i.received_at
FROM inbound_mail i JOIN tenant n ON n.id = i.tenant_id
LEFT JOIN ticket t ON t.tenant_id = i.tenant_id AND t.id = i.ticket_id
WHERE i.waits_for IS NOT NULL
"""


@read("ticket.work", STAFF)
async def everywhere(act: Act, after: UUID | None = None) -> list[Waiting]:
    """Of all clients the asker works for, the longest waiting first; a page, behind `after`."""
    rows = await db.rows(
        f"{SELECT} AND ($1::uuid IS NULL OR (i.received_at, i.id) > (SELECT a.received_at, a.id "
        "FROM inbound_mail a WHERE a.id = $1)) ORDER BY i.received_at, i.id LIMIT $2",
        after,
        PAGE,
    )
    return [Waiting(**row) for row in rows]


@dataclass(frozen=True, slots=True)
class Words:
    """What a mail says that waits or was set aside: its text, and of one that cannot be read the
    first 20,000 characters as they came, in `source`. Secrets in it are masked."""

    text: str
    attachments: tuple[str, ...]
    source: str | None = None


_LONGEST_SOURCE = 20_000


@read("ticket.work", STAFF)
async def one(act: Act, tenant: int, mail_id: UUID) -> Words:
    """Raises NotFound for a mail that waits for nobody."""
    row = await db.row(
        "SELECT raw, envelope_from FROM inbound_mail WHERE tenant_id = $1 AND id = $2 "
        "AND (waits_for IS NOT NULL OR set_aside_at IS NOT NULL)",
        tenant,
        mail_id,
    )
    if row is None:
        raise NotFound
    raw = bytes(row["raw"])
    try:
        mail = await asyncio.to_thread(mail_read.read, raw, envelope_from=row["envelope_from"])
    except mail_read.MailUnreadable:
        source = mail_text.block(mail_text.decode(raw[:_LONGEST_SOURCE], None))
        return Words("", (), masking.masked(source))
    return Words(masking.masked(mail.text), tuple(each.name for each in mail.attachments))


async def how_many(tenant: int, ticket_id: UUID) -> int:
    """Mails that wait on a ticket."""
    found: int = await db.value(
        "SELECT count(*) FROM inbound_mail WHERE tenant_id = $1 AND ticket_id = $2 "
        "AND waits_for IS NOT NULL",
        tenant,
        ticket_id,
    )
    return found


@dataclass(frozen=True, slots=True)
class Sent:
    """One mail of ours about a ticket; `bounced_at` when it came back."""

    id: UUID
    kind: str
    address: str
    made_at: datetime
    left_at: datetime | None
    withdrawn_at: datetime | None
    bounced_at: datetime | None
    bounce_status: str | None
    bounce_reason: str | None


SENT = """
SELECT s.id, s.kind, s.address, s.made_at, o.sent_at AS left_at, o.withdrawn_at, s.bounced_at,
       s.bounce_status, s.bounce_reason
FROM mail_sent s
LEFT JOIN outgoing o ON o.tenant_id = s.tenant_id AND o.id = s.outgoing_id
WHERE s.tenant_id = $1 AND s.ticket_id = $2 ORDER BY s.made_at DESC, s.id LIMIT 200
"""


@dataclass(frozen=True, slots=True)
class OfTicket:
    """A ticket's mail: what waits on it, and the latest 200 that went out about it."""

    waiting: list[Waiting]
    sent: list[Sent]


@read("ticket.work", STAFF)
async def of_ticket(act: Act, tenant: int, number: int) -> OfTicket:
    """Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    waiting = await db.rows(
        f"{SELECT} AND i.tenant_id = $1 AND i.ticket_id = $2 ORDER BY i.received_at, i.id",
        tenant,
        ticket.id,
    )
    sent = await db.rows(SENT, tenant, ticket.id)
    return OfTicket([Waiting(**row) for row in waiting], [Sent(**row) for row in sent])


@write("ticket.work", STAFF)
async def accept(act: Act, mail_id: UUID, address: str | None = None) -> None:
    """Post a mail that waits on a ticket, as its author's words, or as those of the client's person
    named by `address`. It gives nobody part in the ticket. Raises NotFound, Malformed."""
    row = await _held(act, mail_id, "acceptance")
    wrote = await authoring.requester(act, address or row["sender"] or "")
    ticket = await tickets.held_by_id(act, row["ticket_id"])
    said = await _said(row, wrote)
    await posting.post(await authoring.as_member(act, wrote), ticket, said)
    await _decide(act, mail_id, outcome="accepted", posted_id=said.message_id)


@write("ticket.work", STAFF)
async def open_for(act: Act, mail_id: UUID, address: str) -> int:
    """Open a ticket of a mail that waits for its requester, for the person with this address.
    Returns its number. Raises NotFound, Malformed."""
    row = await _held(act, mail_id, "requester")
    wrote = await authoring.requester(act, address)
    said = await _said(row, wrote)
    ticket = await posting.open_ticket(await authoring.as_member(act, wrote), said)
    await _decide(act, mail_id, outcome="opened", ticket_id=ticket.id, posted_id=said.message_id)
    return ticket.number


@write("ticket.work", STAFF)
async def join(act: Act, mail_id: UUID, number: int, address: str | None = None) -> None:
    """Post a mail that waits for its requester to the ticket of this number, as its author's words
    or as those of who has this address. Raises NotFound, Malformed."""
    ticket = await tickets.held(act, number)
    row = await _held(act, mail_id, "requester")
    wrote = await authoring.requester(act, address or row["sender"] or "")
    said = await _said(row, wrote)
    await posting.post(await authoring.as_member(act, wrote), ticket, said)
    await _decide(act, mail_id, outcome="joined", ticket_id=ticket.id, posted_id=said.message_id)


@write("ticket.work", STAFF)
async def refuse(act: Act, mail_id: UUID, reason: str) -> None:
    """It is not taken; no clock has heard of it. Raises NotFound, Malformed."""
    if not 1 <= len(reason.strip()) <= 300:
        raise Malformed("reason: why, in 1 to 300 characters.", field="reason")
    await _held(act, mail_id, None)
    await _decide(act, mail_id, outcome=f"refused: {reason.strip()}")


async def _held(act: Act, mail_id: UUID, waits_for: str | None) -> db.Row:
    """The mail, its ticket locked before it. Raises NotFound for what does not wait so."""
    await db.value(
        "SELECT 1 FROM ticket t JOIN inbound_mail i ON i.tenant_id = t.tenant_id "
        "AND i.ticket_id = t.id WHERE i.tenant_id = $1 AND i.id = $2 FOR UPDATE OF t",
        act.tenant_id,
        mail_id,
    )
    row = await db.row(
        "SELECT * FROM inbound_mail WHERE tenant_id = $1 AND id = $2 AND waits_for IS NOT NULL "
        "AND ($3::text IS NULL OR waits_for = $3) FOR UPDATE",
        *(act.tenant_id, mail_id, waits_for),
    )
    if row is None:
        raise NotFound
    return row


async def _said(row: db.Row, wrote: Wrote) -> Said:
    """In the name a person of ours just gave it."""
    mail = await asyncio.to_thread(
        mail_read.read, bytes(row["raw"]), envelope_from=row["envelope_from"]
    )
    is_known = wrote.kind is Author.MEMBER
    name = wrote.name if is_known else wrote.address
    author_id = wrote.person_id if is_known else None
    return Said(mail, row["id"], row["received_at"], name, author_id)


async def _decide(act: Act, mail_id: UUID, **columns: Any) -> None:
    decided = {"waits_for": None, "decided_by": act.person_id, "decided_at": act.now, **columns}
    await db.update("inbound_mail", {"tenant_id": act.tenant_id, "id": mail_id}, decided)
