"""What the desk tells becomes usage: a consumer of the outbox writes each fact's entries and draws
prepaid blocks for them, once however often a fact is heard."""

from __future__ import annotations

from uuid import UUID

import msgspec

from billing.metered import ledger_keeping, metering
from billing.metered.metering import Stored
from billing.prepaid import drawing
from contracts import facts
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event

PREFIX = "ticket."
METERED = tuple(
    PREFIX + kind.kind
    for kind in (
        *(facts.Resolved, facts.Merged, facts.Judged),
        *(facts.TimePosted, facts.VendorCostBooked),
    )
)

EARLIER = """
SELECT id, kind, body FROM event
WHERE tenant_id = $1 AND subject_id = $2 AND position < $3 AND kind = ANY ($4::text[])
ORDER BY position
"""
TOLD = [PREFIX + kind for kind in facts.KINDS]


async def handle(act: Act, event: Event) -> None:
    """The fact's usage, given the ticket's earlier facts."""
    rows = await db.rows(EARLIER, event.tenant_id, event.subject_id, event.position, TOLD)
    earlier = [_stored(row["id"], row["kind"], msgspec.json.decode(row["body"])) for row in rows]
    used = metering.usage(_stored(event.id, event.kind, dict(event.body)), earlier)
    await drawing.follow(act, await ledger_keeping.store(act, used))


def _stored(event_id: UUID, kind: str, body: dict[str, object]) -> Stored:
    return Stored(event_id, facts.from_json(kind.removeprefix(PREFIX), body))


CONSUMER = Consumer("ledger", "bulk", METERED, handle)
