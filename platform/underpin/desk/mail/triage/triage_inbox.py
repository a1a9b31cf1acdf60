"""Mail that belongs to no client yet: the provider's own, until somebody says whose it is.

Its clocks run from when it reached us, because it is stored with that time (PRACTICE 11). What no
person wrote and no client's address received is kept as ignored: it opens nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from underpin.desk.mail.arriving import loops
from underpin.desk.mail.arriving.letter import Letter
from underpin.desk.tickets import masking
from underpin.kernel import db, ids, mail_automatic, mail_read, mail_text, metrics
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

PAGE = 50
LONGEST_SOURCE = 20_000
NOBODYS, NO_AUTHOR, UNREADABLE = "no client known", "no author", "unreadable"
LOOP = "loop"

INSERT = """
INSERT INTO triage_mail (id, identity, sender, sender_name, subject, envelope_from, recipients,
    authserv_id, raw, reason, received_at, decision, decided_at, decided_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (identity) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One mail in triage; `reason` says why no rule placed it."""

    id: UUID
    sender: str | None
    sender_name: str | None
    subject: str
    recipients: str
    reason: str
    received_at: datetime


COLUMNS = ", ".join(Waiting.__slots__)


WAITS = "SELECT * FROM triage_mail WHERE id = $1 AND decision IS NULL"


@dataclass(frozen=True, slots=True)
class Text:
    """What a mail in triage says, so that somebody can tell whose it is, secrets in it masked; of
    one that cannot be read the first 20,000 characters as they came, in `source`."""

    mail: Waiting
    text: str
    attachments: tuple[str, ...]
    source: str | None = None


async def keep(letter: Letter) -> None:
    """Keep it once, whatever it is: what cannot be read waits for a person too."""
    reason, ignored = await asyncio.to_thread(_why, letter)
    seen = letter.glance
    async with db.open(Provider()):
        now = await db.now()
        stored = await db.execute(
            INSERT,
            *(ids.new(), seen.content, seen.author or None, seen.author_name or None),
            *(seen.subject[:300], letter.envelope_from, ", ".join(letter.recipients)),
            *(letter.came.authserv_id, letter.raw, reason),
            min(letter.came.received_at or now, now),
            *(("ignored", now, reason) if ignored else (None, None, None)),
        )
    if stored:
        metrics.mails_received.labels("ignored" if ignored else "triage").inc()


async def too_large(mailbox: str, place: str, size: int) -> None:
    """What a mailbox holds and is too large to be taken: told here, once, and left there."""
    identity = hashlib.sha256(f"{mailbox} {place}".encode()).digest()
    said = f"too large ({size} bytes): it stays in the mailbox, flagged"
    async with db.open(Provider()):
        now = await db.now()
        nothing = (None, None, None)
        await db.execute(
            INSERT,
            *(ids.new(), identity, None, None, "", "", mailbox, None, b"", said, now, *nothing),
        )


def _why(letter: Letter) -> tuple[str, bool]:
    """Why no client has it, and whether nobody need look."""
    try:
        mail = mail_read.read(letter.raw, envelope_from=letter.envelope_from)
    except mail_read.MailUnreadable as problem:
        return f"{UNREADABLE}: {problem.detail}", False
    if mail.automatic in mail_automatic.OPENS_NOTHING:
        return str(mail.automatic), True
    if loops.is_ours(mail):
        return LOOP, True
    return (NOBODYS if mail.author else NO_AUTHOR), False


@read("triage.read", STAFF)
async def waiting(act: Act, after: UUID | None = None) -> list[Waiting]:
    """What waits in triage, the longest waiting first; one page, from behind `after`."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM triage_mail WHERE decision IS NULL AND ($1::uuid IS NULL OR "
        "(received_at, id) > (SELECT t.received_at, t.id FROM triage_mail t WHERE t.id = $1)) "
        "ORDER BY received_at, id LIMIT $2",
        after,
        PAGE,
    )
    return [Waiting(**row) for row in rows]


@read("triage.read", STAFF)
async def one(act: Act, mail_id: UUID) -> Text:
    """One of them with its words. Raises NotFound for what does not wait there."""
    row = await db.row(WAITS, mail_id)
    if row is None:
        raise NotFound
    told = Waiting(**{name: row[name] for name in Waiting.__slots__})
    try:
        mail = mail_read.read(row["raw"], envelope_from=row["envelope_from"])
    except mail_read.MailUnreadable:
        source = mail_text.block(mail_text.decode(bytes(row["raw"])[:LONGEST_SOURCE], None))
        return Text(told, "", (), masking.masked(source))
    return Text(told, masking.masked(mail.text), tuple(each.name for each in mail.attachments))


async def undecided(mail_id: UUID) -> db.Row:
    """Its row, locked. Raises NotFound once it was decided."""
    row = await db.row(f"{WAITS} FOR UPDATE", mail_id)
    if row is None:
        raise NotFound
    return row
