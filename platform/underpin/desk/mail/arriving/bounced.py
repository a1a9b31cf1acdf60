"""A report that one of our mails did not arrive: the mail is marked, its ticket flagged with a note
that staff read, and an address that refuses for good gets nothing more until somebody says so."""

from __future__ import annotations

from uuid import UUID

from underpin.desk.mail.arriving import bounce_words
from underpin.desk.tickets import talking
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.mail_bounce import UNKNOWN, Bounce
from underpin.kernel.wordings import filled

MARK = """
UPDATE mail_sent s SET bounced_at = $3, bounce_status = $4, bounce_reason = $5
FROM ticket t
WHERE s.tenant_id = $1 AND s.id = $2 AND s.bounced_at IS NULL
  AND t.tenant_id = s.tenant_id AND t.id = s.ticket_id
RETURNING s.ticket_id, s.address, t.number
"""
REFUSED = """
INSERT INTO mail_refused (tenant_id, id, address, status, reason, since)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, address) DO NOTHING
"""


async def note(act: Act, sent_id: UUID, bounce: Bounce | None) -> UUID | None:
    """Once for each mail; a delay is only marked. Returns the ticket, None for a mail we know no
    more."""
    why = bounce or UNKNOWN
    ticket_id: UUID | None = await db.value(
        "SELECT ticket_id FROM mail_sent WHERE tenant_id = $1 AND id = $2", act.tenant_id, sent_id
    )
    if ticket_id is None:
        return None
    # ticket first, as everywhere; the note takes the same lock again
    await db.value(
        "SELECT 1 FROM ticket WHERE tenant_id = $1 AND id = $2 FOR UPDATE", act.tenant_id, ticket_id
    )
    marked = await db.row(MARK, act.tenant_id, sent_id, act.now, why.status, why.reason)
    if marked is not None:
        await _said(act, marked, why)
    return ticket_id


async def _said(act: Act, marked: db.Row, why: Bounce) -> None:
    address, told = marked["address"], " ".join(filter(None, (why.status, why.reason)))
    if why.is_final:
        words = (why.status, why.reason, act.now)
        await db.execute(REFUSED, act.tenant_id, ids.new(), address, *words)
    locale = await db.value("SELECT locale FROM tenant WHERE id = $1", act.tenant_id)
    said = bounce_words.of(locale)
    hope = said.final if why.is_final else said.may_arrive
    back = filled(said.came_back, address=address, told=told)
    await talking.note(act, marked["number"], f"{back} {hope}")
