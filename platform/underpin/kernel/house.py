"""What the provider calls its desk, as its mails say it where a client's has no name of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from underpin.kernel import db
from underpin.kernel.mail_compose import Correspondent, OutgoingMail

DESK: Final = "Underpin service desk"
"""Stands where nobody has chosen a name."""
UNNAMED: Final = frozenset(("", DESK))


async def name() -> str | None:
    """None where none was chosen."""
    found: str | None = await db.value("SELECT name FROM house")
    return found


async def signed(mail: OutgoingMail) -> OutgoingMail:
    """The mail under the name that was chosen, where its sender has none of its own."""
    chosen = await name() if mail.sender.name in UNNAMED else None
    if chosen is None:
        return mail
    reply_to = mail.reply_to and _named(mail.reply_to, chosen)
    return replace(mail, sender=_named(mail.sender, chosen), reply_to=reply_to)


def _named(who: Correspondent, chosen: str) -> Correspondent:
    return replace(who, name=chosen) if who.name in UNNAMED else who
