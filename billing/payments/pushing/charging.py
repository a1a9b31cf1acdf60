"""Charging the saved card for an invoice that is at Stripe: the first time when it arrives there,
and again whenever dunning asks. Each try is a push of its own, so that each has its own key."""

from __future__ import annotations

from uuid import UUID

from billing.payments.pushing import push
from billing.payments.pushing.push import New, Planned
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict


class NotThere(Conflict):
    code = "not-at-stripe"
    title = "This invoice is not collected through Stripe"


LAST = """
SELECT i.number, i.goal, i.currency, i.state = 'done' AS there, coalesce(c.ordinal, 0) AS tries,
       c.id AS last, coalesce(c.state <> 'done', false) AS under_way
FROM stripe_push i
LEFT JOIN LATERAL (
    SELECT id, ordinal, state FROM stripe_push c
    WHERE c.tenant_id = i.tenant_id AND c.kind = 'charge' AND c.document_id = i.document_id
    ORDER BY ordinal DESC LIMIT 1
) c ON true
WHERE i.tenant_id = $1 AND i.kind = 'invoice' AND i.document_id = $2 FOR UPDATE OF i
"""


async def ask(act: Act, invoice_id: UUID) -> UUID:
    """Charge it once more; the push that does. One that is under way is not doubled. Raises
    NotThere."""
    row = await db.row(LAST, act.tenant_id, invoice_id)
    if row is None or not row["there"]:
        raise NotThere
    if row["under_way"]:
        under_way: UUID = row["last"]
        return under_way
    words = (row["number"], row["goal"], row["currency"], invoice_id, row["tries"] + 1)
    begun = await push.begin(act, New("charge", invoice_id, *words), [Planned("charge", {})])
    assert begun is not None, "the invoice's push is locked"  # noqa: S101
    return begun
