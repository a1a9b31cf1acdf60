"""What was paid in a month, for accounting: a row for each payment of an invoice, and for what was
paid back of a client's balance."""

from __future__ import annotations

from datetime import date
from typing import Final

from billing.amounts import money
from billing.amounts.money import Money
from billing.exports import month
from billing.exports.month import FIRST, PAGE, After, Page
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.csv_rows import Cell
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

COLUMNS: Final = (
    *("received_on", "client", "client_name", "invoice", "method", "amount", "currency"),
    *("reference", "external_id", "payment", "takes_back"),
)
# Prepaid money pays an invoice in the moment it is issued, and what is paid back is of no invoice:
# neither is a row of `payment`.
RECEIVED = f"""
WITH paid AS (
    SELECT p.tenant_id, p.id, p.received_on, p.invoice_id, p.method, p.amount, p.reference,
           p.external_id, p.reverses, NULL::text AS currency
    FROM payment p
    WHERE p.tenant_id = ANY ($1::int[]) AND p.received_on >= $2 AND p.received_on < $3
    UNION ALL
    SELECT i.tenant_id, i.id, i.issued_on, i.id, 'prepaid', i.prepaid, '', NULL, NULL,
           NULL
    FROM invoice i
    WHERE i.tenant_id = ANY ($1::int[]) AND i.state = 'final' AND i.prepaid > 0
      AND i.issued_on >= $2 AND i.issued_on < $3
    UNION ALL
    SELECT b.tenant_id, b.id, (b.decided_at AT TIME ZONE t.time_zone)::date, NULL, 'payback',
           -b.amount, '', NULL, NULL, b.currency
    FROM payback b JOIN tenant t ON t.id = b.tenant_id
    WHERE b.tenant_id = ANY ($1::int[]) AND b.state = 'approved'
      AND (b.decided_at AT TIME ZONE t.time_zone)::date >= $2
      AND (b.decided_at AT TIME ZONE t.time_zone)::date < $3
)
SELECT p.tenant_id, p.id, p.received_on, p.method, p.amount, p.reference, p.external_id,
       p.reverses, i.number, coalesce(p.currency, i.currency) AS currency, t.key AS client,
       t.name AS client_name
FROM paid p LEFT JOIN invoice i ON i.tenant_id = p.tenant_id AND i.id = p.invoice_id
JOIN tenant t ON t.id = p.tenant_id
WHERE (p.received_on, p.tenant_id, p.id) > ($4, $5, $6)
ORDER BY p.received_on, p.tenant_id, p.id LIMIT {PAGE}
"""


@read("accounting.export", STAFF)
async def page(act: Act, day: date, after: After = FIRST) -> Page:
    """Up to 500 payments received in the month that holds `day` from the clients the asker is
    assigned to; below zero for what went back."""
    tenants = list(act.principal.tenant_ids)
    found = await db.rows(RECEIVED, tenants, *month.span(day), *(after.day, after.tenant, after.id))
    last = found[-1] if len(found) == PAGE else None
    following = After(last["received_on"], last["tenant_id"], last["id"]) if last else None
    return Page([_row(each) for each in found], following)


def _row(of: db.Row) -> tuple[Cell, ...]:
    amount = money.rounded(Money(of["amount"], of["currency"])).amount
    return (
        *(of["received_on"], of["client"], of["client_name"], of["number"], of["method"]),
        *(amount, of["currency"], of["reference"], of["external_id"], of["id"], of["reverses"]),
    )
