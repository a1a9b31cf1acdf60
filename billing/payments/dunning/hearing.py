"""A question about a line, and its answer, move what is tried on the card: a consumer of the
outbox."""

from __future__ import annotations

from billing.payments.dunning import following
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event

QUESTIONED = ("invoice.line_asked", "invoice.line_explained")


async def handle(act: Act, event: Event) -> None:
    await db.value(
        "SELECT 1 FROM invoice WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        *(act.tenant_id, event.subject_id),
    )
    await following.reckon(act, event.subject_id)


CONSUMER = Consumer("card_dunning", "bulk", QUESTIONED, handle)
