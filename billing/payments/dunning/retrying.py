"""The timer by which a declined card is tried again: what holds it back by then is looked at first.
The charge itself is a push like any other, under a key of its own."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from billing.payments.dunning import following
from billing.payments.pushing import charging
from underpin.kernel import db, timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer

LOCK = """
SELECT d.id FROM card_dunning d
JOIN invoice i ON i.tenant_id = d.tenant_id AND i.id = d.invoice_id
WHERE d.tenant_id = $1 AND d.id = ANY ($2::uuid[]) ORDER BY i.id FOR UPDATE OF i, d SKIP LOCKED
"""


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(following.KIND, _lock, _fire)


WAITING = """
SELECT d.invoice_id FROM card_dunning d
JOIN invoice i ON i.tenant_id = d.tenant_id AND i.id = d.invoice_id
WHERE d.tenant_id = $1 AND d.state IN ('trying', 'given_up') ORDER BY i.id FOR UPDATE OF i, d
"""


async def sooner(act: Act) -> None:
    """Another card was saved: what was declined is tried on it at once, given up or not."""
    for row in await db.rows(WAITING, act.tenant_id):
        then = await following.reckon(act, row["invoice_id"])
        if then is not None and then.state in ("trying", "given_up"):
            await charging.ask(act, row["invoice_id"])


async def _lock(act: Act, subjects: Sequence[UUID]) -> set[UUID]:
    return {row["id"] for row in await db.rows(LOCK, act.tenant_id, list(subjects))}


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    for timer in batch:
        await _try(act, timer.subject_id)


async def _try(act: Act, dunned: UUID) -> None:
    invoice_id: UUID = await db.value(
        "SELECT invoice_id FROM card_dunning WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, dunned),
    )
    then = await following.reckon(act, invoice_id)
    if then is not None and then.state == "trying":
        await charging.ask(act, invoice_id)
