"""Stored whole before the sender is told so: in the company's rows, or among what waits in triage.

Delivered again, also at the same moment, a mail is the one it was: the same Message-ID and the
same content make one row. Another content under the same id is another mail.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from underpin.desk.mail.arriving.judging import Verdict
from underpin.desk.mail.arriving.letter import Letter
from underpin.desk.mail.arriving.routing import Place
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import worker

ARRIVED = "mail.arrived"
DESK = "desk"

INSERT = """
INSERT INTO inbound_mail (tenant_id, id, raw_sha256, purpose, object_id, envelope_from, recipient,
    raw, received_at, identity, message_id, sender, sender_name, subject, authserv_id)
VALUES ($1, $2, $3, 'desk', $2, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT DO NOTHING
"""


async def in_tenant(
    tenant: int,
    letter: Letter,
    *,
    mail_id: UUID | None = None,
    source: str = "mail",
    held: bool = False,
) -> bool:
    """Keep it for the company's desk and let it be read; False when it was there already. One that
    is `held` is not read: it waits for somebody to say whose it is."""
    async with db.open(Work(tenant)):
        act = Act(worker(tenant), tenant, await db.now(), source, "mail.stored")
        made = mail_id or ids.new()
        stored = await db.execute(INSERT, tenant, made, *_columns(letter, _received(act, letter)))
        if stored and held:
            await _hold(act, made)
        elif stored:
            await events.emit(act, events.New(ARRIVED, made, {"mail_id": str(made)}))
    return stored == 1


async def _hold(act: Act, mail_id: UUID) -> None:
    """As if it had been read, and nobody could be its requester."""
    columns = {"handled_at": act.now, "outcome": Verdict.WAIT_REQUESTER, "waits_for": "requester"}
    await db.update("inbound_mail", {"tenant_id": act.tenant_id, "id": mail_id}, columns)


def _received(act: Act, letter: Letter) -> datetime:
    """When it reached us, by the company's own time, and never later than now."""
    return min(letter.came.received_at or act.now, act.now)


def _columns(letter: Letter, received: datetime) -> tuple[object, ...]:
    seen = letter.glance
    return (
        hashlib.sha256(letter.raw).digest(),
        letter.envelope_from,
        ", ".join(letter.recipients),
        letter.raw,
        received,
        seen.content,
        seen.message_id,
        seen.author or None,
        seen.author_name or None,
        seen.subject[:300],
        letter.came.authserv_id,
    )


async def to_case(place: Place, letter: Letter, received_kind: str) -> None:
    """Keep a vendor's answer for the case whose address it came to (ADR 6)."""
    tenant, case_id = place.tenant_id, place.case_id
    async with db.open(Work(tenant)):
        act = Act(worker(tenant), tenant, await db.now(), "mail", "mail_in.accept")
        mail_id = ids.new()
        stored = await db.execute(
            "INSERT INTO inbound_mail (tenant_id, id, raw_sha256, purpose, object_id, "
            "envelope_from, recipient, raw, received_at) VALUES ($1, $2, $3, 'case', $4, $5, $6, "
            "$7, $8) ON CONFLICT (tenant_id, raw_sha256, recipient) DO NOTHING",
            *(tenant, mail_id, hashlib.sha256(letter.raw).digest(), case_id),
            *(letter.envelope_from, place.recipient, letter.raw, act.now),
        )
        if stored and case_id is not None:
            await db.value(
                "SELECT 1 FROM vendor_case WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
                tenant,
                case_id,
            )
            await events.emit(act, events.New(received_kind, case_id, {"mail_id": str(mail_id)}))
