"""The ledger, kept: an entry is unique on (tenant, source, event id), so that what is heard twice
counts once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from billing.metered import cut, meter
from billing.metered.ledger import UsageEvent
from contracts import instant
from underpin.kernel import db, ids
from underpin.kernel.act import Act

INSERT = """
INSERT INTO usage_event (tenant_id, id, source, event_id, meter, quantity, dimensions,
                         happened_at, stored_at, reverses, cut)
SELECT $1, u.id, u.source, u.event_id, u.meter, u.quantity, u.dimensions::jsonb, u.happened_at,
       transaction_timestamp(), u.reverses, $10
FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::numeric[], $7::text[],
            $8::timestamptz[], $9::text[])
     AS u(id, source, event_id, meter, quantity, dimensions, happened_at, reverses)
ON CONFLICT (tenant_id, source, event_id) DO NOTHING
RETURNING source, event_id
"""
COLUMNS = "tenant_id, source, event_id, meter, quantity, dimensions, happened_at, reverses"
SELECT = f"""
SELECT {COLUMNS} FROM usage_event
WHERE tenant_id = $1 AND happened_at >= $2 AND happened_at < $3
  AND ($4::int IS NULL OR cut <= $4) AND ($5::text[] IS NULL OR meter = ANY ($5))
ORDER BY happened_at, source, event_id
"""
# What was there before counts on: of each level its last entry that stands, per dimensions. It
# steps from one set of dimensions to the next in the index and reads one entry of each, so that it
# costs what there is and not how long it has been told.
LEVELS = """
SELECT last.* FROM unnest($2::text[]) AS wanted(meter)
CROSS JOIN LATERAL (
    WITH RECURSIVE said AS (
        (SELECT u.alike FROM usage_event u WHERE u.tenant_id = $1 AND u.meter = wanted.meter
         ORDER BY u.alike LIMIT 1)
        UNION ALL
        SELECT (SELECT u.alike FROM usage_event u WHERE u.tenant_id = $1
                AND u.meter = wanted.meter AND u.alike > said.alike ORDER BY u.alike LIMIT 1)
        FROM said WHERE said.alike IS NOT NULL)
    SELECT alike FROM said WHERE alike IS NOT NULL) each
CROSS JOIN LATERAL (
    SELECT {columns} FROM usage_event u
    WHERE u.tenant_id = $1 AND u.meter = wanted.meter AND u.alike = each.alike
      AND u.happened_at < $3 AND u.reverses IS NULL AND ($4::int IS NULL OR u.cut <= $4)
      AND NOT EXISTS (
        SELECT FROM usage_event r WHERE r.tenant_id = $1 AND r.source = u.source
          AND r.reverses = u.event_id AND ($4::int IS NULL OR r.cut <= $4))
    ORDER BY u.happened_at DESC, u.source DESC, u.event_id DESC LIMIT 1) last
ORDER BY last.meter, last.dimensions
"""
OPENING = LEVELS.format(columns=COLUMNS)


LEVEL_KEYS = meter.levels(meter.BUILT_IN)


async def store(act: Act, entries: Sequence[UsageEvent]) -> list[UsageEvent]:
    """Write these entries into the open cut; returns those that were not there already."""
    if not entries:
        return []
    open_cut = await cut.current(act.tenant_id)
    columns = [list(column) for column in zip(*map(_row, entries), strict=True)]
    rows = await db.rows(INSERT, act.tenant_id, *columns, open_cut)
    fresh = {(row["source"], row["event_id"]) for row in rows}
    return [each for each in entries if (each.source, each.event_id) in fresh]


async def between(
    tenant: int,
    start: datetime,
    end: datetime,
    last_cut: int | None = None,
    *,
    levels: Collection[str] = LEVEL_KEYS,
    keys: Collection[str] | None = None,
) -> Sequence[UsageEvent]:
    """The entries that happened in [start, end), stored by the end of that cut of the ledger, or
    all there are, of all meters or of these; and of those in `levels` what was last said before."""
    before = await db.rows(OPENING, tenant, list(levels), start, last_cut) if levels else ()
    only = None if keys is None else list(keys)
    return [
        _entry(row) for row in (*before, *await db.rows(SELECT, tenant, start, end, last_cut, only))
    ]


async def one(tenant: int, source: str, event_id: str) -> UsageEvent | None:
    row = await db.row(
        f"SELECT {COLUMNS} FROM usage_event WHERE tenant_id = $1 AND source = $2 AND event_id = $3",
        *(tenant, source, event_id),
    )
    return _entry(row) if row else None


def _row(entry: UsageEvent) -> tuple[Any, ...]:
    return (
        *(ids.new(), entry.source, entry.event_id, entry.meter, entry.quantity),
        msgspec.json.encode(dict(entry.dimensions)).decode(),
        *(instant.at(entry.happened_at), entry.reverses),
    )


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
