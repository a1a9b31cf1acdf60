"""Everything that leaves: queued with its identity in the transaction that decided it, sent
outside any transaction, repeated under the same identity until the far side took it.

A message may wait (`hold`) so that it can still be withdrawn; PRACTICE 25 gives mail and vendor
cases ten seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import structlog

from underpin.kernel import db, due, ids, metrics, wake
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work

ENCLOSED = "enclosed"
"""What of a payload is let go of once it left."""
BATCH = 10
ATTEMPTS = 12
PATIENCE_SECONDS = 25
"""Less than the shortest lease (CLAIM), so that a slow send is given up before another begins."""
HOLD = timedelta(seconds=10)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One thing to be sent. `identity` is what the far side dedupes on (a Message-ID)."""

    tenant_id: int
    id: UUID
    channel: str
    identity: str
    subject_id: UUID
    payload: Mapping[str, Any]
    simulated: bool


Send = Callable[[Outgoing], Awaitable[None]]
CHANNELS: dict[str, Send] = {}


class NeverTaken(Exception):
    """Raised by a channel when the far side will not take this at any try: a person must look."""


class TryLater(Exception):
    """Raised by a channel when the far side says when to come again (Retry-After): not before
    `wait` is over, or later still where it failed so often."""

    def __init__(self, said: str, wait: timedelta) -> None:
        super().__init__(said)
        self.wait = wait


QUEUE = """
INSERT INTO outgoing (tenant_id, id, channel, identity, subject_id, payload, simulated,
                      created_at, due_at, attempts)
SELECT $1, $2, $3, $4, $5, $6::text::jsonb, t.simulated_now IS NOT NULL, $7,
       transaction_timestamp() + $8, 0
FROM tenant t WHERE t.id = $1
ON CONFLICT (tenant_id, channel, identity) DO NOTHING RETURNING id
"""

# Within one conversation nothing leaves while an earlier word is on its way; what failed once does
# not hold up the rest.
CLAIM = """
UPDATE outgoing SET attempts = attempts + 1,
    due_at = transaction_timestamp() + interval '30 seconds' * power(2, least(attempts, 7))
WHERE tenant_id = $1 AND id IN (
    SELECT o.id FROM outgoing o
    WHERE o.tenant_id = $1 AND o.due_at <= transaction_timestamp() AND o.sent_at IS NULL
      AND o.withdrawn_at IS NULL AND o.parked_at IS NULL
      AND NOT EXISTS (
        SELECT FROM outgoing e WHERE e.tenant_id = $1 AND e.channel = o.channel AND e.id < o.id
          AND e.payload ->> 'thread' = o.payload ->> 'thread' AND e.sent_at IS NULL
          AND e.withdrawn_at IS NULL AND e.parked_at IS NULL AND e.last_error IS NULL)
    ORDER BY o.due_at, o.id LIMIT $2 FOR UPDATE SKIP LOCKED)
RETURNING tenant_id, id, channel, identity, subject_id, payload, simulated
"""

SENT = f"""
UPDATE outgoing SET sent_at = transaction_timestamp(), last_error = NULL,
    payload = payload - '{ENCLOSED}'
WHERE tenant_id = $1 AND id = $2
"""

FAILED = """
UPDATE outgoing SET last_error = $3,
    parked_at = CASE WHEN attempts >= $4 OR $5 THEN transaction_timestamp() END,
    due_at = greatest(due_at, transaction_timestamp() + $6)
WHERE tenant_id = $1 AND id = $2 RETURNING parked_at
"""


async def queue(
    act: Act,
    channel: str,
    identity: str,
    subject_id: UUID,
    payload: Mapping[str, Any],
    *,
    hold: timedelta = HOLD,
    outgoing_id: UUID | None = None,
) -> UUID:
    """Queue once per identity; asking again changes nothing. Returns the row's id."""
    made = outgoing_id or ids.new()
    body = msgspec.json.encode(payload).decode()
    words = (act.tenant_id, made, channel, identity, subject_id, body, act.now, hold)
    found: UUID = await db.value(QUEUE, *words) or await db.value(
        "SELECT id FROM outgoing WHERE tenant_id = $1 AND channel = $2 AND identity = $3",
        *(act.tenant_id, channel, identity),
    )
    wake.after_commit()
    return found


async def withdraw(act: Act, subject_id: UUID, channel: str) -> int:
    """Take back what has not left yet; returns how many. What is being sent now still leaves."""
    return await db.execute(
        "UPDATE outgoing SET withdrawn_at = $4 WHERE tenant_id = $1 AND subject_id = $2 "
        "AND channel = $3 AND sent_at IS NULL AND attempts = 0 AND withdrawn_at IS NULL",
        act.tenant_id,
        subject_id,
        channel,
        act.now,
    )


async def withdraw_each(act: Act, outgoing_ids: Sequence[UUID]) -> int:
    """The same of these alone."""
    return await db.execute(
        "UPDATE outgoing SET withdrawn_at = $3 WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) "
        "AND sent_at IS NULL AND attempts = 0 AND withdrawn_at IS NULL",
        act.tenant_id,
        list(outgoing_ids),
        act.now,
    )


async def round() -> int:  # noqa: A001 - reads as outgoing.round()
    """Send one batch for each tenant that has something due; returns how many left."""
    return await due.in_turn(drain, due.OUTGOING)


async def drain(tenant: int) -> int:
    """Claim under a lease, send outside any transaction, then record what happened."""
    async with db.open(Work(tenant)):
        found = await db.rows(CLAIM, tenant, BATCH)
    return sum(await asyncio.gather(*(_send(_read(row)) for row in found)))


async def _send(leaving: Outgoing) -> int:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await CHANNELS[leaving.channel](leaving)
    except Exception as problem:  # noqa: BLE001 - a sender may fail in any way; it is kept with the row
        log.warning("outgoing.failed", channel=leaving.channel, error=type(problem).__name__)
        await _failed(leaving, problem)
        return 0
    async with db.open(Work(leaving.tenant_id)):
        await db.execute(SENT, leaving.tenant_id, leaving.id)
    metrics.outbound.labels(leaving.channel, "sent").inc()
    return 1


async def _failed(leaving: Outgoing, problem: Exception) -> None:
    said, never = f"{type(problem).__name__}: {problem}"[:500], isinstance(problem, NeverTaken)
    wait = problem.wait if isinstance(problem, TryLater) else timedelta(0)
    words = (leaving.tenant_id, leaving.id, said, ATTEMPTS, never, wait)
    async with db.open(Work(leaving.tenant_id)):
        parked = await db.value(FAILED, *words)
    metrics.outbound.labels(leaving.channel, "set_aside" if parked else "failed").inc()


def _read(row: db.Row) -> Outgoing:
    fields = dict(row)
    return Outgoing(**{**fields, "payload": msgspec.json.decode(fields["payload"])})
