"""What a ticket's people are told by mail: its number, what was said publicly, that it is resolved.

The desk hears its own events; each mail is queued once for its cause and reader, waits ten seconds
so that it can be taken back (PRACTICE 25), and says nothing internal, because only public messages
are read here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from contracts import facts
from underpin.desk.amending import requester
from underpin.desk.channels import channel
from underpin.desk.mail.leaving import audience, composing, digest, enclosing, queueing
from underpin.desk.mail.leaving.audience import Reader
from underpin.desk.mail.leaving.composing import ACKNOWLEDGEMENT, NOTICE, REPLY, About, Words
from underpin.desk.tickets import raising
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event

MOST_ACKNOWLEDGED = 10
"""Acknowledgements an address gets in an hour; who sends more is told in the portal."""
HOUR = timedelta(hours=1)
MINE = ("ticket.raised", requester.CHANGED)
"""When somebody is told the number of their ticket."""
UNHEARD = frozenset({"replay", "demo"})
"""Sources whose events tell of what was said long ago."""
UNACKNOWLEDGED = frozenset({facts.ALERT, raising.RECURRING, "replay", *channel.ADAPTERS})
"""Ways in by which no person asked, or whoever did was told their number there."""

SAID = """
SELECT id, author_id, author_name, body FROM message
WHERE tenant_id = $1 AND ticket_id = $2 AND visibility = 'public' AND happened_at = $3
ORDER BY id
"""
RAISED = """
SELECT t.requester_id, t.channel, t.type, i.outcome FROM ticket t
LEFT JOIN inbound_mail i ON i.tenant_id = t.tenant_id AND i.ticket_id = t.id
    AND i.posted_id IS NOT NULL
WHERE t.tenant_id = $1 AND t.id = $2 ORDER BY i.received_at, i.id LIMIT 1
"""


async def acknowledge(act: Act, event: Event) -> None:
    """A ticket's number goes to whose it is, when it is raised and when it is given to them;
    nothing answers what no person wrote."""
    row = await db.row(RAISED, act.tenant_id, event.subject_id)
    about = await composing.about(act.tenant_id, event.subject_id)
    if row is None or about is None or _is_of_a_machine(row):
        return
    words = Words(ACKNOWLEDGEMENT, event.id, automatic=True)
    for reader in await audience.of(act.tenant_id, event.subject_id):
        lately = await audience.acknowledged_lately(act.tenant_id, reader.address, act.now - HOUR)
        if reader.person_id == row["requester_id"] and lately < MOST_ACKNOWLEDGED:
            await _queue(act, about, words, reader, None)


def _is_of_a_machine(row: db.Row) -> bool:
    is_automatic = row["channel"] == "mail" and ":" in (row["outcome"] or "")
    is_ours = row["type"] == "problem" and row["channel"] == "desk"
    return row["channel"] in UNACKNOWLEDGED or is_automatic or is_ours


async def tell(act: Act, event: Event) -> None:
    """Public words go to everybody in the ticket but their author."""
    for row in await db.rows(SAID, act.tenant_id, event.subject_id, event.happened_at):
        await of_message(act, event.subject_id, row)


async def of_message(act: Act, ticket_id: UUID, row: db.Row) -> None:
    """Queue the mails of one public message: once each, whoever asks again."""
    about = await composing.about(act.tenant_id, ticket_id)
    if about is None:
        return
    found = await enclosing.of_message(act.tenant_id, row["id"])
    words = Words(REPLY, row["id"], False, row["author_name"], row["body"], found)
    for reader in await audience.of(act.tenant_id, ticket_id):
        if reader.person_id != row["author_id"]:
            await _queue(act, about, words, reader, row["id"])


async def resolved(act: Act, event: Event) -> None:
    """That it is resolved, where no public message of the same moment says so already."""
    said: Sequence[db.Row] = await db.rows(SAID, act.tenant_id, event.subject_id, event.happened_at)
    about = await composing.about(act.tenant_id, event.subject_id)
    row = await db.row(RAISED, act.tenant_id, event.subject_id)
    if said or about is None or row is None or row["channel"] in UNACKNOWLEDGED:
        return
    words = Words(NOTICE, event.id, automatic=True)
    for reader in await audience.of(act.tenant_id, event.subject_id):
        await _queue(act, about, words, reader, None)


async def _queue(
    act: Act, about: About, words: Words, reader: Reader, message_id: UUID | None
) -> None:
    """As the reader likes: not by mail at all, or gathered, but for the acknowledgement."""
    if words.kind == ACKNOWLEDGEMENT or (reader.by_mail and not reader.wishes.digest_minutes):
        await queueing.queue(act, about, words, reader, message_id)
    elif reader.by_mail:
        await digest.keep(act, about, words, reader, message_id)


CONSUMERS = (
    Consumer("mail_acknowledge", "mail", MINE, acknowledge, UNHEARD),
    Consumer("mail_tell", "mail", ("ticket.public_reply", "ticket.client_message"), tell, UNHEARD),
    Consumer("mail_resolved", "mail", ("ticket.resolved",), resolved, UNHEARD),
)
