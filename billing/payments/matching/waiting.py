"""How much of what came in on the bank accounts is nobody's yet."""

from __future__ import annotations

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

MOST = 1000


@read("bank.read", STAFF)
async def count(act: Act) -> int:
    """Entries that wait to be assigned, counted up to a thousand."""
    found: int = await db.value(
        f"SELECT count(*) FROM (SELECT FROM bank_entry WHERE state = 'open' LIMIT {MOST}) waiting"
    )
    return found
