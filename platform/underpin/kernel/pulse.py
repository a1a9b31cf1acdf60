"""The pulse: fires what is due, each timer exactly once, in the transaction of its effect.

Due timers are read without locks, their subjects are locked first (lock order: ticket, then
timers), and what is still due is taken off the table and handed to its kind's handler as one
batch. A batch that fails is retried one by one; what keeps failing is set aside, visibly.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

import structlog

from underpin.kernel import db, due, metrics, timers
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import worker
from underpin.kernel.timers import Timer

BATCH = 500
ATTEMPTS = 6
log = structlog.get_logger()

READ = """
SELECT id, kind, subject_id, fires_at, due_at, simulated FROM timer
WHERE tenant_id = $1 AND parked_at IS NULL AND due_at < $2
ORDER BY due_at, id LIMIT $3
"""

TAKE = """
WITH due AS (
    SELECT id FROM timer
    WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) AND subject_id = ANY ($3::uuid[])
      AND parked_at IS NULL AND due_at < $4
    FOR UPDATE SKIP LOCKED
), taken AS (
    DELETE FROM timer WHERE tenant_id = $1 AND id IN (SELECT id FROM due)
    RETURNING id, kind, key, subject_id, fires_at, lane
)
SELECT kind, key, subject_id, fires_at, lane FROM taken ORDER BY kind, fires_at, id
"""

FAILED = """
UPDATE timer SET attempts = attempts + 1, last_error = $3,
    due_at = CASE WHEN simulated THEN due_at
             ELSE transaction_timestamp() + interval '1 second' * power(2, least(attempts, 8)) END,
    parked_at = CASE WHEN attempts + 1 >= $4 THEN transaction_timestamp() END
WHERE tenant_id = $1 AND id = $2 AND due_at = $5 RETURNING parked_at
"""


async def beat() -> int:
    """One batch in each tenant that has something due; returns how many timers fired."""
    return await due.in_turn(drain, due.REAL_TIMERS, due.SIMULATED_TIMERS)


async def drain(tenant: int) -> int:
    """Fire one bounded batch of a tenant's due timers; returns how many."""
    try:
        async with db.open(Work(tenant)):
            return await _fire(tenant, _together(await _due(tenant, BATCH)))
    except Exception:
        log.exception("pulse.batch_failed", tenant=tenant)
    return await _one_by_one(tenant)


async def _one_by_one(tenant: int) -> int:
    async with db.open(Work(tenant)):
        found = _together(await _due(tenant, BATCH))
    return sum([await _alone(tenant, row) for row in found])


async def _alone(tenant: int, row: db.Row) -> int:
    try:
        async with db.open(Work(tenant)):
            return await _fire(tenant, [row])
    except Exception as problem:
        log.exception("pulse.timer_failed", tenant=tenant, timer=str(row["id"]), kind=row["kind"])
        await _set_back(tenant, row, problem)
    return 0


async def _due(tenant: int, limit: int) -> list[db.Row]:
    return await db.rows(READ, tenant, await db.now(), limit)


async def _act(tenant: int, first: db.Row) -> Act:
    """A simulated tenant's alarm acts at its own instant; a real one's now, however late."""
    if first["simulated"]:
        db.set_now(first["fires_at"])
    return Act(worker(tenant), tenant, await db.now(), "alarm", "pulse")


def _together(found: list[db.Row]) -> list[db.Row]:
    """A simulated tenant lives its time in order: only the earliest instant at once, because
    what it causes may fall due before the next one."""
    if not found or not found[0]["simulated"]:
        return found
    return [row for row in found if row["fires_at"] == found[0]["fires_at"]]


async def _fire(tenant: int, found: Sequence[db.Row]) -> int:
    if not found:
        return 0
    fired, horizon = 0, await db.now()
    act = await _act(tenant, found[0])
    for kind, rows in groupby(sorted(found, key=_kind), key=_kind):
        handler = timers.KINDS[kind]
        batch = list(rows)
        locked = await handler.lock(act, list({row["subject_id"] for row in batch}))
        taken = await _take(tenant, horizon, [row["id"] for row in batch], locked)
        if taken:
            await handler.fire(act, taken)
            metrics.timers.labels(kind, "fired").inc(len(taken))
            fired += len(taken)
    return fired


def _kind(row: db.Row) -> str:
    kind: str = row["kind"]
    return kind


async def _take(tenant: int, horizon: datetime, ids: list[UUID], locked: set[UUID]) -> list[Timer]:
    found = await db.rows(TAKE, tenant, ids, list(locked), horizon)
    return [Timer(**row) for row in found]


async def _set_back(tenant: int, row: db.Row, problem: Exception) -> None:
    """Try again later, or set aside where staff see it. A timer that was moved since it was read
    is left as it stands: its new time is not ours to bring forward."""
    async with db.open(Work(tenant)):
        words = (tenant, row["id"], _said(problem), ATTEMPTS, row["due_at"])
        parked = await db.value(FAILED, *words)
    metrics.timers.labels(row["kind"], "set_aside" if parked else "failed").inc()
    if parked:
        log.error("pulse.set_aside", tenant=tenant, timer=str(row["id"]), kind=row["kind"])


def _said(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:500]
