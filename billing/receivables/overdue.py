"""Whether a client is overdue, said where rooms that know nothing of billing read it."""

from __future__ import annotations

from billing.receivables import local_day
from tenants import standing
from underpin.kernel import db
from underpin.kernel.act import Act

SINCE = """
SELECT min(due_on) + 1 FROM receivable r
WHERE tenant_id = $1 AND is_open AND due_on < $2 AND gross - credited - paid > questioned
  AND NOT EXISTS (SELECT FROM payment_dispute p
                  WHERE p.tenant_id = r.tenant_id AND p.invoice_id = r.id AND NOT p.is_over)
"""


async def refresh(act: Act) -> None:
    """After what is open has changed, and on the morning after a due day."""
    today = await local_day.today(act, act.tenant_id)
    await standing.mark(act, await db.value(SINCE, act.tenant_id, today))
