"""The demo made a large installation: a million tickets of a thousand clients, for all of whom the
demo's own people work. Every tenth ticket is the pattern's, a client of the demo.

What the demo's people had before is still there. Every ticket has its first message, its first
event and the clocks the client was promised; those open have all that hangs on a ticket but timers,
so that nothing goes off while pages are measured.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

import asyncpg

from benchmarks import loading, multiplying
from benchmarks.loading import Size
from benchmarks.multiplying import Child
from underpin.kernel.settings import Settings

FIRST_NUMBER: Final = 1_000
TICKET: Final = replace(
    multiplying.TICKET, own={**multiplying.OWN_TICKET, "reference": "NULL::text"}
)
PROMISED: Final = "n.live OR p.kind = 'SLA'"

ASSIGNED: Final = """
INSERT INTO assignment (staff_id, tenant_id)
SELECT s.id, t FROM staff s, unnest($1::int[]) t ON CONFLICT DO NOTHING
"""
# Of the demo client's copies every second was asked by its admin.
OWN: Final = """
UPDATE ticket SET requester_id = $3 WHERE tenant_id = $1 AND number > $2 AND number % 2 = 0
"""


async def fill(found: Settings, size: Size, pattern: int, admin: object) -> None:
    """`pattern` is the demo client, whose tickets are copied; `admin` the person who asked."""
    async with _connected(found) as connection:
        async with connection.transaction():
            every = await _clients(connection, size, pattern)
            live, done = await _patterns(connection, pattern)
            await multiplying.tickets(
                *(connection, pattern, live, done, size.tickets, size.live),
                tables=(TICKET, *_children()),
                tenants=every,
                after=FIRST_NUMBER,
            )
            await connection.execute(OWN, pattern, FIRST_NUMBER, admin)
        await connection.execute("VACUUM (ANALYZE)")


async def _clients(connection: asyncpg.Connection, size: Size, pattern: int) -> list[int]:
    """The pattern and the new ones, with people and the pattern's contract; in the hands of the
    demo's staff."""
    new = list(range(loading.FIRST, loading.FIRST + size.tenants - 1))
    await connection.execute(loading.COMPANIES, loading.FIRST, len(new))
    await connection.execute(loading.PERSONS, loading.PEOPLE, [pattern, *new])
    await connection.execute(ASSIGNED, [pattern, *new])
    await multiplying.contracts(connection, pattern, new)
    return [pattern, *new]


def _children() -> list[Child]:
    """Of a ticket, less what makes something happen."""
    kept = [each for each in multiplying.CHILDREN if each.name not in ("timer", "delivery")]
    return [replace(each, of=PROMISED) if each.name == "clock" else each for each in kept]


async def _patterns(connection: asyncpg.Connection, pattern: int) -> tuple[int, int]:
    """The numbers of an open ticket that somebody has, and of a closed one."""
    found = await connection.fetchrow(
        "SELECT max(number) FILTER (WHERE live AND assignee_id IS NOT NULL) AS live, "
        "min(number) FILTER (WHERE state = 'closed') AS done FROM ticket WHERE tenant_id = $1",
        pattern,
    )
    return found["live"], found["done"]


@asynccontextmanager
async def _connected(found: Settings) -> AsyncIterator[asyncpg.Connection]:
    """As the server's own administrator, for whom neither foreign keys nor row policies are
    checked row by row."""
    database = urlsplit(found.database_url).path.strip("/")
    connection = await asyncpg.connect(found.require_admin_url(), database=database)
    try:
        await connection.execute("SET session_replication_role = replica")
        yield connection
    finally:
        await connection.close()
