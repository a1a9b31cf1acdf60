"""One timer table for everything that falls due: clocks, auto-close, snooze, chasers.

A timer belongs to a subject whose lock its handler takes first (lock order: ticket, then clocks
and timers, then counters). `fires_at` is the instant it stands for, exact however late it is
handled; `due_at` is when it is tried next.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from underpin.kernel import db, ids, wake
from underpin.kernel.act import Act

Lock = Callable[[Act, Sequence[UUID]], Awaitable[set[UUID]]]


@dataclass(frozen=True, slots=True)
class Timer:
    kind: str
    key: str
    subject_id: UUID
    fires_at: datetime
    lane: str = "alarm"


Fire = Callable[[Act, Sequence[Timer]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Kind:
    """How timers of a kind are handled. `lock` returns which subjects it could lock at once
    (FOR UPDATE SKIP LOCKED); `fire` gets those subjects' timers, already taken off the table."""

    name: str
    lock: Lock
    fire: Fire


KINDS: dict[str, Kind] = {}


def rows_of(table: str) -> Lock:
    """The lock of a kind whose subjects are that tenant table's rows."""

    async def lock(act: Act, subjects: Sequence[UUID]) -> set[UUID]:
        rows = await db.rows(
            f"SELECT id FROM {table} WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) "
            "ORDER BY id FOR UPDATE SKIP LOCKED",
            act.tenant_id,
            list(subjects),
        )
        return {row["id"] for row in rows}

    return lock


def handle(kind: Kind) -> None:
    """Register a kind; done by name in the worker."""
    KINDS[kind.name] = kind


ARM = """
INSERT INTO timer (tenant_id, id, kind, key, subject_id, lane, fires_at, due_at, attempts,
                   simulated)
SELECT $1, u.id, u.kind, u.key, u.subject_id, u.lane, u.fires_at, u.fires_at, 0, t.simulated_now
       IS NOT NULL
FROM unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::timestamptz[])
     AS u(id, kind, key, subject_id, lane, fires_at)
JOIN tenant t ON t.id = $1
ON CONFLICT (tenant_id, kind, key) DO UPDATE
SET subject_id = excluded.subject_id, lane = excluded.lane, fires_at = excluded.fires_at,
    due_at = excluded.due_at, attempts = 0, parked_at = NULL, last_error = NULL
"""


async def arm(act: Act, *timers: Timer) -> None:
    """Set timers, moving those that stand already under the same kind and key. Of two given under
    one, the last is meant."""
    if not timers:
        return
    last = {(timer.kind, timer.key): timer for timer in timers}.values()
    await db.execute(
        ARM,
        act.tenant_id,
        [ids.new() for _ in last],
        [timer.kind for timer in last],
        [timer.key for timer in last],
        [timer.subject_id for timer in last],
        [timer.lane for timer in last],
        [timer.fires_at for timer in last],
    )
    wake.after_commit()


def stands(kind: str, key: str) -> str:
    """The condition that the tenant `$1` has a timer of that kind, under the key that an SQL
    expression gives. For what is gathered until it fires: one that is just being fired is waited
    for and then stands no more, and none fires before what was added is there to be read."""
    return (
        f"EXISTS (SELECT FROM timer m WHERE m.tenant_id = $1 AND m.kind = '{kind}' "
        f"AND m.key = {key} FOR KEY SHARE)"
    )


async def disarm(act: Act, kind: str, keys: Sequence[str]) -> None:
    """Take timers off; those that are not there are no error."""
    if keys:
        await db.execute(
            "DELETE FROM timer WHERE tenant_id = $1 AND kind = $2 AND key = ANY ($3::text[])",
            act.tenant_id,
            kind,
            list(keys),
        )
