"""Mail that leaves through a mailbox's own server, as whose address its desk writes."""

from __future__ import annotations

from uuid import UUID

import structlog

from underpin.desk.mail.fetching import entering
from underpin.desk.mail.fetching.mailbox import COLUMNS, Mailbox
from underpin.kernel import db, installation, mail_channel, outgoing
from underpin.kernel.database.scope import Provider
from underpin.kernel.keyring import Unreadable
from underpin.kernel.mail_compose import MailUnsendable
from underpin.kernel.outbound import MailRefused, Outbound, OutboundFailed
from underpin.kernel.outgoing import Outgoing, Send

log = structlog.get_logger()


def sender(outbound: Outbound) -> Send:
    """The channel of such mails. A mailbox that was removed sends nothing: somebody must look."""

    async def send(leaving: Outgoing) -> None:
        if leaving.simulated and not installation.settings().demo:
            log.info("mail.withheld", identity=leaving.identity)
            return
        box = await _mailbox(UUID(leaving.payload["mailbox_id"]))
        try:
            relay = await entering.relay(outbound, box)
            await outbound.send_mail(relay, await mail_channel.whole(leaving))
        except (MailRefused, MailUnsendable, Unreadable) as problem:
            raise outgoing.NeverTaken(str(problem)) from problem
        except OutboundFailed:
            entering.forget(box.id)
            raise

    return send


async def _mailbox(mailbox_id: UUID) -> Mailbox:
    async with db.open(Provider()):
        row = await db.row(f"SELECT {COLUMNS} FROM mailbox WHERE id = $1", mailbox_id)
    if row is None:
        raise outgoing.NeverTaken("The mailbox it should leave through was removed.")
    return Mailbox(**row)
