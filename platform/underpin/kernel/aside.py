"""What is set aside is said aloud: an event in the transaction that parks it, from which whoever
leads is told (DESIGN 7, "a set-aside alarm pages"), and a gauge of all that waits for a person.
"""

from __future__ import annotations

from uuid import UUID

from underpin.kernel import db, events, metrics
from underpin.kernel.act import Act
from underpin.kernel.database.scope import System

KIND = "set_aside.alarm"
PAGING = ("page", "alarm")

WAITING = """
SELECT lane, count(*) AS waiting FROM (
    SELECT lane FROM timer WHERE parked_at IS NOT NULL
    UNION ALL SELECT lane FROM delivery WHERE parked_at IS NOT NULL
    UNION ALL SELECT 'outgoing' FROM outgoing
    WHERE parked_at IS NOT NULL AND sent_at IS NULL AND withdrawn_at IS NULL
) parked GROUP BY lane
"""


async def say(act: Act, row_id: UUID, lane: str, what: str, subject_id: UUID) -> None:
    """Page for an alarm that was just parked; other lanes wait to be found. The event is the
    parked row's own, which the caller's transaction has locked; `what` names no person."""
    if lane in PAGING:
        body = {"what": what, "subject_id": str(subject_id)}
        await events.emit(act, events.New(KIND, row_id, body))


async def count() -> None:
    """Set the gauge, by lane; `outgoing` is what should have left."""
    async with db.open(System()):
        found = {row["lane"]: row["waiting"] for row in await db.rows(WAITING)}
    for lane in ("page", "alarm", "mail", "webhook", "bulk", "outgoing"):
        metrics.set_aside.labels(lane).set(found.get(lane, 0))
