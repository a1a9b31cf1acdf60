"""What was last said of a level is found without reading how long it has been told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import asyncpg
import msgspec

from billing.metered import ledger_keeping
from tests.conftest import Database
from tests.world import Client, World
from underpin.kernel import db
from underpin.kernel.database.scope import Work

TOLD = """
INSERT INTO usage_event (tenant_id, id, source, event_id, meter, quantity, dimensions, happened_at,
                         stored_at, cut)
SELECT $1, gen_random_uuid(), 'directory', n::text, 'seats', n,
       jsonb_build_object('site', 's' || n % 3), $2::timestamptz + n * interval '1 hour', $2, 1
FROM generate_series($3::int, $4::int) n
"""
BEGAN, NOW = datetime(2023, 1, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


async def told(client: Client, database: Database, first: int, last: int) -> None:
    async with db.open(Work(client.id)):
        await db.execute(TOLD, client.id, BEGAN, first, last)
    connection = await asyncpg.connect(database.owner)
    await connection.execute("ANALYZE usage_event")
    await connection.close()


async def read(client: Client) -> int:
    """How many entries the opening of a period reads."""
    async with db.open(Work(client.id)):
        sql = f"EXPLAIN (ANALYZE, FORMAT JSON) {ledger_keeping.OPENING}"
        plan = await db.value(sql, client.id, ["seats", "storage"], NOW, None)
    return _rows(msgspec.json.decode(plan)[0]["Plan"])


def _rows(node: dict[str, Any]) -> int:
    below = sum(_rows(each) for each in node.get("Plans", ()))
    if node.get("Relation Name") != "usage_event":
        return below
    removed = node.get("Rows Removed by Filter", 0)
    return below + round((node["Actual Rows"] + removed) * node["Actual Loops"])


async def test_the_opening_of_a_period_reads_no_more_however_long_the_ledger_is(
    billed: World, scopes: Database
) -> None:
    acme = billed.acme
    for first, last in ((1, 3000), (3001, 6000)):
        await told(acme, scopes, first, last)
        assert await read(acme) <= 20
    async with db.open(Work(acme.id)):
        found = await ledger_keeping.between(acme.id, NOW, NOW)
    assert sorted(each.quantity for each in found) == [5998, 5999, 6000], "of each site the last"
