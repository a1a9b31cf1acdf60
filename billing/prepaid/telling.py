"""The client is told at 80 and at 100 per cent of a prepaid block, by mail to its finance people,
or its admins where it has none (PRACTICE 34)."""

from __future__ import annotations

from typing import Final

from billing.amounts import exact
from billing.prepaid import used_words
from billing.prepaid.used_words import Facts
from billing.receivables.reminding import PEOPLE
from underpin.kernel import db, ids, installation, mail_channel
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event
from underpin.kernel.mail_compose import Correspondent, OutgoingMail, message_id

BLOCK: Final = "SELECT name, unit, size, remaining FROM block WHERE tenant_id = $1 AND id = $2"


async def hear(act: Act, event: Event) -> None:
    """One mail a person; heard again, it is the same mail."""
    row = await db.row(BLOCK, act.tenant_id, event.subject_id)
    if row is None:
        return
    for person in await db.rows(PEOPLE, act.tenant_id):
        await mail_channel.queue(act, _mail(act, event, row, person), event.subject_id)


def _mail(act: Act, event: Event, block: db.Row, person: db.Row) -> OutgoingMail:
    settings = installation.settings()
    said = used_words.mail(
        person["locale"], _facts(event, block, f"{settings.portal_origin}/usage")
    )
    return OutgoingMail(
        message_id=message_id(ids.derive(event.id, str(person["id"])), settings.mail_domain),
        date=act.now,
        sender=Correspondent("", f"billing@{settings.mail_domain}"),
        to=(Correspondent(person["name"], person["email"]),),
        subject=said.subject,
        text=said.text,
        envelope_from=f"bounces@{settings.mail_domain}",
        automatic=True,
    )


@exact.arithmetic
def _facts(event: Event, block: db.Row, portal: str) -> Facts:
    return Facts(
        name=block["name"],
        percent=int(event.body["percent"]),
        used=block["size"] - block["remaining"],
        size=block["size"],
        unit=block["unit"],
        portal=portal,
    )


CONSUMER = Consumer("block_used", "bulk", ("block.used",), hear)
