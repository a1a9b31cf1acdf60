"""The cut of a client's ledger: which entries a document was made of, exactly and for good.

An entry belongs to the cut that is open while it is stored. Closing a cut waits for the entries
that are being stored into it, and those that come later belong to the next one; so a run repeated
over the same cut reads the same rows. A time would not do: what is stored under an earlier time
may be committed later.
"""

from __future__ import annotations

from underpin.kernel import db

OPEN = "SELECT number FROM ledger_cut WHERE tenant_id = $1 FOR SHARE"
BEGIN = "INSERT INTO ledger_cut (tenant_id, number) VALUES ($1, 1) ON CONFLICT DO NOTHING"
CLOSE = """
UPDATE ledger_cut SET number = number + 1 WHERE tenant_id = $1 RETURNING number - 1
"""


async def current(tenant: int) -> int:
    """The open cut, which stays open until this transaction ends."""
    return await _number(OPEN, tenant)


async def close(tenant: int) -> int:
    """Close the open cut and return it. Runs over one client's ledger are one after the other."""
    return await _number(CLOSE, tenant)


async def _number(sql: str, tenant: int) -> int:
    """A client's first cut is opened when it is asked for."""
    number: int | None = await db.value(sql, tenant)
    if number is None:
        await db.execute(BEGIN, tenant)
        number = await db.value(sql, tenant)
    assert number is not None, "the row was written before, by us or by another"  # noqa: S101
    return number
