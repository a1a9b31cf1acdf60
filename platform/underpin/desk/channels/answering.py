"""What is said on a ticket goes back into the conversation it came from: queued with the event that
says so, told outside any transaction, tried again until the far side took it."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.desk.channels import channel, counting, phrases
from underpin.desk.channels.adapter import Answer, Setup
from underpin.desk.channels.channel import Channel
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, installation, outgoing
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.events import Event
from underpin.kernel.outbound import AddressRefused, Outbound
from underpin.kernel.outgoing import NeverTaken, Outgoing, Send
from underpin.kernel.principal import worker
from underpin.kernel.wordings import filled

OUT: Final = "channel"
KINDS: Final = ("ticket.public_reply", "ticket.client_message")

# What was said there itself is known there. A message of before the conversation was linked to the
# ticket stays where it is.
UNSAID: Final = """
SELECT h.id, h.channel_id, h.thread, c.kind, m.id AS message_id FROM channel_thread h
JOIN channel c ON c.tenant_id = h.tenant_id AND c.id = h.channel_id
JOIN message m ON m.tenant_id = h.tenant_id AND m.ticket_id = h.ticket_id
    AND m.visibility = 'public' AND m.channel <> c.kind AND m.recorded_at >= h.opened_at
WHERE h.tenant_id = $1 AND h.ticket_id = $2 AND NOT EXISTS (
    SELECT FROM outgoing o WHERE o.tenant_id = $1 AND o.channel = $3
    AND o.identity = m.id || ':' || h.id)
ORDER BY m.happened_at, m.id LIMIT 50
"""


async def hear(act: Act, event: Event) -> None:
    """Whatever has not been said there is."""
    for row in await db.rows(UNSAID, act.tenant_id, event.subject_id, OUT):
        said = {
            "channel_id": str(row["channel_id"]),
            "thread": row["thread"],
            "message_id": str(row["message_id"]),
        }
        await outgoing.queue(act, OUT, f"{row['message_id']}:{row['id']}", event.subject_id, said)
        await counting.tell(act, row["message_id"], row["kind"], "out")


async def acknowledge(act: Act, found: Channel, thread: str, ticket: Ticket) -> None:
    """Its number, said once."""
    said = {"channel_id": str(found.id), "thread": thread, "ticket": ticket.number}
    await outgoing.queue(act, OUT, f"{ticket.id}:taken", ticket.id, said)


def sender(outbound: Outbound) -> Send:
    """How this process speaks in channels."""

    async def send(leaving: Outgoing) -> None:
        if leaving.simulated and not installation.settings().demo:
            return
        found, setup, answer = await _opened(leaving)
        try:
            await found.adapter.tell(setup, answer, outbound.call)
        except AddressRefused as problem:
            raise NeverTaken(str(problem)) from problem

    return send


async def _opened(leaving: Outgoing) -> tuple[Channel, Setup, Answer]:
    """Raises NeverTaken where the channel is paused: somebody sends it again when it is not."""
    async with db.open(Work(leaving.tenant_id)):
        act = Act(worker(leaving.tenant_id), leaving.tenant_id, await db.now(), "send", OUT)
        found = await channel.setup(act, UUID(leaving.payload["channel_id"]))
        if found is None:
            raise NeverTaken("Its channel is paused.")
        text = await _text(act, leaving)
    thread = str(leaving.payload["thread"])
    return *found, _answer(leaving, thread, text, act.now)


def _answer(leaving: Outgoing, thread: str, text: str, at: datetime) -> Answer:
    return Answer(leaving.identity, thread, text, at)


async def _text(act: Act, leaving: Outgoing) -> str:
    """A confidential ticket's words are for named people: elsewhere is only said that there are
    some."""
    client = await db.row("SELECT key, locale FROM tenant WHERE id = $1", act.tenant_id)
    if client is None:
        raise NeverTaken("Its client is gone.")
    key, said = client["key"], phrases.of(client["locale"])
    if "ticket" in leaving.payload:
        return filled(said.taken, number=f"{key}-{leaving.payload['ticket']}")
    row = await db.row(
        "SELECT m.author_name, m.body, t.number, t.confidential FROM message m JOIN ticket t "
        "ON t.tenant_id = m.tenant_id AND t.id = m.ticket_id WHERE m.tenant_id = $1 AND m.id = $2",
        *(act.tenant_id, UUID(leaving.payload["message_id"])),
    )
    if row is None:
        raise NeverTaken("What should be said there is gone.")
    if row["confidential"]:
        portal, number = installation.settings().portal_origin, f"{key}-{row['number']}"
        return filled(said.answered, number=number, link=f"{portal}/tickets/{number}")
    return f"{row['author_name']}: {row['body']}"
