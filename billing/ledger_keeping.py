"""The ledger, kept: a consumer of the outbox writes each fact's usage, once however often it is
heard, because an entry is unique on (tenant, source, event id)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import msgspec

from billing import cut, metering
from billing.ledger import UsageEvent
from billing.metering import Stored
from contracts import facts, instant
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event

PREFIX = "ticket."
METERED = tuple(
    PREFIX + kind.kind
    for kind in (facts.Resolved, facts.Merged, facts.TimePosted, facts.VendorCostBooked)
)

EARLIER = """
SELECT id, kind, body FROM event
WHERE tenant_id = $1 AND subject_id = $2 AND position < $3 AND kind = ANY ($4::text[])
ORDER BY position
"""
TOLD = [PREFIX + kind for kind in facts.KINDS]

INSERT = """
INSERT INTO usage_event (tenant_id, id, source, event_id, meter, quantity, dimensions,
                         happened_at, stored_at, reverses, cut)
VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8, transaction_timestamp(), $9, $10)
ON CONFLICT (tenant_id, source, event_id) DO NOTHING
"""


async def handle(act: Act, event: Event) -> None:
    """The consumer: the fact's usage, given the ticket's earlier facts."""
    rows = await db.rows(EARLIER, event.tenant_id, event.subject_id, event.position, TOLD)
    earlier = [_stored(row["id"], row["kind"], msgspec.json.decode(row["body"])) for row in rows]
    used = metering.usage(_stored(event.id, event.kind, dict(event.body)), earlier)
    if used:
        open_cut = await cut.current(event.tenant_id)
        await db.many(INSERT, [(*_row(entry), open_cut) for entry in used])


def _stored(event_id: UUID, kind: str, body: dict[str, object]) -> Stored:
    return Stored(event_id, facts.from_json(kind.removeprefix(PREFIX), body))


def _row(entry: UsageEvent) -> tuple[object, ...]:
    return (
        entry.tenant_id,
        ids.new(),
        entry.source,
        entry.event_id,
        entry.meter,
        entry.quantity,
        msgspec.json.encode(dict(entry.dimensions)).decode(),
        instant.at(entry.happened_at),
        entry.reverses,
    )


SELECT = """
SELECT tenant_id, source, event_id, meter, quantity, dimensions, happened_at, reverses
FROM usage_event
WHERE tenant_id = $1 AND happened_at >= $2 AND happened_at < $3 AND cut <= $4
ORDER BY happened_at, source, event_id
"""


async def between(
    tenant: int, start: datetime, end: datetime, last_cut: int
) -> Sequence[UsageEvent]:
    """The entries that happened in [start, end), stored by the end of that cut of the ledger."""
    return [_entry(row) for row in await db.rows(SELECT, tenant, start, end, last_cut)]


def _entry(row: db.Row) -> UsageEvent:
    found: dict[str, str] = msgspec.json.decode(row["dimensions"])
    return UsageEvent(
        tenant_id=row["tenant_id"],
        source=row["source"],
        event_id=row["event_id"],
        meter=row["meter"],
        quantity=Decimal(row["quantity"]),
        happened_at=instant.of(row["happened_at"]),
        dimensions=tuple(sorted(found.items())),
        reverses=row["reverses"],
    )


CONSUMER = Consumer("ledger", "bulk", METERED, handle)
