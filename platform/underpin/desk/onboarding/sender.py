"""A mail of a client's desk to one person, about no ticket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from underpin.desk.mail.leaving import composing
from underpin.kernel import db, installation, mail_channel
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.mail_compose import Correspondent, OutgoingMail, message_id


@dataclass(frozen=True, slots=True)
class Desk:
    """As whom a client's desk writes."""

    client: str
    slug: str
    sender: Correspondent
    mailbox_id: UUID | None


@dataclass(frozen=True, slots=True)
class Letter:
    """`identity` is this mail's own: the same is sent once. `about` is what it stands beside."""

    identity: UUID
    about: UUID
    to: Correspondent
    subject: str
    text: str


DESK: Final = """
SELECT n.name AS client, n.slug, s.name AS sender, s.address, s.mailbox_id
FROM tenant n LEFT JOIN mail_sender s ON s.tenant_id = n.id WHERE n.id = $1
"""


async def desk(tenant: int) -> Desk:
    """Raises NotFound."""
    row = await db.row(DESK, tenant)
    if row is None:
        raise NotFound
    return Desk(row["client"], row["slug"], composing.sender(row), row["mailbox_id"])


async def send(act: Act, of: Desk, letter: Letter, *, hold: timedelta = timedelta(0)) -> UUID:
    """At once, or after `hold`; returns the id under which it leaves."""
    settings = installation.settings()
    mail = OutgoingMail(
        message_id=message_id(letter.identity, settings.mail_domain),
        date=act.now,
        sender=of.sender,
        to=(letter.to,),
        subject=letter.subject,
        text=letter.text,
        envelope_from=f"bounces@{settings.mail_domain}",
        automatic=True,
        no_auto_reply=True,
    )
    box = of.mailbox_id
    return await mail_channel.queue(act, mail, letter.about, hold=hold, mailbox_id=box)
