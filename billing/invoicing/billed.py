"""The lines of an invoice with what issued notes credited of each."""

from __future__ import annotations

from uuid import UUID

from billing.invoicing.crediting import Billed
from underpin.kernel import db

BILLED = """
SELECT l.ordinal, l.net, l.tax_code, l.tax_rate AS tax_percent, coalesce((
    SELECT sum(c.net) FROM credit_note_line c JOIN credit_note n
      ON n.tenant_id = c.tenant_id AND n.id = c.credit_note_id
    WHERE c.tenant_id = $1 AND n.invoice_id = $2 AND n.state = 'issued'
      AND c.ordinal = l.ordinal), 0) AS credited
FROM invoice_line l WHERE l.tenant_id = $1 AND l.invoice_id = $2 ORDER BY l.ordinal
"""


async def lines(tenant: int, invoice: UUID) -> list[Billed]:
    """As they stand now."""
    return [Billed(**row) for row in await db.rows(BILLED, tenant, invoice)]
