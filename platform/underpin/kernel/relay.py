"""The relay: hands each event to each of its consumers, in order per ticket, at least once
until the consumer's own effect commits with the delivery's end (so: exactly once for rows).

A delivery that fails is retried with growing pauses and then parked; it stops only its own
ticket's line for that consumer, and one of the alarms' lane pages. One relay works in a tenant at
a time, so order cannot be lost between two.
"""

from __future__ import annotations

import structlog

from underpin.kernel import aside, db, due, events, metrics
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import worker

ATTEMPTS = 8
log = structlog.get_logger()

ALONE = "SELECT pg_try_advisory_xact_lock(hashtext('underpin-relay'), $1)"

# Lane -> its share of a batch, in the order they go: none waits for another to run dry.
LANES = {"alarm": 100, "mail": 50, "webhook": 50, "bulk": 50}
LINE = 20


def _heads(rank: int, lane: str, share: int) -> str:
    """Only the head of a line may be tried, whatever the due times of those behind it: a line
    whose head waits, or is parked, waits. The limit keeps the cost of a batch the same however
    long the backlog is."""
    return f"""(
    SELECT {rank} AS rank, {share} AS share, d.consumer, d.subject_id, d.due_at FROM delivery d
    WHERE d.tenant_id = $1 AND d.lane = '{lane}' AND d.parked_at IS NULL
      AND d.due_at <= transaction_timestamp()
      AND NOT EXISTS (
        SELECT FROM delivery b WHERE b.tenant_id = d.tenant_id AND b.consumer = d.consumer
          AND b.subject_id = d.subject_id AND b.position < d.position)
    ORDER BY d.due_at LIMIT {share})"""


HEADS = " UNION ALL ".join(
    _heads(rank, lane, share) for rank, (lane, share) in enumerate(LANES.items())
)

# What stands right behind a head goes with it, within its lane's share.
READ = f"""
WITH head AS MATERIALIZED ({HEADS}), batch AS MATERIALIZED (
    SELECT h.rank, h.share, l.id AS delivery_id, l.consumer, l.event_id, row_number() OVER (
        PARTITION BY h.rank ORDER BY h.due_at, h.subject_id, h.consumer, l.position) AS place
    FROM head h
    CROSS JOIN LATERAL (
        SELECT id, consumer, event_id, position FROM delivery l
        WHERE l.tenant_id = $1 AND l.consumer = h.consumer AND l.subject_id = h.subject_id
        ORDER BY l.position LIMIT {LINE}
    ) l
)
SELECT b.delivery_id, b.consumer, e.*
FROM batch b
CROSS JOIN LATERAL (
    SELECT * FROM event e WHERE e.tenant_id = $1 AND e.id = b.event_id LIMIT 1
) e
WHERE b.place <= b.share
ORDER BY b.rank, b.place
"""

DONE = "DELETE FROM delivery WHERE tenant_id = $1 AND id = $2"

FAILED = """
UPDATE delivery SET attempts = attempts + 1, last_error = $3,
    due_at = transaction_timestamp() + interval '1 second' * power(2, least(attempts, 8)),
    parked_at = CASE WHEN attempts + 1 >= $4 THEN transaction_timestamp() END
WHERE tenant_id = $1 AND id = $2 RETURNING parked_at, lane
"""


async def round() -> int:  # noqa: A001 - reads as relay.round()
    """One batch in each tenant that has deliveries due; returns how many were handled."""
    return await due.in_turn(drain, due.DELIVERIES)


async def drain(tenant: int) -> int:
    """One bounded batch of a tenant's deliveries; 0 also when another relay is at it."""
    async with db.open(Work(tenant)):
        if not await db.value(ALONE, tenant):
            return 0
        act = Act(worker(tenant), tenant, await db.now(), "relay", "relay")
        return await _batch(act, await db.rows(READ, tenant))


async def _batch(act: Act, found: list[db.Row]) -> int:
    done, stopped = 0, set[tuple[object, object]]()
    for row in found:
        line = (row["consumer"], row["subject_id"])
        if line in stopped:
            continue
        if await _deliver(act, row):
            done += 1
        else:
            stopped.add(line)
    return done


async def _deliver(act: Act, row: db.Row) -> bool:
    consumer = row["consumer"]
    try:
        async with db.savepoint():
            await events.CONSUMERS[consumer].handle(act, events.read(row))
            await db.execute(DONE, act.tenant_id, row["delivery_id"])
    except Exception as problem:
        log.exception("relay.failed", consumer=consumer, event_id=str(row["id"]))
        await _set_back(act, row, problem)
        return False
    metrics.deliveries.labels(consumer, "done").inc()
    return True


async def _set_back(act: Act, row: db.Row, problem: Exception) -> None:
    said = f"{type(problem).__name__}: {problem}"[:500]
    found = await db.row(FAILED, act.tenant_id, row["delivery_id"], said, ATTEMPTS)
    parked = found is not None and found["parked_at"] is not None
    metrics.deliveries.labels(row["consumer"], "set_aside" if parked else "failed").inc()
    if found is not None and parked:
        what = f"{row['consumer']}: {row['kind']}"
        await aside.say(act, row["delivery_id"], found["lane"], what, row["subject_id"])
