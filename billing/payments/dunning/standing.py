"""How far a declined card is, as it is read with its invoice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from billing.invoicing import invoices
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class CardDunning:
    """`state`: trying (again at `next_try_at`), stopped (a line is questioned, or a payment
    disputed), paid, given_up. `declined`: the bank's last reason, in Stripe's words."""

    state: str
    tries: int
    declined: str
    next_try_at: datetime | None
    started_at: datetime


@read("invoice.read", STAFF)
async def of_invoice(act: Act, tenant: int, number: str) -> CardDunning:
    """Raises NotFound, also where no card was declined."""
    invoice = await invoices.by_number(act, tenant, number)
    row = await db.row(
        "SELECT state, tries, declined, next_try_at, started_at FROM card_dunning "
        "WHERE tenant_id = $1 AND invoice_id = $2",
        *(tenant, invoice.id),
    )
    if row is None:
        raise NotFound
    return CardDunning(**row)
