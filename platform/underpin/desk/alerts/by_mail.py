"""Alerts that come by mail, as Nagios and Icinga send them: to an address that we signed for one
secret of one source. Whoever holds it may raise and end that source's alerts, and nothing else.
"""

from __future__ import annotations

import asyncio
from typing import Final

from underpin.desk.hooks import inbox
from underpin.desk.hooks.inbox import Delivery
from underpin.desk.hooks.secret import MAIL
from underpin.kernel import installation, mail_address, mail_read
from underpin.kernel.mail_address import Signed

KIND: Final = "message/rfc822"


async def take(recipients: tuple[str, ...], raw: bytes) -> tuple[str, ...]:
    """Store the mail with each source it is for; returns the other recipients. One whose secret has
    ended, or whose source asks for a signature, is for nobody here."""
    others: list[str] = []
    for recipient in recipients:
        found = _signed(recipient)
        if found is None or not await inbox.accept_signed("alert", *found, KIND, raw):
            others.append(recipient)
    return tuple(others)


def _signed(recipient: str) -> Signed | None:
    ring, domain = installation.ring(), installation.settings().mail_domain
    return mail_address.find(ring, MAIL, domain, [recipient])


async def words(delivery: Delivery) -> tuple[bytes, str]:
    """What is to be read of a delivery, and its own name: of a mail its subject and its text."""
    if delivery.content_type != KIND:
        return delivery.body, ""
    mail = await asyncio.to_thread(mail_read.read, delivery.body)
    text = mail.text.strip()
    if text[:1] in ("{", "["):
        return text.encode("utf-8", "replace"), mail.message_id or ""
    return f"{mail.subject}\n\n{text}".encode("utf-8", "replace"), mail.message_id or ""
