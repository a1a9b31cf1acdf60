"""The mails that ask for an approval and remind of it: a link to a page with a button. Nothing is
approved by answering one, nor by following the link (PRACTICE 6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from underpin.desk.approvals import letter_words
from underpin.desk.approvals.request import Request
from underpin.desk.mail.leaving import composing
from underpin.desk.mail.leaving.composing import About
from underpin.desk.mail.leaving.notifying import UNHEARD
from underpin.kernel import db, ids, installation, mail_channel, outgoing, wordings
from underpin.kernel.act import Act
from underpin.kernel.mail_compose import Correspondent, OutgoingMail, message_id

# Of the client's side and of ours, those who have not decided.
OPEN: Final = """
SELECT p.id, p.name, p.email, p.locale, p.time_zone, true AS of_client FROM approval_approver a
JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.person_id AND p.state = 'active'
WHERE a.tenant_id = $1 AND a.request_id = $2 AND a.is_open AND a.side = 'client'
UNION ALL
SELECT s.id, s.name, s.email, s.locale, s.time_zone, false FROM approval_approver a
JOIN staff s ON s.id = a.person_id AND s.state = 'active'
WHERE a.tenant_id = $1 AND a.request_id = $2 AND a.is_open AND a.side = 'provider'
ORDER BY 1
"""
STAND_INS: Final = """
SELECT p.id, p.name, p.email, p.locale, p.time_zone, true AS of_client FROM stand_in s
JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.stand_in_id AND p.state = 'active'
WHERE s.tenant_id = $1 AND s.person_id = ANY ($2::uuid[]) AND s.cancelled_at IS NULL
  AND s.starts_at <= $3 AND s.ends_at > $3
ORDER BY 1
"""


async def ask(act: Act, asked: Request) -> int:
    """To everybody asked, and to who stands in for them; returns to how many."""
    return await _send(act, asked, "ask")


async def remind(act: Act, asked: Request, occasion: str) -> int:
    """To who has not decided; the same occasion reminds nobody twice."""
    return await _send(act, asked, f"remind {occasion}")


async def _send(act: Act, asked: Request, occasion: str) -> int:
    about = await composing.about(act.tenant_id, asked.ticket_id)
    if act.source in UNHEARD or about is None:
        return 0
    rows = await db.rows(OPEN, act.tenant_id, asked.id)
    theirs = [row["id"] for row in rows if row["of_client"]]
    rows += await db.rows(STAND_INS, act.tenant_id, theirs, act.now)
    readers = {row["id"]: row for row in rows}
    for row in readers.values():
        mail = _mail(act, asked, about, row, occasion)
        hold = timedelta(0) if occasion != "ask" else outgoing.HOLD
        await mail_channel.queue(act, mail, asked.ticket_id, hold=hold, mailbox_id=about.mailbox_id)
    return len(readers)


def _mail(act: Act, asked: Request, about: About, row: db.Row, occasion: str) -> OutgoingMail:
    settings = installation.settings()
    words = letter_words.of(row["locale"])
    origin = settings.portal_origin if row["of_client"] else settings.desk_origin
    until = wordings.moment(asked.deadline, row["locale"], row["time_zone"])
    link = f"{origin}/approvals/{_key(about)}/{asked.id}"
    told = words.asked if occasion == "ask" else words.reminded
    return OutgoingMail(
        message_id=message_id(_identity(asked, row["id"], occasion), settings.mail_domain),
        date=act.now,
        sender=about.sender,
        to=(Correspondent(row["name"], row["email"]),),
        subject=f"[{about.name}] {told}: {asked.title}",
        text=letter_words.text(words, asked, until, link),
        envelope_from=f"bounces@{settings.mail_domain}",
        automatic=True,
        no_auto_reply=True,
    )


def _key(about: About) -> str:
    """Of the client, out of the ticket's name."""
    return about.name.rpartition("-")[0]


def _identity(asked: Request, person_id: UUID, occasion: str) -> UUID:
    return ids.derive(asked.id, person_id, occasion)
