"""What every invoice that becomes final goes through: its number, the day it is due, what the
client's balance pays of it, and who is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from billing.amounts.money import Money
from billing.invoicing import series
from billing.papers import pinning
from billing.receivables import balance, payment_terms, receivable, term_of_payment
from billing.receivables.term_of_payment import Term
from underpin.kernel import db, events
from underpin.kernel.act import Act

FINAL = """
UPDATE invoice SET state = 'final', number = $3, issued_on = $4, due_on = $5, finalised_at = $6,
                   finalised_by = $7
WHERE tenant_id = $1 AND id = $2
"""


@dataclass(frozen=True, slots=True)
class Issued:
    """A stored draft whose lines are booked. `payment_days` holds where no terms of payment were
    agreed with the client."""

    id: UUID
    gross: Money
    lines: int
    payment_days: int


async def issue(act: Act, of: Issued, today: date) -> None:
    """In the transaction that booked it, with the draft locked."""
    number = await series.take(act, "invoice", today)
    agreed = (await payment_terms.agreed(act.tenant_id)).term
    due = term_of_payment.due_on(today, agreed or Term(of.payment_days))
    by = act.principal.person_id
    await db.execute(FINAL, act.tenant_id, of.id, number, today, due, act.now, by)
    await receivable.refresh(act, of.id)
    await balance.use_on(act, of.id, today)
    await pinning.when_known(act, pinning.Of("invoice", of.id, of.id))
    body = {"number": number, "gross": str(of.gross.amount), "lines": of.lines}
    await events.emit(act, events.New("invoice.finalised", of.id, body))
