"""What is open of each final invoice, kept beside it: gross less credited less paid.

The row is reckoned anew from the invoice's notes and payments whenever one of them is written, so
that lists of what is open never walk a client's whole history.
"""

from __future__ import annotations

from uuid import UUID

from billing.invoicing import invoices
from underpin.kernel import db
from underpin.kernel.act import Act

REFRESH = f"""
INSERT INTO receivable (tenant_id, id, currency, gross, credited, paid, due_on, is_open)
SELECT $1, o.id, o.currency, o.gross, o.credited, o.paid, o.due_on,
       o.gross <> o.credited + o.paid
FROM (SELECT i.id, i.currency, i.gross, i.due_on, {invoices.SETTLED}
      FROM invoice i WHERE i.tenant_id = $1 AND i.id = $2 AND i.state = 'final') o
ON CONFLICT (tenant_id, id) DO UPDATE
SET credited = excluded.credited, paid = excluded.paid, is_open = excluded.is_open
"""


async def refresh(act: Act, invoice_id: UUID) -> None:
    """After a payment, a note or the finalising itself, in its transaction; the invoice locked."""
    await db.execute(REFRESH, act.tenant_id, invoice_id)
