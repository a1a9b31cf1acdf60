"""The timer behind each open invoice: on the client's local morning it becomes overdue, and then
its reminders are due. Armed anew whenever what is open changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from billing.receivables import reminder_plan
from billing.receivables.reminder_plan import Level
from contracts.calendars import zone
from underpin.kernel import db, timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer

KIND: Final = "invoice_due"
MORNING: Final = time(8)
AGAIN: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Pending:
    """An invoice and its reminders: `levels` are the client's own or the provider's, `sent` those
    that went out. `dunned` is what may be asked for."""

    invoice_id: UUID
    number: str
    currency: str
    due_on: date
    dunned: Decimal
    levels: tuple[Level, ...]
    sent: tuple[int, ...]
    zone: ZoneInfo


READ = """
SELECT r.id, i.number, r.currency, r.due_on, CASE WHEN EXISTS (
           SELECT FROM payment_dispute p
           WHERE p.tenant_id = r.tenant_id AND p.invoice_id = r.id AND NOT p.is_over)
       THEN 0 ELSE r.gross - r.credited - r.paid - r.questioned END AS dunned, t.time_zone,
       coalesce((SELECT b.reminders FROM billing_terms b WHERE b.tenant_id = $1),
                (SELECT d.reminders FROM dunning_schedule d ORDER BY d.id DESC LIMIT 1),
                '[]') AS levels,
       ARRAY(SELECT m.level FROM reminder m
             WHERE m.tenant_id = $1 AND m.invoice_id = r.id ORDER BY m.level) AS sent
FROM receivable r
JOIN invoice i ON i.tenant_id = r.tenant_id AND i.id = r.id
JOIN tenant t ON t.id = r.tenant_id
WHERE r.tenant_id = $1 AND r.id = $2
"""


async def pending(tenant: int, invoice_id: UUID) -> Pending | None:
    """None for what is not final."""
    row = await db.row(READ, tenant, invoice_id)
    if row is None:
        return None
    return Pending(
        invoice_id=row["id"],
        number=row["number"],
        currency=row["currency"],
        due_on=row["due_on"],
        dunned=row["dunned"],
        levels=msgspec.json.decode(row["levels"], type=tuple[Level, ...]),
        sent=tuple(row["sent"]),
        zone=zone.named(row["time_zone"]),
    )


async def rearm(act: Act, invoice_id: UUID) -> None:
    """For the next morning on which something is due; none where nothing is owed."""
    found = await pending(act.tenant_id, invoice_id)
    if found is None or found.dunned <= 0:
        await timers.disarm(act, KIND, [str(invoice_id)])
        return
    at = next_morning(found, act.now)
    await timers.arm(act, Timer(KIND, str(invoice_id), invoice_id, at, "bulk"))


async def rearm_open(act: Act) -> None:
    """Every open invoice of the client, after its reminders were agreed otherwise."""
    rows = await db.rows(
        "SELECT id FROM receivable WHERE tenant_id = $1 AND is_open ORDER BY id FOR UPDATE",
        act.tenant_id,
    )
    for row in rows:
        await rearm(act, row["id"])


def next_morning(of: Pending, now: datetime) -> datetime:
    """A step that came due while nothing could be asked for is made good on the next morning. After
    the last one it is looked at once a week: the provider may have said other reminders."""
    today = now.astimezone(of.zone).date()
    late = reminder_plan.due(of.levels, of.due_on, today, of.sent) is not None
    tomorrow = today + timedelta(days=1)
    day = reminder_plan.next_day(of.levels, of.due_on, today, of.sent)
    if late:
        day = min(tomorrow, day or tomorrow)
    return datetime.combine(day or today + AGAIN, MORNING, of.zone)
