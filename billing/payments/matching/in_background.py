"""A big statement is matched by the worker, batch by batch, as whoever imported it.

What an entry came to is written with it, so a worker that is killed is followed by the next one,
which passes over what is no longer open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from billing.payments.matching import bank_entry, matching
from billing.payments.matching.bank_entry import BankEntry
from tenants import staff_acting
from underpin.kernel import db
from underpin.kernel.database.scope import Provider
from underpin.kernel.principal import Principal

BATCH: Final = 25
LEASE: Final = timedelta(minutes=2)
"""Longer than a batch takes; a worker that died is followed after it."""

LEASED: Final = """
UPDATE statement_matching SET leased_until = $2 WHERE id = (
    SELECT id FROM statement_matching
    WHERE finished_at IS NULL AND (leased_until IS NULL OR leased_until < $1)
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, started_by, reached
"""
OPEN: Final = f"""
SELECT {bank_entry.COLUMNS} FROM bank_entry
WHERE statement_id = $1 AND state = 'open' AND ($2::uuid IS NULL OR id > $2)
ORDER BY id LIMIT {BATCH}
"""
# Only who holds the lease says how far it is.
WENT_ON: Final = """
UPDATE statement_matching SET leased_until = NULL, matched = matched + $3,
    remaining = remaining + $4, reached = coalesce($5, reached),
    finished_at = CASE WHEN $6 THEN $7::timestamptz END
WHERE id = $1 AND leased_until = $2
"""


@dataclass(frozen=True, slots=True)
class _Leased:
    id: UUID
    started_by: UUID
    reached: UUID | None
    until: datetime


async def work() -> int:
    """One batch of the oldest statement that nobody works on; returns how many entries it saw."""
    leased = await _lease()
    if leased is None:
        return 0
    async with db.open(Provider()):
        rows = await db.rows(OPEN, leased.id, leased.reached)
    batch = [bank_entry.read_row(row) for row in rows]
    principal = await staff_acting.principal(leased.started_by)
    matched = await _matched(principal, batch) if principal else 0
    await _went_on(leased, batch, matched, gone=principal is None)
    return len(batch)


async def _matched(principal: Principal, batch: list[BankEntry]) -> int:
    if not principal.may("bank.import"):
        return 0
    return (await matching.each(principal, batch)).matched


async def _lease() -> _Leased | None:
    async with db.open(Provider()):
        now = await db.now()
        row = await db.row(LEASED, now, now + LEASE)
    return _Leased(**row, until=now + LEASE) if row else None


async def _went_on(leased: _Leased, batch: list[BankEntry], matched: int, *, gone: bool) -> None:
    """Finished with the last batch, or where whoever began it is no longer here."""
    last = gone or len(batch) < BATCH
    async with db.open(Provider()):
        await db.execute(
            WENT_ON,
            *(leased.id, leased.until, matched, len(batch) - matched),
            *(batch[-1].id if batch else None, last, await db.now()),
        )
