"""A mail of ours to one of our own people, at once, under an identity of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from underpin.kernel import house, installation, mail_channel
from underpin.kernel.act import Act
from underpin.kernel.mail_compose import Correspondent, Enclosure, OutgoingMail, message_id


@dataclass(frozen=True, slots=True)
class Note:
    """`identity` is of the occasion and its reader; `about` is what it stands beside."""

    identity: UUID
    about: UUID
    subject: str
    text: str
    html: str | None = None
    enclosures: tuple[Enclosure, ...] = ()


async def mail(act: Act, name: str, email: str, note: Note) -> None:
    """Once under its identity, however often it is asked for."""
    settings = installation.settings()
    made = OutgoingMail(
        message_id=message_id(note.identity, settings.mail_domain),
        date=act.now,
        sender=Correspondent(house.DESK, f"desk@{settings.mail_domain}"),
        to=(Correspondent(name, email),),
        subject=note.subject,
        text=note.text,
        envelope_from=f"bounces@{settings.mail_domain}",
        automatic=True,
        html=note.html,
        enclosures=note.enclosures,
    )
    await mail_channel.queue(act, made, note.about, hold=timedelta(0))
