"""What a person decides about a push that was set aside: try it again, or give it up."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from billing.payments.pushing import push
from billing.payments.pushing.push import Push
from underpin.kernel import db, events, wake
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write


class NotAside(Conflict):
    code = "not-set-aside"
    title = "Only what was set aside is decided by hand: this goes on by itself, or is done"


class NothingToTry(Conflict):
    code = "nothing-to-try"
    title = "Stripe cannot be told this at any try: give it up, and collect it another way"


# What leaves is claimed by the wall's time, whatever time the client lives in.
RETRY: Final = """
UPDATE outgoing SET parked_at = NULL, attempts = 0, due_at = transaction_timestamp()
WHERE tenant_id = $1 AND channel = 'stripe' AND identity = $2 AND parked_at IS NOT NULL
"""
PARKED: Final = """
SELECT EXISTS (SELECT FROM outgoing WHERE tenant_id = $1 AND channel = 'stripe' AND identity = $2
               AND parked_at IS NOT NULL AND withdrawn_at IS NULL AND sent_at IS NULL)
"""
# What waits for an invoice that is given up would wait for ever.
DROP: Final = """
UPDATE stripe_push SET state = 'dropped', dropped_by = $3, dropped_at = $4, dropped_why = $5
WHERE tenant_id = $1 AND state IN ('waiting', 'aside') AND (id = $2 OR invoice_id = $6)
RETURNING id, round
"""
WITHDRAW: Final = """
UPDATE outgoing SET withdrawn_at = $3 WHERE tenant_id = $1 AND channel = 'stripe'
  AND identity = ANY ($2::text[]) AND sent_at IS NULL
"""


@write("collecting.write", STAFF)
async def retry(act: Act, push_id: UUID) -> None:
    """Try it again at once. A total that differed begins with a draft of its own. Raises NotFound,
    NotAside, NothingToTry."""
    held = await _held(act, push_id)
    if held.state == "aside" and await push.next_step(act.tenant_id, held.id) is None:
        raise NothingToTry
    if not await db.execute(RETRY, act.tenant_id, push.identity(held.id, held.round)):
        raise NotAside
    wake.after_commit()


@write("collecting.write", STAFF)
async def drop(act: Act, push_id: UUID, reason: str) -> None:
    """Give it up, and with an invoice what waits for it. What is at Stripe of it by now is a draft
    that nobody pays. Raises NotFound, NotAside, Malformed for no reason."""
    said = reason.strip()
    if not 1 <= len(said) <= 2000:
        raise Malformed("reason: say why, in 2000 characters at most.", field="reason")
    held = await _held(act, push_id)
    of_invoice = held.invoice_id if held.kind == "invoice" else None
    words = (act.person_id, act.now, said, of_invoice)
    dropped = await db.rows(DROP, act.tenant_id, push_id, *words)
    names = [push.identity(row["id"], row["round"]) for row in dropped]
    await db.execute(WITHDRAW, act.tenant_id, names, act.now)
    await events.emit(act, events.New("stripe.dropped", push_id, {"kind": held.kind}))


async def _held(act: Act, push_id: UUID) -> Push:
    """Set aside, by itself or for having been tried too often. A client's mirror goes with the
    invoices that need it."""
    held = await push.held(act.tenant_id, push_id)
    if held is None or held.kind == "customer":
        raise NotFound
    name = push.identity(held.id, held.round)
    parked = held.state == "waiting" and await db.value(PARKED, act.tenant_id, name)
    if held.state != "aside" and not parked:
        raise NotAside
    return held
