"""Which ticket a mail means: the address it came to, the ids it answers, the number in its subject.
All of them only suggest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from underpin.kernel import db
from underpin.kernel.mail_read import ReadMail


@dataclass(frozen=True, slots=True)
class Aim:
    """A ticket that is meant. `ended_at` is when it was done, None while it is not. `signed_for` is
    whom the address was signed for, None when the mail did not come to a living one of this ticket.
    """

    ticket_id: UUID
    ended_at: datetime | None
    signed_for: UUID | None = None


SIGNED = """
SELECT s.ticket_id, coalesce(t.closed_at, t.resolved_at) AS ended_at,
       CASE WHEN s.expires_at > $3 THEN s.person_id END AS signed_for
FROM mail_sent s JOIN ticket t ON t.tenant_id = s.tenant_id AND t.id = s.ticket_id
WHERE s.tenant_id = $1 AND s.id = $2
"""
ANSWERED = """
SELECT t.id AS ticket_id, coalesce(t.closed_at, t.resolved_at) AS ended_at FROM (
    SELECT ticket_id, made_at AS at FROM mail_sent
    WHERE tenant_id = $1 AND mail_id = ANY ($2::text[])
    UNION ALL
    SELECT ticket_id, received_at FROM inbound_mail
    WHERE tenant_id = $1 AND message_id = ANY ($2::text[]) AND posted_id IS NOT NULL
) known JOIN ticket t ON t.tenant_id = $1 AND t.id = known.ticket_id
ORDER BY known.at DESC LIMIT 1
"""
NUMBERED = """
SELECT t.id AS ticket_id, coalesce(t.closed_at, t.resolved_at) AS ended_at FROM ticket t
JOIN tenant n ON n.id = t.tenant_id
WHERE t.tenant_id = $1 AND n.key || '-' || t.number = ANY ($2::text[])
  AND t.number = ANY ($3::int[])
ORDER BY t.number LIMIT 2
"""
_NUMBER = re.compile(r"(?<![A-Za-z0-9-])([A-Za-z][A-Za-z0-9]{1,9})-([1-9]\d{0,8})(?![\w-])")


async def of(tenant: int, mail: ReadMail, sent_id: UUID | None, now: datetime) -> Aim | None:
    """The ticket this mail is about, if it says so in any way."""
    if sent_id is not None:
        row = await db.row(SIGNED, tenant, sent_id, now)
        if row is not None:
            return Aim(**row)
    answered = list(dict.fromkeys((*mail.in_reply_to, *reversed(mail.references))))
    row = await db.row(ANSWERED, tenant, answered) if answered else None
    return Aim(**row) if row is not None else await _numbered(tenant, mail.subject)


async def _numbered(tenant: int, subject: str) -> Aim | None:
    """The one ticket whose number stands in the subject; two mean none."""
    named = numbers(subject)
    if not named:
        return None
    found = await db.rows(NUMBERED, tenant, list(named), [int(n.partition("-")[2]) for n in named])
    return Aim(**found[0]) if len(found) == 1 else None


def numbers(subject: str) -> Sequence[str]:
    """What in a subject looks like the number of a ticket, in our spelling (ACME-1042)."""
    found = (f"{key.upper()}-{number}" for key, number in _NUMBER.findall(subject))
    return list(dict.fromkeys(found))[:10]


_OUR_ID = re.compile(rb"<[0-9a-f-]{36}@[A-Za-z0-9.-]{1,253}>")
_LOOKED_THROUGH = 200_000


async def reported(tenant: int, raw: bytes) -> UUID | None:
    """The mail of ours that a report returns or names, by its Message-ID: a mailbox's reports come
    to the mailbox, where no signed address leads."""
    named = list(dict.fromkeys(_OUR_ID.findall(raw[:_LOOKED_THROUGH])))[:20]
    found: UUID | None = await db.value(
        "SELECT id FROM mail_sent WHERE tenant_id = $1 AND mail_id = ANY ($2::text[]) LIMIT 1",
        tenant,
        [each.decode() for each in named],
    )
    return found


REPEATED = """
SELECT count(*) FROM (
    SELECT FROM inbound_mail
    WHERE tenant_id = $1 AND sender = $2 AND received_at > $3 AND subject = $4
      AND posted_id IS NOT NULL LIMIT $5
) lately
"""
CIRCLE, CIRCLE_MAILS = timedelta(hours=1), 5


async def repeated(tenant: int, mail: ReadMail, at: datetime) -> bool:
    """Whether this author opened five tickets of this subject within the hour before: a program
    that answers our answers, and does not say that it is one."""
    if not mail.author:
        return False
    words = (mail.author, at - CIRCLE, mail.subject[:300], CIRCLE_MAILS)
    return int(await db.value(REPEATED, tenant, *words)) >= CIRCLE_MAILS


TAKES_PART = """
SELECT EXISTS (SELECT FROM ticket t WHERE t.tenant_id = $1 AND t.id = $2 AND (
    t.requester_id = $3
    OR EXISTS (SELECT FROM ticket_watcher w WHERE w.tenant_id = $1 AND w.ticket_id = t.id
               AND w.person_id = $3)
    OR (NOT t.confidential
        AND EXISTS (SELECT FROM message m WHERE m.tenant_id = $1 AND m.ticket_id = t.id
                    AND m.visibility = 'public' AND m.author_id = $3)
        AND EXISTS (SELECT FROM member_grant g WHERE g.tenant_id = $1 AND g.person_id = $3
                    AND g.reach = 'company'))))
"""


async def takes_part(tenant: int, ticket_id: UUID, person_id: UUID | None) -> bool:
    """Whether a member has part in a ticket: its requester, a watcher, or somebody who wrote in
    it and may still see it. To have been copied in is nothing."""
    if person_id is None:
        return False
    found: bool = await db.value(TAKES_PART, tenant, ticket_id, person_id)
    return found
