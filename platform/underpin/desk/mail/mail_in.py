"""Mail that comes in: stored whole where it belongs before the sender is told so, then handled
from the outbox, where a poisoned one is parked and stops nobody else.

Where it belongs is said by `arriving/routing.py`; what a client's mail means by `arriving/`; a
vendor's answer is heard here by its case.
"""

from __future__ import annotations

import asyncio
import hashlib
from uuid import UUID

from underpin.desk.alerts import by_mail
from underpin.desk.cases import case_talk
from underpin.desk.mail.arriving import routing, signed, storing
from underpin.desk.mail.arriving.letter import Came, Letter
from underpin.desk.mail.triage import triage_inbox
from underpin.kernel import db, installation, mail_read, mail_reply, mail_text
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event

RECEIVED = "mail.received"
NOT_SAID = "unknown"
"""The envelope's sender where nobody says it: not the null one."""


async def accept(
    envelope_from: str | None,
    recipients: tuple[str, ...],
    raw: bytes,
    *,
    came: Came | None = None,
) -> None:
    """The listener's and the mailboxes' callback. Returning means: stored, in every place it
    belongs to, or in triage where it belongs nowhere. A mailbox knows no envelope: its sender is
    what the mail's Return-Path says."""
    if recipients:
        recipients = await by_mail.take(recipients, raw)
        if not recipients:
            return
    letter = await _letter(envelope_from, recipients, raw, came)
    found = await routing.places(letter)
    for place in found:
        if place.case_id is not None:
            await storing.to_case(place, letter, RECEIVED)
        else:
            await storing.in_tenant(place.tenant_id, letter)
    if not found:
        await triage_inbox.keep(letter)


async def _letter(
    envelope_from: str | None, recipients: tuple[str, ...], raw: bytes, came: Came | None
) -> Letter:
    seen = await asyncio.to_thread(mail_read.glance, raw)
    sender = seen.return_path if envelope_from is None else envelope_from
    written_to = [each for each in seen.recipients if signed.read(each)]
    return Letter(
        NOT_SAID if sender is None else mail_text.line(mail_text.unescaped(sender)),
        (
            *(mail_text.line(mail_text.unescaped(each)).lower() for each in recipients),
            *(written_to if envelope_from is None else ()),
        ),
        raw,
        seen,
        came or Came(installation.settings().mail_authserv_id),
    )


async def handle(act: Act, event: Event) -> None:
    """The consumer: reads a vendor's mail and lets the case hear it."""
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
    mail = await asyncio.to_thread(mail_read.read, row["raw"], envelope_from=row["envelope_from"])
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
