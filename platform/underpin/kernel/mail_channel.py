"""The mail channel of what leaves: a mail is sealed with its identity when it is decided, and
handed to the relay later, the same bytes at every try."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import unquote, urlsplit
from uuid import UUID

import msgspec
import structlog

from underpin.kernel import db, files, house, installation, outgoing
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.keyring import Unreadable
from underpin.kernel.mail_compose import MailUnsendable, OutgoingMail
from underpin.kernel.outbound import MailRefused, Outbound, Relay
from underpin.kernel.outbound_smtp import Security
from underpin.kernel.outgoing import HOLD, Outgoing, Send
from underpin.kernel.pictures import bare

CHANNEL = "mail"
MAILBOX = "mailbox"
"""Mail that leaves through a mailbox's own server."""
PURPOSE = "outgoing-mail"
log = structlog.get_logger()


async def queue(
    act: Act,
    mail: OutgoingMail,
    subject_id: UUID,
    *,
    hold: timedelta = HOLD,
    mailbox_id: UUID | None = None,
) -> UUID:
    """Queue a mail once per Message-ID. What it says is stored encrypted: it may hold a link. With
    `mailbox_id` it leaves through that mailbox's own server instead of the installation's. Without
    a sender's name it has the house's."""
    mail = await house.signed(mail)
    sealed = installation.ring().encrypt(
        PURPOSE, msgspec.json.encode(mail), associated=mail.message_id.encode()
    )
    payload = {"sealed": sealed.hex()}
    if mailbox_id is None:
        return await outgoing.queue(act, CHANNEL, mail.message_id, subject_id, payload, hold=hold)
    payload["mailbox_id"] = str(mailbox_id)
    return await outgoing.queue(act, MAILBOX, mail.message_id, subject_id, payload, hold=hold)


def opened(leaving: Outgoing) -> OutgoingMail:
    """The mail as it was decided. Raises keyring.Unreadable when its key is gone."""
    plain = installation.ring().decrypt(
        PURPOSE, bytes.fromhex(leaving.payload["sealed"]), associated=leaving.identity.encode()
    )
    return msgspec.json.decode(plain, type=OutgoingMail)


async def whole(leaving: Outgoing) -> OutgoingMail:
    """The mail with the files that go with it, read now. One that was erased meanwhile does not
    go. Raises keyring.Unreadable."""
    mail = opened(leaving)
    if not mail.enclosures:
        return mail
    async with db.open(Work(leaving.tenant_id)):
        found = [
            replace(each, content=bare.of(content))
            for each in mail.enclosures
            if (content := await files.content(leaving.tenant_id, each.file_id)) is not None
        ]
    return replace(mail, enclosures=tuple(found))


def sender(outbound: Outbound) -> Send:
    """How this process hands mails to the relay of its settings."""

    async def send(leaving: Outgoing) -> None:
        settings = installation.settings()
        if leaving.simulated and not settings.demo:
            log.info("mail.withheld", identity=leaving.identity)
            return
        try:
            await outbound.send_mail(relay(settings.smtp_url), await whole(leaving))
        except (MailRefused, MailUnsendable, Unreadable) as problem:
            raise outgoing.NeverTaken(str(problem)) from problem

    return send


def relay(url: str) -> Relay:
    """smtps:// speaks TLS from the start; smtp:// upgrades to it before any password is said,
    and stays plain only where there is none to say (a relay on this machine, a catcher)."""
    parts = urlsplit(url)
    plain: Security = "starttls" if parts.username else "none"
    return Relay(
        parts.hostname or "127.0.0.1",
        parts.port or 25,
        "tls" if parts.scheme == "smtps" else plain,
        unquote(parts.username) if parts.username else None,
        unquote(parts.password) if parts.password else None,
    )
