"""One ticket's rows made many, set-based: every uuid of a pattern's rows that names a part of the
ticket becomes the copy's own, every time moves by as much as the copy was raised earlier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import asyncpg

CONTRACT = (
    "calendar",
    "calendar_version",
    "contract",
    "service",
    "agreement",
    "agreement_version",
    "target",
    "coverage",
    "escalation_policy",
    "escalation_step",
)
OWN = ("id", "clock_id", "event_id")


@dataclass(frozen=True, slots=True)
class Child:
    """A table whose rows hang on a ticket by the column `ticket`, or by the ids which a query in
    `via` gives; of which copies; and the columns of a copy that are not the pattern's."""

    name: str
    ticket: str
    of: str
    own: Mapping[str, str] = field(default_factory=dict)
    via: str = "m.id"


OWN_TICKET = {
    "tenant_id": "n.tenant_id",
    "id": "n.id",
    "number": "n.number",
    "priority": "n.priority",
    "tier": "n.tier",
    "requester_id": "n.requester_id",
    "state": "CASE WHEN n.free THEN 'new' ELSE p.state END",
    "assignee_id": "CASE WHEN NOT n.free THEN p.assignee_id END",
    "next_due": "n.next_due",
    "due_at": "nullif(n.next_due, 'infinity')",
    "next_metric": "CASE WHEN n.next_due < 'infinity' THEN 'resolution' END",
    "next_warn_at": "CASE WHEN n.next_due < 'infinity' THEN n.next_due - interval '6 hours' END",
    "breached": "n.next_due < transaction_timestamp()",
}
OWN_WORD = {"tenant_id": "n.tenant_id", "number": "n.number", "raised_at": "n.raised_at"}
FIRES = "least(n.next_due, transaction_timestamp() + interval '90 hours') + interval '1 hour'"

CLOCKS = "SELECT c.id FROM clock c WHERE c.tenant_id = $1 AND c.ticket_id = m.id"

# Those open have all; what is done keeps its first words; of a few others are just being told.
TICKET = Child("ticket", "id", "true", OWN_TICKET)
CHILDREN = (
    Child("message", "ticket_id", "n.live OR p.happened_at = m.raised_at"),
    Child("event", "subject_id", "n.live OR p.position = 1"),
    Child("clock", "ticket_id", "n.live"),
    Child("clock_event", "clock_id", "n.live", via=CLOCKS),
    Child("standing", "ticket_id", "n.live"),
    Child("timer", "subject_id", "n.live", {"fires_at": FIRES, "due_at": FIRES}),
    Child("delivery", "subject_id", "n.live AND n.chance % 4 = 0"),
    Child("search_word", "number", "n.live", OWN_WORD, via="m.number"),
)
FILLED = tuple(table.name for table in (TICKET, *CHILDREN))

COLUMNS = """
SELECT column_name, data_type FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER'
ORDER BY ordinal_position
"""


def part(old: str) -> str:
    """A copy's id for what has the id `old` in the pattern: near in the index to the rest of its
    ticket, as ids made in order of time are."""
    salted = f"md5(n.id::text || ({old})::text)"
    return (
        f"(left(n.id::text, 15) || substr({salted}, 1, 3) || '-8' || substr({salted}, 4, 3) || "
        f"'-' || substr({salted}, 7, 12))::uuid"
    )


async def contracts(
    connection: asyncpg.Connection, pattern: int, tenants: Sequence[int] | None = None
) -> None:
    """The pattern's contract for these tenants, or every other one, under the same ids."""
    for table in CONTRACT:
        names = [name for name in await columns(connection, table) if name != "tenant_id"]
        listed = ", ".join(names)
        await connection.execute(
            f"INSERT INTO {table} (tenant_id, {listed}) "
            f"SELECT t.id, {', '.join(f'p.{name}' for name in names)} FROM {table} p, tenant t "
            "WHERE p.tenant_id = $1 AND t.id <> $1 AND ($2::int[] IS NULL OR t.id = ANY ($2))",
            pattern,
            tenants,
        )


# The first client is a large one: every tenth ticket is theirs, besides their share.
NEW = """
CREATE TEMPORARY TABLE new AS
WITH spread AS (
    SELECT n, CASE WHEN hashint4(n + 3000017) & 1023 < 102 THEN t.ids[1]
                   ELSE t.ids[1 + n % cardinality(t.ids)] END AS tenant_id,
           hashint4(n) & 1023 AS chance, hashint4(n + 1000003) & 1023 AS other,
           transaction_timestamp() - interval '2 years' * (1 - n::float8 / $1)
               - interval '1 minute' AS raised_at,
           n > (1 - 0.8 * $5::float8) * $1 AS newest
    FROM (SELECT array_agg(id ORDER BY id) AS ids FROM tenant
          WHERE $6::int[] IS NULL OR id = ANY ($6)) t,
         generate_series(0, $1 - 1) n
), told AS (
    SELECT *, $2 + row_number() OVER (PARTITION BY tenant_id ORDER BY n) AS number,
           CASE WHEN newest THEN chance < 980 ELSE chance < 205 * $5 END AS live,
           (lpad(to_hex((extract(epoch FROM raised_at) * 1000)::bigint), 12, '0') || '7' ||
            substr(md5('ticket' || n), 1, 3) || '8' || substr(md5('ticket' || n), 4, 15))::uuid
               AS id
    FROM spread
)
SELECT tenant_id, id, number, raised_at, live, chance, live AND other < 400 AS free,
       CASE WHEN other % 50 = 0 THEN 'P1' WHEN other % 7 = 0 THEN 'P2' WHEN other % 2 = 0 THEN 'P3'
            ELSE 'P4' END AS priority,
       CASE WHEN chance % 10 < 6 THEN 1 WHEN chance % 10 < 9 THEN 2 ELSE 3 END AS tier,
       CASE WHEN live AND chance % 8 <> 0 THEN transaction_timestamp() - interval '4 hours'
            + interval '100 hours' * (hashint4(n + 2000003) & 1048575) / 1048576
            ELSE 'infinity' END AS next_due,
       (lpad(to_hex(tenant_id), 16, '0') || lpad(to_hex(1 + chance % 10), 16, '0'))::uuid
           AS requester_id,
       CASE WHEN live THEN $3::int ELSE $4::int END AS pattern
FROM told
"""

COUNTERS = """
INSERT INTO ticket_counter (tenant_id, last)
SELECT tenant_id, max(number) FROM ticket GROUP BY tenant_id
ON CONFLICT (tenant_id) DO UPDATE SET last = greatest(ticket_counter.last, excluded.last)
"""


async def tickets(
    connection: asyncpg.Connection,
    pattern: int,
    live: int,
    done: int,
    count: int,
    share: float,
    *,
    tables: Sequence[Child] = (TICKET, *CHILDREN),
    tenants: Sequence[int] | None = None,
    after: int = 0,
) -> None:
    """Copies of the pattern tenant's tickets numbered `live` and `done`, `count` together, the
    oldest two years old; about `share` of them live. At these tenants, or all; numbered from
    `after`."""
    async with connection.transaction():
        first = max(live, done, after)
        await connection.execute(NEW, count, first, live, done, share, tenants)
        await _fill(connection, pattern, tables)


SAME = """
CREATE TEMPORARY TABLE new AS
SELECT t.id AS tenant_id, m.raised_at, m.number AS pattern, true AS live,
       c.last + row_number() OVER (PARTITION BY t.id ORDER BY n) AS number,
       (lpad(to_hex(t.id), 16, '0') || lpad(to_hex(1), 16, '0'))::uuid AS requester_id,
       (left(m.id::text, 15) || substr(md5('same' || n), 1, 3) || '-8' ||
        substr(md5('same' || n), 4, 3) || '-' || substr(md5('same' || n), 7, 12))::uuid AS id
FROM generate_series(0, $3 - 1) n
JOIN tenant t ON t.id = $1 + n % $4
JOIN ticket_counter c ON c.tenant_id = t.id
JOIN ticket m ON m.tenant_id = $1 AND m.number = $2
"""
OWN_SAME = {name: OWN_TICKET[name] for name in ("tenant_id", "id", "number", "requester_id")}
LIVED_ON = ("event", "clock", "clock_event", "standing", "timer")


async def alike(
    connection: asyncpg.Connection, pattern: int, number: int, count: int, tenants: int
) -> None:
    """Copies that can be lived on: as old as the pattern tenant's ticket of that number, with its
    clocks, spread over so many tenants."""
    tables = [Child("ticket", "id", "true", OWN_SAME)]
    tables += [replace(child, own={}) for child in CHILDREN if child.name in LIVED_ON]
    async with connection.transaction():
        await connection.execute(SAME, pattern, number, count, tenants)
        await _fill(connection, pattern, tables)


async def _fill(connection: asyncpg.Connection, pattern: int, tables: Sequence[Child]) -> None:
    await connection.execute("CREATE INDEX ON new (pattern)")
    await connection.execute("ANALYZE new")
    for table in tables:
        await _copy(connection, pattern, table)
    await connection.execute(COUNTERS)
    await connection.execute("DROP TABLE new")


async def _copy(connection: asyncpg.Connection, pattern: int, table: Child) -> None:
    found = await columns(connection, table.name)
    values = [
        table.own.get(name) or _value(name, kind, table.ticket) for name, kind in found.items()
    ]
    await connection.execute(
        f"INSERT INTO {table.name} ({', '.join(found)}) SELECT {', '.join(values)} FROM new n "
        "JOIN ticket m ON m.tenant_id = $1 AND m.number = n.pattern "
        f"JOIN {table.name} p ON p.tenant_id = $1 AND p.{table.ticket} IN ({table.via}) "
        f"WHERE {table.of} ORDER BY n.raised_at",
        pattern,
    )


def _value(name: str, kind: str, ticket: str) -> str:
    if name == "tenant_id":
        return "n.tenant_id"
    if name in OWN:
        return part(f"p.{name}")
    if name == ticket:
        return "n.id"
    if name == "key":
        return f"{part('p.key')}::text"
    moved = kind == "timestamp with time zone"
    return f"p.{name} + (n.raised_at - m.raised_at)" if moved else f"p.{name}"


async def columns(connection: asyncpg.Connection, table: str) -> dict[str, str]:
    """Of a table, in order: name -> type."""
    found = await connection.fetch(COLUMNS, table)
    return {row["column_name"]: row["data_type"] for row in found}
