"""A client's credit balance per currency: what it paid too much and what it is owed outside the
tax; used on its next invoice, or paid back by one who proposes it and another who approves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

import asyncpg

from billing.amounts import money
from billing.amounts.money import Money
from billing.invoicing import invoices
from billing.payments import payment
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write

Kind = Literal["overpaid", "taken_back", "used", "put_back", "paid_back", "penalty"]
PAGE = 100


class NotEnough(Conflict):
    code = "balance-too-small"
    title = "The client's balance holds less than that: some of it was used or paid back already"


@dataclass(frozen=True, slots=True)
class Balance:
    """`amount` in major units, never below zero."""

    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Move:
    """`about_id`: the allocation, payment, pay-back or debit note behind it."""

    id: UUID
    currency: str
    amount: Decimal
    kind: str
    about_id: UUID
    moved_at: datetime


@read("invoice.read", STAFF, MEMBER)
async def of_tenant(act: Act, tenant: int) -> list[Balance]:
    """One per currency in which something stood. Raises NotFound for another's."""
    _own(act, tenant)
    rows = await db.rows(
        "SELECT currency, amount FROM client_balance WHERE tenant_id = $1 ORDER BY currency", tenant
    )
    return [Balance(**invoices.in_minor_units(row, "amount")) for row in rows]


@read("invoice.read", STAFF, MEMBER)
async def moves(act: Act, tenant: int, before: UUID | None = None) -> list[Move]:
    """Newest first, a hundred at a time; `before` is the last one seen."""
    _own(act, tenant)
    rows = await db.rows(
        "SELECT id, currency, amount, kind, about_id, moved_at FROM balance_move "
        f"WHERE tenant_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT {PAGE}",
        *(tenant, before),
    )
    return [Move(**invoices.in_minor_units(row, "amount")) for row in rows]


MOVE = """
WITH held AS (
    INSERT INTO client_balance (tenant_id, currency, amount)
    VALUES ($1, $3, greatest($4::numeric, 0))
    ON CONFLICT (tenant_id, currency) DO UPDATE SET amount = client_balance.amount + $4
    RETURNING currency
)
INSERT INTO balance_move (tenant_id, id, currency, amount, kind, about_id, moved_by, moved_at)
SELECT $1, $2, held.currency, $4, $5, $6, $7, $8 FROM held
"""


async def move(act: Act, amount: Money, kind: Kind, about_id: UUID) -> None:
    """Above zero into the balance, below out of it. Raises NotEnough."""
    if amount.amount < 0 and await _held(act.tenant_id, amount.currency) is None:
        raise NotEnough
    try:
        await db.execute(
            MOVE,
            *(act.tenant_id, ids.new(), amount.currency, amount.amount, kind, about_id),
            *(act.principal.person_id, act.now),
        )
    except asyncpg.CheckViolationError as short:
        raise NotEnough from short


async def use_on(act: Act, invoice_id: UUID, today: date) -> None:
    """Pay of a final invoice, locked, what the balance of its currency covers."""
    row = await db.row(
        "SELECT currency, gross - credited - paid AS open FROM receivable "
        "WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, invoice_id),
    )
    if row is None or row["open"] <= 0:
        return
    held = await _held(act.tenant_id, row["currency"])
    amount = money.rounded(Money(min(held or Decimal(0), row["open"]), row["currency"]))
    if not amount:
        return
    made = await payment.book(act, invoice_id, amount.amount, today, method="balance")
    assert made is not None, "it has no name elsewhere"  # noqa: S101
    await move(act, -amount, "used", made.id)


@write("payment.record", STAFF)
async def take_over(act: Act, number: str, on: date) -> Balance:
    """What an invoice was paid beyond what is owed on it goes to the client's balance. Raises
    NotFound, Conflict where nothing is too much."""
    invoice = await invoices.held(act, number)
    too_much = invoice.paid + invoice.credited - invoice.gross
    if too_much <= 0:
        raise Conflict("This invoice was not paid too much: there is nothing to take over.")
    made = await payment.book(act, invoice.id, -too_much, on, method="balance")
    assert made is not None, "it has no name elsewhere"  # noqa: S101
    await move(act, Money(too_much, invoice.currency), "overpaid", made.id)
    return await _one(act.tenant_id, invoice.currency)


USED = """
SELECT p.id, p.amount FROM payment p WHERE p.tenant_id = $1 AND p.invoice_id = $2 AND p.id = $3
  AND p.method = 'balance' AND p.amount > 0 AND p.reverses IS NULL
  AND NOT EXISTS (SELECT FROM payment r WHERE r.tenant_id = $1 AND r.reverses = p.id)
"""


@write("payment.record", STAFF)
async def put_back(act: Act, number: str, payment_id: UUID, on: date) -> Balance:
    """What an invoice took from the balance goes back into it. Raises NotFound, also for a
    payment that came by another way or was put back already."""
    invoice = await invoices.held(act, number)
    row = await db.row(USED, act.tenant_id, invoice.id, payment_id)
    if row is None:
        raise NotFound
    await payment.book(act, invoice.id, -row["amount"], on, method="balance", reverses=payment_id)
    await move(act, Money(row["amount"], invoice.currency), "put_back", payment_id)
    return await _one(act.tenant_id, invoice.currency)


async def _held(tenant: int, currency: str) -> Decimal | None:
    found: Decimal | None = await db.value(
        "SELECT amount FROM client_balance WHERE tenant_id = $1 AND currency = $2 FOR UPDATE",
        *(tenant, currency),
    )
    return found


async def _one(tenant: int, currency: str) -> Balance:
    held = Money(await _held(tenant, currency) or Decimal(0), currency)
    return Balance(currency, money.rounded(held).amount)


def _own(act: Act, tenant: int) -> None:
    act.only_own(tenant)
