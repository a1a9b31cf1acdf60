"""A delivery to a channel: who said it, of which conversation, and so on which ticket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec

from underpin.desk.channels import account, answering, channel, counting, posting
from underpin.desk.channels.adapter import Immediate, NotForUs, Said, Setup, Unreadable
from underpin.desk.channels.channel import Channel
from underpin.desk.channels.posting import Word
from underpin.desk.hooks import inbox
from underpin.desk.hooks.inbox import Delivery, Purpose, SetAside
from underpin.desk.hooks.secret import Held
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, digits, ids
from underpin.kernel.act import Act
from underpin.kernel.principal import Audience


async def proves(act: Act, held: Held) -> str | None:
    kind = await db.value(
        "SELECT kind FROM channel WHERE tenant_id = $1 AND id = $2", act.tenant_id, held.owner_id
    )
    return None if kind is None else channel.ADAPTERS[kind].proof


async def immediate(act: Act, held: Held, body: bytes) -> Immediate | None:
    """What the far side waits for within its request."""
    found = await db.row(
        "SELECT c.kind, n.locale FROM channel c JOIN tenant n ON n.id = c.tenant_id "
        "WHERE c.tenant_id = $1 AND c.id = $2",
        *(act.tenant_id, held.owner_id),
    )
    if found is None:
        return None
    adapter = channel.ADAPTERS[found["kind"]]
    try:
        return adapter.immediate(msgspec.json.decode(body), found["locale"])
    except (msgspec.DecodeError, RecursionError):
        return None


async def handle(act: Act, delivery: Delivery) -> Mapping[str, Any]:
    """What came of it. Raises SetAside."""
    found = await _channel(act, delivery.owner_id)
    try:
        said = found.adapter.read(Setup(found.settings), msgspec.json.decode(delivery.body))
    except NotForUs as why:
        return {"ignored": str(why)}
    except (Unreadable, msgspec.DecodeError, RecursionError) as why:
        raise SetAside(f"{why}"[:300]) from why
    if not await inbox.named(act, delivery, said.identity):
        return {"repeated": True}
    return await _heard(act, found, delivery, said)


async def _channel(act: Act, channel_id: UUID) -> Channel:
    row = await db.row(
        f"SELECT {channel.COLUMNS} FROM channel WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        *(act.tenant_id, channel_id),
    )
    if row is None or row["paused_at"] is not None:
        raise SetAside("Its channel is paused.")
    return channel.of(row)


async def _heard(act: Act, found: Channel, delivery: Delivery, said: Said) -> Mapping[str, Any]:
    who = await account.heard(act, found.id, said.account, said.name)
    principal = await account.principal(act, who)
    about = {"account": who.account}
    if principal is None:
        return about | {"refused": f"Nobody is linked to {who.name or who.account}: say who it is."}
    if not said.text.strip():
        return {"ignored": "It says nothing."}
    acting = replace(act, principal=principal, source=found.kind)
    word = Word(said, delivery.received_at, ids.derive(delivery.id, "message"))
    ticket = await _ticket(act, found, said)
    if ticket is not None:
        return about | await _on(acting, found, ticket, word)
    return about | await _new(act, acting, found, word)


async def _on(acting: Act, found: Channel, ticket: Ticket, word: Word) -> dict[str, Any]:
    if not await posting.takes_part(acting, ticket):
        return {"refused": f"They take no part in {ticket.number}: have them watch it first."}
    await posting.post(acting, ticket, word)
    await counting.tell(acting, word.message_id, found.kind, "in")
    await _keep_thread(acting, found, word.said.thread, ticket)
    return {"ticket": ticket.number, "new": False}


async def _new(act: Act, acting: Act, found: Channel, word: Word) -> dict[str, Any]:
    if not word.said.opens:
        return {"ignored": "It goes on with a conversation that is no ticket."}
    if acting.audience is Audience.STAFF:
        return {"ignored": "A person of ours opens no ticket in the client's name here."}
    ticket = await posting.open_ticket(acting, word, found.service_id)
    await counting.tell(act, word.message_id, found.kind, "in")
    await _keep_thread(acting, found, word.said.thread, ticket)
    await answering.acknowledge(act, found, word.said.thread, ticket)
    return {"ticket": ticket.number, "new": True}


async def _ticket(act: Act, found: Channel, said: Said) -> Ticket | None:
    """The ticket it goes on with: named by it, or its conversation's. Raises SetAside for a name
    that is none of this client's."""
    if said.ticket:
        key, _, number = said.ticket.rpartition("-")
        own = await db.value("SELECT key FROM tenant WHERE id = $1", act.tenant_id)
        row = await db.row(
            f"SELECT {tickets.COLUMNS} FROM ticket WHERE tenant_id = $1 AND number = $2 FOR UPDATE",
            *(act.tenant_id, digits.read(number, 9) or 0),
        )
        if row is None or key.upper() != own:
            raise SetAside("It names a ticket that there is not.")
        return tickets.of(row)
    ticket_id = await db.value(
        "SELECT ticket_id FROM channel_thread WHERE tenant_id = $1 AND channel_id = $2 "
        "AND thread = $3",
        *(act.tenant_id, found.id, said.thread),
    )
    return None if ticket_id is None else await tickets.held_by_id(act, ticket_id)


async def _keep_thread(act: Act, found: Channel, thread: str, ticket: Ticket) -> None:
    await db.execute(
        "INSERT INTO channel_thread (tenant_id, id, channel_id, thread, ticket_id, opened_at) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, channel_id, thread) DO NOTHING",
        *(act.tenant_id, ids.new(), found.id, thread, ticket.id, act.now),
    )


PURPOSE = Purpose(channel.PURPOSE, proves, handle, immediate)
