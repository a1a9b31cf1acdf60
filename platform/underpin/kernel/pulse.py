"""The pulse: fires what is due, each timer exactly once, in the transaction of its effect.

Due timers are read without locks, their subjects are locked first (lock order: ticket, then
timers), and what is still due is taken off the table and handed to its kind's handler as one
batch. A batch that fails is retried one by one; what keeps failing is set aside, visibly, and so is
a timer whose subject is gone. An alarm that is set aside pages.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

import structlog

from underpin.kernel import aside, db, due, metrics, timers
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import worker
from underpin.kernel.timers import Timer

BATCH = 500
ATTEMPTS = 6
PATIENCE_SECONDS = 60.0
"""How long a timer's subject may be out of reach: no verb holds a ticket nearly as long."""
log = structlog.get_logger()

# What pages comes before all else that is due; a simulated tenant lives its time in order.
FIRST = "lane = 'page' AND NOT simulated"
READ = " UNION ALL ".join(
    f"""
(SELECT id, kind, subject_id, lane, fires_at, due_at, simulated FROM timer
 WHERE tenant_id = $1 AND parked_at IS NULL AND due_at < $2 AND {which}
 ORDER BY due_at, id LIMIT $3)
"""
    for which in (FIRST, f"NOT ({FIRST})")
)
READ = f"SELECT * FROM ({READ}) due ORDER BY {FIRST} DESC, due_at, id LIMIT $3"

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


class SubjectGone(Exception):
    """What a timer is about could not be had for a minute: it is not there any more, or something
    holds it that will not let go."""


# tenant -> timer -> since when (monotonic) this process could not have its subject
_unreached: dict[int, dict[UUID, float]] = {}


async def beat() -> int:
    """One batch in each tenant that has something due, first where somebody is paged; returns how
    many timers fired."""
    return await due.in_turn(drain, due.PAGES, due.REAL_TIMERS, due.SIMULATED_TIMERS)


async def drain(tenant: int) -> int:
    """Fire one bounded batch of a tenant's due timers; returns how many."""
    try:
        async with db.open(Work(tenant)):
            found = _together(await _due(tenant, BATCH))
            fired = await _fire(tenant, found)
    except Exception:
        log.exception("pulse.batch_failed", tenant=tenant)
        return await _one_by_one(tenant)
    await _give_up(tenant, found)
    return fired


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


async def _give_up(tenant: int, found: Sequence[db.Row]) -> None:
    """Set aside what waited in vain, so that it stops nobody: a simulated tenant lives in order."""
    waiting = _unreached.get(tenant, {})
    for row in found:
        since = waiting.get(row["id"])
        if since is not None and time.monotonic() - since >= PATIENCE_SECONDS:
            await _set_back(tenant, row, SubjectGone("what it is about is gone, or held"), 1)


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
        _unreached.pop(tenant, None)
        return 0
    fired, horizon, started = 0, await db.now(), time.monotonic()
    act, missed = await _act(tenant, found[0]), list[UUID]()
    for kind, rows in groupby(sorted(found, key=_kind), key=_kind):
        handler = timers.KINDS[kind]
        batch = list(rows)
        locked = await handler.lock(act, list({row["subject_id"] for row in batch}))
        missed += [row["id"] for row in batch if row["subject_id"] not in locked]
        taken = await _take(tenant, horizon, [row["id"] for row in batch], locked)
        if taken:
            await handler.fire(act, taken)
            metrics.timers.labels(kind, "fired").inc(len(taken))
            if not found[0]["simulated"]:  # whose horizon is no time of ours
                _observe(kind, taken, horizon, started)
            fired += len(taken)
    _miss(tenant, found, missed)
    return fired


def _observe(kind: str, taken: Sequence[Timer], horizon: datetime, started: float) -> None:
    spent = time.monotonic() - started
    for timer in taken:
        late = (horizon - timer.fires_at).total_seconds() + spent
        metrics.timer_lateness_seconds.labels(kind).observe(late)


def _miss(tenant: int, found: Sequence[db.Row], missed: Sequence[UUID]) -> None:
    """Remember since when these were out of reach, and forget those that are not any more."""
    before, tried = _unreached.pop(tenant, {}), {row["id"] for row in found}
    now = time.monotonic()
    others = {timer: since for timer, since in before.items() if timer not in tried}
    waiting = others | {timer: before.get(timer, now) for timer in missed}
    if waiting:
        _unreached[tenant] = waiting


def _kind(row: db.Row) -> str:
    kind: str = row["kind"]
    return kind


async def _take(tenant: int, horizon: datetime, ids: list[UUID], locked: set[UUID]) -> list[Timer]:
    found = await db.rows(TAKE, tenant, ids, list(locked), horizon)
    return [Timer(**row) for row in found]


async def _set_back(tenant: int, row: db.Row, problem: Exception, attempts: int = ATTEMPTS) -> None:
    """Try again later, or after so many attempts set aside where staff see it. A timer that was
    moved since it was read is left as it stands: its new time is not ours to bring forward."""
    async with db.open(Work(tenant)):
        words = (tenant, row["id"], _said(problem), attempts, row["due_at"])
        parked = await db.value(FAILED, *words)
        if parked:
            act = Act(worker(tenant), tenant, await db.now(), "alarm", "pulse")
            await aside.say(act, row["id"], row["lane"], row["kind"], row["subject_id"])
    metrics.timers.labels(row["kind"], "set_aside" if parked else "failed").inc()
    if parked:
        log.error("pulse.set_aside", tenant=tenant, timer=str(row["id"]), kind=row["kind"])


def _said(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:500]
