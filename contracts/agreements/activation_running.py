"""A run: batch by batch, open tickets go on under another version from one and the same instant.

Each batch is a transaction: its tickets switched, counted, and the timer set again, so that a
worker that dies leaves whole batches behind, and the next one goes on. Tickets that somebody is
just changing come with a later batch; the instant of the switch is the same for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from contracts import instant
from contracts.agreements import activation
from contracts.desk_protocol import Desk
from contracts.facts import TermsChanged
from underpin.kernel import db, events, timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer

BATCH: Final = 100
AGAIN: Final = timedelta(seconds=1)
REASON: Final = "the version applies to open tickets too"

OLDER = """
SELECT array_agg(o.id) FROM {table} v
JOIN {table} o ON o.agreement_id = v.agreement_id AND o.number < v.number {same}
WHERE v.id = $1 {own}
"""
OLDER_SLA = OLDER.format(
    table="agreement_version", same="AND o.tenant_id = v.tenant_id", own="AND v.tenant_id = $2"
)
OLDER_BEHIND = OLDER.format(table="provider_agreement_version", same="", own="")

# Open tickets under an older version, and those decided since the switch that we come late for.
SLA_TICKETS = """
SELECT s.ticket_id FROM standing s
WHERE s.tenant_id = $1 AND s.sla = ANY ($3::uuid[]) AND s.live
UNION
SELECT c.ticket_id FROM clock c
WHERE c.tenant_id = $1 AND c.kind = 'SLA' AND c.decided_at > $4 AND c.state <> 'merged'
  AND c.version_id = ANY ($3::uuid[])
"""
BEHIND_TICKETS = """
SELECT c.ticket_id FROM clock c
WHERE c.tenant_id = $1 AND c.version_id = ANY ($3::uuid[]) AND $4::timestamptz IS NOT NULL
  AND c.state IN ('running', 'paused', 'never')
GROUP BY c.ticket_id
"""
GATHER = """
WITH found AS (
    INSERT INTO activation_ticket (tenant_id, run_id, ticket_id)
    SELECT $1, $2, t.ticket_id FROM ({tickets}) t ON CONFLICT DO NOTHING RETURNING ticket_id
)
UPDATE activation_run SET state = 'running', total = total + (SELECT count(*) FROM found)
WHERE tenant_id = $1 AND id = $2 AND EXISTS (SELECT FROM found)
"""
GATHERS = {
    "sla": GATHER.format(tickets=SLA_TICKETS),
    "ola": GATHER.format(tickets=BEHIND_TICKETS),
    "uc": GATHER.format(tickets=BEHIND_TICKETS),
}

WAITING = """
SELECT ticket_id FROM activation_ticket
WHERE tenant_id = $1 AND run_id = $2 AND switched_at IS NULL ORDER BY ticket_id LIMIT $3
"""

SWITCHED = """
WITH switched AS (
    UPDATE activation_ticket SET switched_at = $4
    WHERE tenant_id = $1 AND run_id = $2 AND ticket_id = ANY ($3::uuid[]) RETURNING ticket_id
)
UPDATE activation_run SET done = done + (SELECT count(*) FROM switched)
WHERE tenant_id = $1 AND id = $2
"""


def kind(desk: Desk) -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""

    async def fire(act: Act, batch: Sequence[Timer]) -> None:
        for timer in batch:
            await _go_on(act, desk, timer.subject_id)

    return timers.Kind(activation.TIMER, timers.rows_of("activation_run"), fire)


async def _go_on(act: Act, desk: Desk, run_id: UUID) -> None:
    """One batch; done once nobody is left, looked for again at the end."""
    run = await db.row(
        "SELECT id, side, version_id, switch_at, total FROM activation_run "
        "WHERE tenant_id = $1 AND id = $2",
        act.tenant_id,
        run_id,
    )
    if run is None:
        return
    waiting = await _waiting(act, run)
    if not waiting:
        await _finish(act, run)
        return
    locked = await desk.lock(act, waiting)
    if locked:
        await _switch(act, desk, run, sorted(locked))
    again = act.now if locked else act.now + AGAIN
    await timers.arm(act, Timer(activation.TIMER, str(run_id), run_id, again, "bulk"))


async def _waiting(act: Act, run: db.Row) -> list[UUID]:
    """The next batch; looked for among the tickets when the ones known have all been done."""
    words = (act.tenant_id, run["id"], BATCH)
    rows = await db.rows(WAITING, *words)
    if not rows and await _gather(act, run):
        rows = await db.rows(WAITING, *words)
    return [row["ticket_id"] for row in rows]


async def _gather(act: Act, run: db.Row) -> int:
    if run["side"] == "sla":
        older = await db.value(OLDER_SLA, run["version_id"], act.tenant_id)
    else:
        older = await db.value(OLDER_BEHIND, run["version_id"])
    words = (act.tenant_id, run["id"], older or [], run["switch_at"])
    return await db.execute(GATHERS[run["side"]], *words)


async def _switch(act: Act, desk: Desk, run: db.Row, ticket_ids: Sequence[UUID]) -> None:
    changed = [
        TermsChanged(
            ticket_id=ticket_id,
            tenant_id=act.tenant_id,
            at=instant.of(run["switch_at"]),
            side=run["side"],
            version=str(run["version_id"]),
        )
        for ticket_id in ticket_ids
    ]
    await desk.change_terms(act, changed, REASON)
    await db.execute(SWITCHED, act.tenant_id, run["id"], list(ticket_ids), act.now)


async def _finish(act: Act, run: db.Row) -> None:
    await db.execute(
        "UPDATE activation_run SET state = 'done', finished_at = $3 "
        "WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, run["id"], act.now),
    )
    body = {"version_id": str(run["version_id"]), "side": run["side"], "tickets": run["total"]}
    await events.emit(act, events.New("activation.finished", run["id"], body))
