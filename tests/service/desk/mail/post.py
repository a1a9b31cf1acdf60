"""Letters to the desk of a client, and what became of them."""

from __future__ import annotations

import itertools
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any
from uuid import UUID

import msgspec

from tests.world import Client
from underpin import wiring
from underpin.desk.mail import mail_in
from underpin.desk.mail.arriving import signed
from underpin.desk.mail.arriving.letter import Came
from underpin.kernel import db, mail_channel, mail_compose, relay
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.outgoing import Outgoing

DOMAIN = "desk.example"
RELAY = "mx.desk.example"
_numbers = itertools.count()


def letter(
    sender: str, to: str, subject: str = "Printer", body: str = "It is dead.", **headers: str
) -> EmailMessage:
    """A mail as a program writes it; `In_Reply_To` becomes In-Reply-To."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = f"<{next(_numbers)}.{id(mail)}@client.example>"
    for name, value in headers.items():
        del mail[name.replace("_", "-")]
        mail[name.replace("_", "-")] = value
    mail.set_content(body)
    return mail


def proven(sender: str) -> str:
    """What our relay writes above a mail whose author it vouches for."""
    return f"{RELAY}; dmarc=pass header.from={sender.rpartition('@')[2]}"


async def deliver(mail: EmailMessage | bytes, *to: str, envelope_from: str | None = None) -> None:
    """As the listener hands it over."""
    wiring.wire()
    raw = mail if isinstance(mail, bytes) else mail.as_bytes()
    sender = "someone@client.example" if envelope_from is None else envelope_from
    recipients = to or (str(mail["To"]),)  # type: ignore[index]
    await mail_in.accept(sender, tuple(recipients), raw, came=Came(RELAY))


async def settle(client: Client) -> None:
    """Let the desk read what came, and say what follows."""
    while await relay.drain(client.id):
        pass


async def sent(client: Client, mail: EmailMessage, *to: str) -> None:
    await deliver(mail, *to)
    await settle(client)


async def rows(client: Client, sql: str, *args: Any) -> list[db.Row]:
    """`$1` is the client."""
    async with db.open(Work(client.id)):
        return await db.rows(sql, client.id, *args)


async def tickets(client: Client) -> list[db.Row]:
    return await rows(client, "SELECT * FROM ticket WHERE tenant_id = $1 ORDER BY number")


async def messages(client: Client, ticket_id: UUID | None = None) -> list[db.Row]:
    return await rows(
        client,
        "SELECT * FROM message WHERE tenant_id = $1 AND ($2::uuid IS NULL OR ticket_id = $2) "
        "ORDER BY happened_at, id",
        ticket_id,
    )


async def mails(client: Client) -> list[db.Row]:
    """What came in, oldest first."""
    return await rows(client, "SELECT * FROM inbound_mail WHERE tenant_id = $1 ORDER BY id")


async def leaving(client: Client) -> list[EmailMessage]:
    """What is queued to leave, as the bytes it will be."""
    found = await rows(
        client,
        "SELECT tenant_id, id, channel, identity, subject_id, payload::text AS payload, simulated "
        "FROM outgoing WHERE tenant_id = $1 AND withdrawn_at IS NULL ORDER BY id",
    )
    return [_read(row) for row in found]


def _read(row: db.Row) -> EmailMessage:
    left = Outgoing(**{**row, "payload": msgspec.json.decode(row["payload"])})
    raw = mail_compose.as_bytes(mail_channel.opened(left))
    made = BytesParser(policy=default).parsebytes(raw)
    assert isinstance(made, EmailMessage)
    return made


async def triage(sender: str) -> list[db.Row]:
    async with db.open(Provider()):
        return await db.rows("SELECT * FROM triage_mail WHERE sender = $1 ORDER BY id", sender)


def address_of(client: Client) -> str:
    return f"{client.slug}@{DOMAIN}"


def bounces_of(client: Client, sent_id: UUID) -> str:
    """Where reports about one mail of ours go."""
    return signed.address(signed.BOUNCE, client.id, sent_id)
