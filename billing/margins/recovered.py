"""What a vendor paid of a recovery that it granted: the money beside the claim (PRACTICE 30)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from billing.amounts import money
from billing.amounts.money import Money
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write


class NotOurs(Conflict):
    code = "recovery-not-ours"
    title = "This recovery was not granted to us: only what was granted to us brings us money"


@dataclass(frozen=True, slots=True)
class Recovered:
    """`id` is the recovery's; `amount` in major units."""

    id: UUID
    currency: str
    amount: Decimal


@write("recovery.claim", STAFF)
async def record(act: Act, recovery_id: UUID, currency: str, amount: Decimal) -> Recovered:
    """Said again it replaces what was said. Raises NotFound, NotOurs for one that was not granted
    or is the client's, Malformed, NotMoney."""
    whole = Money(amount, currency)
    if amount <= 0 or money.rounded(whole) != whole:
        raise Malformed("amount: above 0, in whole minor units.", field="amount")
    row = await db.row(
        "SELECT state, holder FROM recovery WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        *(act.tenant_id, recovery_id),
    )
    if row is None:
        raise NotFound
    if (row["state"], row["holder"]) != ("granted", "msp"):
        raise NotOurs
    await db.execute(
        "INSERT INTO recovered (tenant_id, id, currency, amount, recorded_by, recorded_at) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, id) DO UPDATE "
        "SET currency = $3, amount = $4, recorded_by = $5, recorded_at = $6",
        *(act.tenant_id, recovery_id, currency, amount, act.person_id, act.now),
    )
    body = {"amount": str(amount), "currency": currency}
    await events.emit(act, events.New("recovery.paid", recovery_id, body))
    return Recovered(recovery_id, currency, amount)


async def of_claims(recovery_ids: Sequence[UUID]) -> dict[UUID, Recovered]:
    """What was paid of those that the scope shows."""
    rows = await db.rows(
        "SELECT id, currency, amount FROM recovered WHERE id = ANY($1)", list(recovery_ids)
    )
    return {row["id"]: Recovered(**row) for row in rows}
