"""What is new on a member's tickets, gathered into one mail over the time they chose.

One thing alone comes as the mail it would have been, which can be answered. Words are read when the
mail is made: what was erased or taken back meanwhile is not in it, and nothing of a ticket that its
reader no longer follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from underpin.desk.mail.leaving import (
    audience,
    composing,
    digest_words,
    enclosing,
    phrases,
    queueing,
)
from underpin.desk.mail.leaving.audience import Reader
from underpin.desk.mail.leaving.composing import NOTICE, REPLY, About, Words
from underpin.desk.on_call import quiet
from underpin.kernel import db, ids, installation, mail_channel, timers
from underpin.kernel.act import Act
from underpin.kernel.mail_compose import Correspondent, OutgoingMail, message_id
from underpin.kernel.timers import Timer
from underpin.kernel.wordings import filled

KIND: Final = "member_digest"
LISTED: Final = 50
EXCERPT: Final = 600
KNOWN: Final = timedelta(days=7)
"""How long what was mailed is kept, so that an event heard again tells nothing again."""

KEEP: Final = f"""
WITH kept AS (
    INSERT INTO member_news (tenant_id, id, person_id, ticket_id, message_id, cause, happened_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, id) DO NOTHING RETURNING id
)
SELECT EXISTS (SELECT FROM kept) AND NOT {timers.stands(KIND, "$3::text")}
"""
# Marked before it is read, so that what is kept meanwhile waits for the next mail.
TAKE: Final = """
WITH old AS (
    DELETE FROM member_news WHERE tenant_id = $1 AND person_id = $2 AND mailed_at < $4
), taken AS (
    UPDATE member_news SET mailed_at = $3
    WHERE tenant_id = $1 AND person_id = $2 AND mailed_at IS NULL
    RETURNING tenant_id, id, ticket_id, message_id, cause, happened_at
)
SELECT w.id, w.ticket_id, w.message_id, w.cause, m.author_name, m.body FROM taken w
LEFT JOIN message m ON m.tenant_id = w.tenant_id AND m.id = w.message_id
    AND m.visibility = 'public'
ORDER BY w.happened_at, w.id
"""
BACK: Final = """
UPDATE member_news SET mailed_at = $3
WHERE tenant_id = $1 AND message_id = $2 AND mailed_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class _Item:
    row: db.Row
    about: About
    reader: Reader


async def keep(act: Act, about: About, words: Words, reader: Reader, message: UUID | None) -> None:
    """For the reader's next mail; what waits already is not put off by more."""
    news = (composing.sent_id(words, reader), reader.person_id, about.ticket_id, message)
    if await db.value(KEEP, act.tenant_id, *news, words.cause, act.now):
        due = quiet.next_mail(reader.wishes, act.now)
        key = str(reader.person_id)
        await timers.arm(act, Timer(KIND, key, reader.person_id, due, "mail"))


async def take_back(act: Act, message: UUID) -> int:
    """Of whoever has not been mailed it yet."""
    return await db.execute(BACK, act.tenant_id, message, act.now)


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`. Its subject is a person, whom nobody
    locks: the timer's own row keeps two from mailing at once."""
    return timers.Kind(KIND, _everybody, _fire)


async def _everybody(_: Act, subjects: Sequence[UUID]) -> set[UUID]:
    return set(subjects)


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    for timer in batch:
        words = (timer.subject_id, act.now, act.now - KNOWN)
        rows = await db.rows(TAKE, act.tenant_id, *words)
        found = await _followed(act, timer.subject_id, rows)
        if len(found) == 1:
            await _alone(act, found[0])
        elif found:
            await _together(act, found)


async def _followed(act: Act, person: UUID, rows: Sequence[db.Row]) -> list[_Item]:
    """Of tickets that they still follow, and wish to be mailed about."""
    known: dict[UUID, tuple[About, Reader] | None] = {}
    for ticket in dict.fromkeys(row["ticket_id"] for row in rows):
        about = await composing.about(act.tenant_id, ticket)
        readers = await audience.of(act.tenant_id, ticket)
        reader = next((each for each in readers if each.person_id == person), None)
        known[ticket] = (about, reader) if about and reader and reader.by_mail else None
    return [_Item(row, *there) for row in rows if (there := known[row["ticket_id"]])]


async def _alone(act: Act, item: _Item) -> None:
    row = item.row
    if row["message_id"] is None:
        words = Words(NOTICE, row["cause"], automatic=True)
    else:
        found = await enclosing.of_message(act.tenant_id, row["message_id"])
        words = Words(REPLY, row["cause"], False, row["author_name"], row["body"], found)
    await queueing.queue(act, item.about, words, item.reader, row["message_id"])


async def _together(act: Act, found: Sequence[_Item]) -> None:
    first, settings = found[0], installation.settings()
    about, reader = first.about, first.reader
    said = digest_words.ALL.of(reader.locale)
    own = f"bounces@{settings.mail_domain}"
    mail = OutgoingMail(
        message_id=message_id(ids.derive(first.row["id"], KIND), settings.mail_domain),
        date=act.now,
        sender=about.sender,
        to=(Correspondent(reader.name, reader.address),),
        subject=filled(said.subject, count=str(len(found))),
        text="\n\n".join([*map(_line, found[:LISTED]), *_more(found, said), said.answer]) + "\n",
        envelope_from=own if about.mailbox_id is None else about.sender.address,
        automatic=True,
        no_auto_reply=True,
    )
    await mail_channel.queue(act, mail, about.ticket_id, mailbox_id=about.mailbox_id)


def _line(item: _Item) -> str:
    """What is new, the beginning of what was said, and where to read on."""
    row, named = item.row, {"number": item.about.name, "subject": item.about.subject}
    link = f"{installation.settings().portal_origin}/tickets/{item.about.name}"
    if row["message_id"] is None:
        said = digest_words.ALL.of(item.reader.locale).resolved
        return f"{filled(said, **named)}\n{link}"
    wrote = filled(phrases.of(item.reader.locale).wrote, **named, author=row["author_name"])
    body = row["body"] if len(row["body"]) <= EXCERPT else f"{row['body'][:EXCERPT].rstrip()} …"
    return f"{wrote}\n\n{body}\n\n{link}"


def _more(found: Sequence[_Item], said: digest_words.Words) -> list[str]:
    left = len(found) - LISTED
    return [filled(said.more, count=str(left))] if left > 0 else []
