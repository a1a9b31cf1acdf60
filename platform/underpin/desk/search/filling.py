"""The index of what was said before it was kept, or before words were spelled as they are now: a
client at a time, in rounds, from the newest ticket down.

`underpin search-index` does it at once; the worker does it by the hour, so that a release with
another spelling needs nobody's hand.
"""

from __future__ import annotations

from typing import Final

from underpin.desk.search import indexing
from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db, rounds
from underpin.kernel.database.scope import Work

SPELLING: Final = 1
"""Raised with every change to what words are or how they are spelled."""
ROUND: Final = 200

# Tickets raised since keep their own words.
BEGIN = """
INSERT INTO search_filled (tenant_id, spelling, through)
SELECT $1, $2, coalesce(max(t.number), 0) FROM ticket t WHERE t.tenant_id = $1
ON CONFLICT (tenant_id) DO UPDATE SET spelling = excluded.spelling, through = excluded.through
"""
STANDS = "SELECT spelling, through FROM search_filled WHERE tenant_id = $1 FOR UPDATE"
NUMBERS = """
SELECT number FROM ticket WHERE tenant_id = $1 AND number <= $2 ORDER BY number DESC LIMIT $3
"""
LOCK = f"""
SELECT FROM ticket WHERE tenant_id = $1 AND number = ANY ($2::int[])
ORDER BY {tickets.IN_ORDER} FOR UPDATE
"""
REACHED = "UPDATE search_filled SET through = $2 WHERE tenant_id = $1"


async def everywhere() -> int:
    """Fill all clients' indexes; returns how many tickets that took."""
    return sum([await client(tenant) for tenant in await rounds.clients(rounds.OPEN)])


async def client(tenant: int) -> int:
    """Until the client's is full; returns how many tickets that took."""
    filled = 0
    while done := await round(tenant):
        filled += done
    return filled


async def round(tenant: int) -> int:  # noqa: A001 - reads as filling.round(...)
    """The next tickets of a client, in one transaction; returns how many."""
    async with db.open(Work(tenant)):
        through = await _through(tenant)
        numbers = [row["number"] for row in await db.rows(NUMBERS, tenant, through, ROUND)]
        if numbers:
            await db.rows(LOCK, tenant, numbers)
            await indexing.keep(tenant, await indexing.texts(tenant, numbers))
            await db.execute(REACHED, tenant, numbers[-1] - 1)
    return len(numbers)


async def _through(tenant: int) -> int:
    """The newest ticket that is still to be done; words of another spelling go first."""
    stands = await db.row(STANDS, tenant)
    if stands is None or stands["spelling"] != SPELLING:
        if stands is not None:
            await db.execute("DELETE FROM search_word WHERE tenant_id = $1", tenant)
        await db.execute(BEGIN, tenant, SPELLING)
        stands = await db.row(STANDS, tenant)
    assert stands is not None, "it was begun just now"  # noqa: S101
    through: int = stands["through"]
    return through
