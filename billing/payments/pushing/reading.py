"""What was pushed to Stripe for an invoice, as staff see it, and letting it be tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from billing.amounts.money import Money
from billing.invoicing import invoices
from billing.payments.gateway import minor_units
from billing.payments.pushing import push
from underpin.kernel import db, wake
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write


class NotAside(Conflict):
    code = "not-set-aside"
    title = "Only what was set aside is tried again by hand: this goes on by itself"


@dataclass(frozen=True, slots=True)
class Pushed:
    """`goal`: what is to be collected, credited or given back; `found`: what Stripe makes of it,
    None until it said so. `steps_done` of `steps`. `trouble` is the last one, in Stripe's words.
    """

    id: UUID
    kind: str
    state: str
    number: str
    goal: Money
    found: Money | None
    outcome: str
    trouble: str
    stripe_id: str | None
    steps: int
    steps_done: int
    attempts: int
    begun_at: datetime
    ended_at: datetime | None


# What was tried too often is set aside by the kernel's channel (kernel/outgoing.py).
OF_INVOICE = """
SELECT p.id, p.kind, p.number, p.goal, p.found, p.currency, p.outcome, p.stripe_id, p.begun_at,
       p.ended_at, s.steps, s.steps_done, coalesce(o.attempts, 0) AS attempts,
       CASE WHEN p.trouble = '' THEN coalesce(o.last_error, '') ELSE p.trouble END AS trouble,
       CASE WHEN p.state = 'waiting' AND o.parked_at IS NOT NULL THEN 'aside' ELSE p.state END
       AS state
FROM stripe_push p
CROSS JOIN LATERAL (
    SELECT count(*) AS steps, count(done_at) AS steps_done FROM stripe_step s
    WHERE s.tenant_id = p.tenant_id AND s.push_id = p.id
) s
LEFT JOIN outgoing o ON o.tenant_id = p.tenant_id AND o.channel = 'stripe'
  AND o.identity = p.id || ':' || p.round AND o.sent_at IS NULL
WHERE p.tenant_id = $1 AND (p.invoice_id = $2 OR p.document_id = $2)
ORDER BY p.begun_at, p.id
"""
# What leaves is claimed by the wall's time, whatever time the client lives in.
RETRY = """
UPDATE outgoing SET parked_at = NULL, attempts = 0, due_at = transaction_timestamp()
WHERE tenant_id = $1 AND channel = 'stripe' AND identity = $2 AND parked_at IS NOT NULL
"""


@read("collecting.read", STAFF)
async def of_invoice(act: Act, tenant: int, number: str) -> list[Pushed]:
    """The invoice, its charges, credit notes and what else was pushed for it, the oldest first.
    Raises NotFound."""
    invoice = await invoices.by_number(act, tenant, number)
    return [_shown(row) for row in await db.rows(OF_INVOICE, tenant, invoice.id)]


@write("collecting.write", STAFF)
async def retry(act: Act, push_id: UUID) -> None:
    """Try it again at once. A total that differed begins with a draft of its own. Raises NotFound,
    NotAside."""
    held = await push.held(act.tenant_id, push_id)
    if held is None:
        raise NotFound
    moved = await db.execute(RETRY, act.tenant_id, push.identity(held.id, held.round))
    if not moved:
        raise NotAside
    wake.after_commit()


def _shown(row: Any) -> Pushed:
    currency = row["currency"]
    found = None if row["found"] is None else minor_units.money(row["found"], currency)
    fields = {name: row[name] for name in Pushed.__slots__ if name not in ("goal", "found")}
    return Pushed(**fields, goal=minor_units.money(row["goal"], currency), found=found)
