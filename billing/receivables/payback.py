"""Paying a client's balance back: proposed by one, approved by another, then out of the balance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from billing.amounts import money
from billing.amounts.money import Money
from billing.invoicing import invoices
from billing.receivables import balance
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Forbidden, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

PAGE = 100


class Decided(Conflict):
    code = "payback-decided"
    title = "This pay-back was decided already"


class OwnProposal(Forbidden):
    code = "own-payback"
    title = "Who proposed a pay-back does not decide it: ask somebody else"


@dataclass(frozen=True, slots=True)
class Payback:
    """Approved, the money is out of the balance and is to be sent."""

    id: UUID
    currency: str
    amount: Decimal
    reason: str
    state: str
    proposed_by: UUID
    proposed_at: datetime
    decided_at: datetime | None


COLUMNS = "id, currency, amount, reason, state, proposed_by, proposed_at, decided_at"


@read("invoice.read", STAFF)
async def of_tenant(act: Act, tenant: int, before: UUID | None = None) -> list[Payback]:
    """Newest first, a hundred at a time."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM payback WHERE tenant_id = $1 AND ($2::uuid IS NULL OR id < $2) "
        f"ORDER BY id DESC LIMIT {PAGE}",
        *(tenant, before),
    )
    return [Payback(**invoices.in_minor_units(row, "amount")) for row in rows]


@write("credit.propose", STAFF)
async def propose(act: Act, currency: str, amount: Decimal, reason: str) -> Payback:
    """Raises Malformed, NotMoney, and balance.NotEnough for more than there is."""
    whole = Money(amount, currency)
    if amount <= 0 or money.rounded(whole) != whole:
        raise Malformed("amount: above 0, in whole minor units.", field="amount")
    if not 1 <= len(reason.strip()) <= 2000:
        raise Malformed("reason: 1 to 2000 characters.", field="reason")
    held = {each.currency: each.amount for each in await balance.of_tenant(act, act.tenant_id)}
    if held.get(currency, Decimal(0)) < amount:
        raise balance.NotEnough
    made = ids.new()
    await db.execute(
        "INSERT INTO payback (tenant_id, id, currency, amount, reason, state, proposed_by, "
        "proposed_at) VALUES ($1, $2, $3, $4, $5, 'proposed', $6, $7)",
        *(act.tenant_id, made, currency, amount, reason.strip(), act.person_id, act.now),
    )
    return await _one(act, made)


@write("credit.approve", STAFF)
async def approve(act: Act, payback_id: UUID) -> Payback:
    """By somebody else. Raises NotFound, Decided, OwnProposal, balance.NotEnough."""
    found = await _decide(act, payback_id, "approved")
    await balance.move(act, -Money(found.amount, found.currency), "paid_back", found.id)
    body = {"amount": str(found.amount), "currency": found.currency}
    await events.emit(act, events.New("payback.approved", found.id, body))
    return found


@write("credit.approve", STAFF)
async def refuse(act: Act, payback_id: UUID) -> Payback:
    """By somebody else. Raises NotFound, Decided, OwnProposal."""
    return await _decide(act, payback_id, "refused")


async def _decide(act: Act, payback_id: UUID, state: str) -> Payback:
    await db.execute(
        "SELECT id FROM payback WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        *(act.tenant_id, payback_id),
    )
    found = await _one(act, payback_id)
    if found.state != "proposed":
        raise Decided
    if found.proposed_by == act.person_id:
        raise OwnProposal
    columns = {"state": state, "decided_by": act.person_id, "decided_at": act.now}
    await db.update("payback", {"tenant_id": act.tenant_id, "id": payback_id}, columns)
    return await _one(act, payback_id)


async def _one(act: Act, payback_id: UUID) -> Payback:
    row = await db.row(
        f"SELECT {COLUMNS} FROM payback WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, payback_id),
    )
    if row is None:
        raise NotFound
    return Payback(**invoices.in_minor_units(row, "amount"))
