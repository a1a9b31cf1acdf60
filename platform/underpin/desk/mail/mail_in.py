"""Mail that comes in: stored whole in the right tenant before the sender is told so, then
handled from the outbox, where a poisoned one is parked and stops nobody else.

Only an address we signed brings a mail anywhere: it names the tenant and the case. Who wrote it
in `From` proves nothing.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

from underpin.desk.cases import case_talk
from underpin.kernel import db, events, ids, installation, mail_address, mail_read, mail_reply
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.events import Consumer, Event
from underpin.kernel.principal import worker

RECEIVED = "mail.received"


async def accept(envelope_from: str, recipients: tuple[str, ...], raw: bytes) -> None:
    """The listener's callback. Returning means: stored, or for nobody here and not wanted.

    Mail to our domain that no signature vouches for is dropped with a log line only by address
    rules of the listener; here it is simply not ours to open a case with.
    """
    for recipient in recipients:
        found = mail_address.find(
            installation.ring(), case_talk.PURPOSE, installation.settings().mail_domain, [recipient]
        )
        if found is not None:
            await _store(found.tenant_id, found.object_id, envelope_from, recipient, raw)


async def _store(
    tenant: int, case_id: UUID, envelope_from: str, recipient: str, raw: bytes
) -> None:
    async with db.open(Work(tenant)):
        act = Act(worker(tenant), tenant, await db.now(), "mail", "mail_in.accept")
        mail_id = ids.new()
        stored = await db.execute(
            "INSERT INTO inbound_mail (tenant_id, id, raw_sha256, purpose, object_id, "
            "envelope_from, recipient, raw, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
            "$9) ON CONFLICT (tenant_id, raw_sha256, recipient) DO NOTHING",
            *(tenant, mail_id, hashlib.sha256(raw).digest(), case_talk.PURPOSE, case_id),
            *(envelope_from, recipient.lower(), raw, act.now),
        )
        if stored:
            await db.value(
                "SELECT 1 FROM vendor_case WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
                tenant,
                case_id,
            )
            await events.emit(act, events.New(RECEIVED, case_id, {"mail_id": str(mail_id)}))


async def handle(act: Act, event: Event) -> None:
    """The consumer: reads the mail and lets the case hear it."""
    mail_id = UUID(event.body["mail_id"])
    row = await db.row(
        "SELECT raw, envelope_from, received_at, handled_at FROM inbound_mail "
        "WHERE tenant_id = $1 AND id = $2",
        act.tenant_id,
        mail_id,
    )
    if row is None or row["handled_at"] is not None:
        return
    outcome = await _outcome(act, event, row)
    await db.execute(
        "UPDATE inbound_mail SET handled_at = $3, outcome = $4 WHERE tenant_id = $1 AND id = $2",
        act.tenant_id,
        mail_id,
        act.now,
        outcome,
    )


async def _outcome(act: Act, event: Event, row: db.Row) -> str:
    mail = mail_read.read(row["raw"], envelope_from=row["envelope_from"])
    if mail.is_automatic:
        return "automatic"
    identity = mail.message_id or f"sha256:{hashlib.sha256(row['raw']).hexdigest()}"
    who = mail.sender
    author = (who.name or who.address) if who else "the vendor"
    taken = await case_talk.heard(
        act,
        event.subject_id,
        author[:200],
        mail_reply.fold(mail.text).visible or mail.subject,
        identity=identity,
        at=row["received_at"],
    )
    return "taken" if taken else "repeated"


CONSUMER = Consumer("case_mail", "mail", (RECEIVED,), handle)
