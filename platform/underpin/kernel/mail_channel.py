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
from underpin.kernel.mail_compose import Enclosure, MailUnsendable, OutgoingMail
from underpin.kernel.outbound import MailRefused, Outbound, Relay
from underpin.kernel.outbound_smtp import Security
from underpin.kernel.outgoing import HOLD, Outgoing, Send
from underpin.kernel.pictures import bare

CHANNEL = "mail"
MAILBOX = "mailbox"
"""Mail that leaves through a mailbox's own server."""
PURPOSE = "outgoing-mail"
MADE_FOR_IT = "outgoing-mail files"
"""Files made for one mail: sealed beside it, and let go of once it left."""
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
    bare_mail = replace(mail, enclosures=tuple(replace(e, content=b"") for e in mail.enclosures))
    payload = {"sealed": _sealed(PURPOSE, bare_mail, mail.message_id)}
    if any(each.content for each in mail.enclosures):
        contents = [each.content for each in mail.enclosures]
        payload[outgoing.ENCLOSED] = _sealed(MADE_FOR_IT, contents, mail.message_id)
    if mailbox_id is None:
        return await outgoing.queue(act, CHANNEL, mail.message_id, subject_id, payload, hold=hold)
    payload["mailbox_id"] = str(mailbox_id)
    return await outgoing.queue(act, MAILBOX, mail.message_id, subject_id, payload, hold=hold)


def _sealed(purpose: str, value: object, identity: str) -> str:
    plain = msgspec.json.encode(value)
    return installation.ring().encrypt(purpose, plain, associated=identity.encode()).hex()


def _plain(purpose: str, sealed: str, identity: str) -> bytes:
    return installation.ring().decrypt(purpose, bytes.fromhex(sealed), associated=identity.encode())


def opened(leaving: Outgoing) -> OutgoingMail:
    """The mail as it was decided, without what its files hold. Raises keyring.Unreadable when its
    key is gone."""
    plain = _plain(PURPOSE, leaving.payload["sealed"], leaving.identity)
    return msgspec.json.decode(plain, type=OutgoingMail)


async def whole(leaving: Outgoing) -> OutgoingMail:
    """The mail with the files that go with it, read now. One that was erased meanwhile does not
    go. Raises keyring.Unreadable."""
    mail = opened(leaving)
    if not mail.enclosures:
        return mail
    made = _made_for_it(leaving) or [b""] * len(mail.enclosures)
    async with db.open(Work(leaving.tenant_id)):
        found = [
            replace(each, content=content)
            for each, own in zip(mail.enclosures, made, strict=True)
            if (content := await _content(leaving.tenant_id, each, own)) is not None
        ]
    return replace(mail, enclosures=tuple(found))


def _made_for_it(leaving: Outgoing) -> list[bytes]:
    sealed = leaving.payload.get(outgoing.ENCLOSED)
    if sealed is None:
        return []
    plain = _plain(MADE_FOR_IT, sealed, leaving.identity)
    return msgspec.json.decode(plain, type=list[bytes])


async def _content(tenant: int, of: Enclosure, own: bytes) -> bytes | None:
    if of.file_id is None:
        return own or None
    kept = await files.content(tenant, of.file_id)
    return None if kept is None else bare.of(kept)


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
