"""What was pushed to Stripe, as staff see it: of one invoice, or all that was set aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from billing.amounts.money import Money
from billing.invoicing import invoices
from billing.payments.gateway import minor_units
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Pushed:
    """`client` is its key. `goal`: what is to be collected, credited or given back; `found`: what
    Stripe makes of it, None until it said so. `steps_done` of `steps`. `trouble` is the last one,
    in Stripe's words; `dropped_why` why a person gave it up."""

    id: UUID
    client: str
    kind: str
    state: str
    number: str
    goal: Money
    found: Money | None
    outcome: str
    trouble: str
    dropped_why: str
    stripe_id: str | None
    steps: int
    steps_done: int
    attempts: int
    begun_at: datetime
    ended_at: datetime | None


PAGE: Final = 50
# What was tried too often is set aside by the kernel's channel (kernel/outgoing.py).
PUSHED: Final = """
SELECT p.id, t.key AS client, p.kind, p.number, p.goal, p.found, p.currency, p.outcome,
       p.stripe_id, p.begun_at, p.ended_at, p.dropped_why, s.steps, s.steps_done,
       coalesce(o.attempts, 0) AS attempts,
       CASE WHEN p.trouble = '' THEN coalesce(o.last_error, '') ELSE p.trouble END AS trouble,
       CASE WHEN p.state = 'waiting' AND o.parked_at IS NOT NULL THEN 'aside' ELSE p.state END
       AS state
FROM stripe_push p
JOIN tenant t ON t.id = p.tenant_id
CROSS JOIN LATERAL (
    SELECT count(*) AS steps, count(done_at) AS steps_done FROM stripe_step s
    WHERE s.tenant_id = p.tenant_id AND s.push_id = p.id
) s
LEFT JOIN outgoing o ON o.tenant_id = p.tenant_id AND o.channel = 'stripe'
  AND o.identity = p.id || ':' || p.round AND o.sent_at IS NULL AND o.withdrawn_at IS NULL
"""
OF_INVOICE: Final = f"""
{PUSHED} WHERE p.tenant_id = $1 AND (p.invoice_id = $2 OR p.document_id = $2)
ORDER BY p.begun_at, p.id
"""
ASIDE: Final = f"""
{PUSHED} WHERE p.state IN ('waiting', 'aside') AND p.kind <> 'customer'
  AND (p.state = 'aside' OR o.parked_at IS NOT NULL)
  AND ($1::uuid IS NULL OR p.id > $1)
ORDER BY p.id LIMIT {PAGE}
"""


@read("collecting.read", STAFF)
async def of_invoice(act: Act, tenant: int, number: str) -> list[Pushed]:
    """The invoice, its charges, credit notes and what else was pushed for it, the oldest first.
    Raises NotFound."""
    invoice = await invoices.by_number(act, tenant, number)
    return [_shown(row) for row in await db.rows(OF_INVOICE, tenant, invoice.id)]


@read("collecting.read", STAFF)
async def aside(act: Act, after: UUID | None = None) -> list[Pushed]:
    """What waits for a person, of all clients the asker works for, the oldest first; up to fifty,
    go on with `after` the last one's id. A client that Stripe would not take as a customer is found
    under the invoice that asked for it."""
    return [_shown(row) for row in await db.rows(ASIDE, after)]


def _shown(row: Any) -> Pushed:
    currency = row["currency"]
    found = None if row["found"] is None else minor_units.money(row["found"], currency)
    fields = {name: row[name] for name in Pushed.__slots__ if name not in ("goal", "found")}
    return Pushed(**fields, goal=minor_units.money(row["goal"], currency), found=found)
