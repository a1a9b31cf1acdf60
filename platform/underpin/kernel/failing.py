"""What failed in a client's round stands among what is set aside until it goes well: a timer that
waits for a person from the start, under the round's name.

The rounds themselves go on trying. Trying it again by hand asks for it at once; where nobody hears
that, the next round does it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID

from redis.exceptions import RedisError

from underpin.kernel import db, ids, installation, jobs, timers, wake
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Problem
from underpin.kernel.timers import Timer

KIND: Final = "round"
JOB: Final = "round_again"
LONGEST: Final = 300
KEEP: Final = f"""
INSERT INTO timer (tenant_id, id, kind, key, subject_id, lane, fires_at, due_at, attempts,
                   simulated, parked_at, last_error)
VALUES ($1, $2, '{KIND}', $3, $2, 'bulk', $5, $5, 1, false, transaction_timestamp(), $4)
ON CONFLICT (tenant_id, kind, key) DO UPDATE
SET attempts = timer.attempts + 1, last_error = excluded.last_error,
    parked_at = coalesce(timer.parked_at, excluded.parked_at)
"""
PASSED: Final = f"DELETE FROM timer WHERE tenant_id = $1 AND kind = '{KIND}' AND key = $2"


async def keep(name: str, tenant: int, problem: Exception) -> None:
    """Set aside, in a transaction of its own: the round's is undone."""
    async with db.open(Work(tenant)):
        await db.execute(KEEP, tenant, ids.new(), name, reason(problem), await db.now())


async def passed(name: str, tenant: int) -> None:
    """It went well: it waits for nobody any more. Within the client's transaction."""
    await db.execute(PASSED, tenant, name)


def reason(problem: Exception) -> str:
    """A line that a person can read: what a refusal says, else the fault's own first line."""
    if isinstance(problem, Problem):
        return _first(problem.detail)
    return _first(f"{type(problem).__name__}: {problem}")


def _first(said: str) -> str:
    return next(iter(said.splitlines()), "")[:LONGEST]


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`: what was let go again is asked for."""
    return timers.Kind(KIND, _all, _fire)


async def _all(_: Act, subjects: Sequence[UUID]) -> set[UUID]:
    return set(subjects)


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    for timer in batch:
        db.after_commit(partial(_ask, act.tenant_id, timer.key))


async def _ask(tenant: int, name: str) -> None:
    """A job of its own: alarms do not wait for a round. Without Redis the next round does it."""
    redis = jobs.pool(installation.settings().redis_url)
    with contextlib.suppress(RedisError, OSError):
        try:
            async with wake.patience():
                await redis.enqueue_job(JOB, tenant, name)
        finally:
            await redis.aclose(close_connection_pool=True)
