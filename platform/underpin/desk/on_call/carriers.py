"""What carries a call to somebody: one small adapter for each way. Mail is always there; a text
message, a voice call or a push comes from whoever registers one under its name.

A carrier queues in the page's own transaction and sends nothing itself: what leaves goes through
`kernel.outgoing`, under an identity of the call's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol
from uuid import UUID

from underpin.kernel import installation, mail_channel
from underpin.kernel.act import Act
from underpin.kernel.mail_compose import Correspondent, OutgoingMail, message_id


@dataclass(frozen=True, slots=True)
class Call:
    """About one page or several, of which `page_id` is the first. `address`: what the person gave
    for this carrier, their mail address otherwise. `text` names nobody: it may be read on a locked
    screen."""

    id: UUID
    page_id: UUID
    name: str
    address: str
    subject: str
    text: str


class Carrier(Protocol):
    async def carry(self, act: Act, call: Call) -> None: ...


class ByMail:
    """At once: without the ten seconds that other mail waits."""

    async def carry(self, act: Act, call: Call) -> None:
        settings = installation.settings()
        mail = OutgoingMail(
            message_id=message_id(call.id, settings.mail_domain),
            date=act.now,
            sender=Correspondent("Underpin service desk", f"desk@{settings.mail_domain}"),
            to=(Correspondent(call.name, call.address),),
            subject=call.subject,
            text=call.text,
            envelope_from=f"bounces@{settings.mail_domain}",
            automatic=True,
        )
        await mail_channel.queue(act, mail, call.page_id, hold=timedelta(0))


MAIL: Final = "mail"
CARRIERS: dict[str, Carrier] = {MAIL: ByMail()}
"""By name: mail, sms, voice, push."""


def carrier(wanted: str) -> tuple[str, Carrier]:
    """The one somebody asked for, or mail where the installation has none of it."""
    return (wanted, CARRIERS[wanted]) if wanted in CARRIERS else (MAIL, CARRIERS[MAIL])
