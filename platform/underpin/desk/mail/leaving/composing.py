"""One mail to one reader of a ticket: its identity, its place in the thread, its words."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from underpin.desk.mail.arriving import signed
from underpin.desk.mail.leaving import enclosing
from underpin.desk.mail.leaving.audience import Reader
from underpin.desk.mail.leaving.enclosing import Files
from underpin.desk.mail.leaving.phrases import Phrases
from underpin.desk.wordings import saying
from underpin.desk.wordings.sentences import Said
from underpin.kernel import db, house, ids, installation
from underpin.kernel.mail_compose import MESSAGE_ID, Correspondent, OutgoingMail, message_id
from underpin.kernel.wordings import filled

ADDRESS_LIVES = timedelta(days=90)
"""How long an answer to a mail is known for its reader's by the address alone."""
NOTHING_SAID = Said()
ACKNOWLEDGEMENT, REPLY, NOTICE = "acknowledgement", "reply", "notice"


@dataclass(frozen=True, slots=True)
class About:
    """A ticket as its mails name it, and as whom and in which words its client's desk writes."""

    tenant_id: int
    ticket_id: UUID
    name: str
    subject: str
    sender: Correspondent
    mailbox_id: UUID | None
    said: Said = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class Words:
    """What a mail says, and the files with it. `automatic`: no person wrote it. `author` is empty
    then."""

    kind: str
    cause: UUID
    automatic: bool
    author: str = ""
    body: str = ""
    files: Files = enclosing.NONE


ABOUT = f"""
SELECT n.key || '-' || t.number AS name, t.subject, n.slug, s.name AS sender, s.address,
       s.mailbox_id, {saying.BESIDE.format(tenant="t.tenant_id")}
FROM ticket t JOIN tenant n ON n.id = t.tenant_id
LEFT JOIN mail_sender s ON s.tenant_id = t.tenant_id
WHERE t.tenant_id = $1 AND t.id = $2
"""
THREAD = """
SELECT mail_id FROM (
    SELECT s.mail_id, s.made_at AS at FROM mail_sent s
    WHERE s.tenant_id = $1 AND s.ticket_id = $2 AND s.person_id = $3
    UNION ALL
    SELECT i.message_id, i.received_at FROM inbound_mail i
    WHERE i.tenant_id = $1 AND i.ticket_id = $2 AND i.posted_id IS NOT NULL
      AND i.message_id IS NOT NULL
) thread ORDER BY at DESC, mail_id DESC LIMIT 100
"""


async def about(tenant: int, ticket_id: UUID) -> About | None:
    row = await db.row(ABOUT, tenant, ticket_id)
    if row is None:
        return None
    named = (row["name"], row["subject"], sender(row), row["mailbox_id"], saying.of(row))
    return About(tenant, ticket_id, *named)


def sender(row: db.Row) -> Correspondent:
    """As whom a client's desk writes, of a row of its `slug`, and `sender` and `address` where it
    was given them."""
    own = f"{row['slug']}@{installation.settings().mail_domain}"
    return Correspondent(row["sender"] or house.DESK, row["address"] or own)


async def thread(tenant: int, ticket_id: UUID, person_id: UUID) -> tuple[str, ...]:
    """The ids of the latest hundred mails in a ticket, of us to this reader and of all to us,
    oldest first."""
    rows = await db.rows(THREAD, tenant, ticket_id, person_id)
    return tuple(row["mail_id"] for row in rows[::-1] if MESSAGE_ID.fullmatch(row["mail_id"]))


def sent_id(words: Words, reader: Reader) -> UUID:
    """The mail's own id: the same for the same cause and reader."""
    return ids.derive(words.cause, words.kind, reader.person_id)


def compose(
    of: About, words: Words, reader: Reader, references: tuple[str, ...], now: datetime
) -> OutgoingMail:
    """The mail, ready to be sealed. Replies come back to an address signed for this mail, and
    reports about it to another."""
    sent, told = sent_id(words, reader), of.said.mails(reader.locale)
    leave = signed.address(signed.LEAVE, of.tenant_id, sent) if reader.watches else None
    parts = paragraphs(of, words, told, leave)
    return OutgoingMail(
        message_id=message_id(sent, installation.settings().mail_domain),
        date=now,
        sender=of.sender,
        to=(Correspondent(_printable(reader.name), reader.address),),
        subject=_printable(subject(of, words, told)),
        text="\n\n".join(parts) + "\n",
        html=_page(parts, told),
        envelope_from=_bounces_to(of, sent),
        reply_to=Correspondent(of.sender.name, signed.address(signed.REPLY, of.tenant_id, sent)),
        references=references,
        automatic=words.automatic,
        no_auto_reply=True,
        unsubscribe=f"mailto:{leave}" if leave else None,
        one_click=_one_click(leave) if leave else None,
        enclosures=words.files.enclosed,
    )


def _one_click(leave: str) -> str | None:
    """Where a mail program may say it by itself; only over https (RFC 8058, 3.1)."""
    portal = installation.settings().portal_origin
    token = leave.partition("@")[0].partition("+")[2]
    return f"{portal}/api/v1/mail/leaving/{token}" if portal.startswith("https:") else None


def _bounces_to(of: About, sent: UUID) -> str:
    """Where reports about it go; a mailbox's server lets only the mailbox send."""
    own = signed.address(signed.BOUNCE, of.tenant_id, sent)
    return own if of.mailbox_id is None else of.sender.address


def subject(of: About, words: Words, told: Phrases) -> str:
    if words.kind == ACKNOWLEDGEMENT:
        return f"[{of.name}] {filled(told.received, number=of.name)}: {of.subject}"
    return f"[{of.name}] {of.subject}"


def paragraphs(of: About, words: Words, told: Phrases, leave: str | None = None) -> list[str]:
    """Its paragraphs: what is said, how to answer, where to look, how to stop."""
    named = {"number": of.name, "subject": of.subject}
    link = f"{installation.settings().portal_origin}/tickets/{of.name}"
    if words.kind == ACKNOWLEDGEMENT:
        parts = [filled(told.received_body, **named)]
    elif words.kind == NOTICE:
        parts = [filled(told.resolved, **named)]
    else:
        parts = [filled(told.wrote, **named, author=words.author), words.body]
        parts += [filled(told.linked, name=each, link=link) for each in words.files.linked]
        parts.append(told.answer)
    parts.append(filled(told.look, link=link))
    return [*parts, filled(told.watching, address=leave)] if leave else parts


def _page(parts: list[str], told: Phrases) -> str:
    """The same in plain HTML: escaped text, line breaks, and the direction it is read in."""
    written = "".join(
        f"<p>{html.escape(each).replace(chr(10), '<br>')}</p>" for each in parts if each
    )
    direction = "rtl" if told.is_right_to_left else "ltr"
    return f'<!doctype html><html><body dir="{direction}">{written}</body></html>'


def _printable(text: str) -> str:
    return "".join(each if each.isprintable() else " " for each in text)
