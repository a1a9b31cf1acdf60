"""Invoices as they are read: by the provider's staff all, by a client those issued to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from billing.amounts import money
from billing.amounts.money import Money
from billing.metered import meter
from billing.payments import creditor_reference
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import read

PAGE = 50


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """`net` is in major units of the invoice's currency, rounded to its minor unit.

    `period_start`: the first day of what it charges; None for what no price makes.
    """

    ordinal: int
    description: str
    unit: str
    quantity: Decimal
    net: Decimal
    tax_rate: Decimal
    tax_code: str = "S"
    period_start: date | None = None


@dataclass(frozen=True, slots=True)
class InvoiceTax:
    """The tax of one category and rate (EN 16931); `wording` is a key that says why there is
    none."""

    code: str
    percent: Decimal
    base: Decimal
    tax: Decimal
    wording: str
    exemption: str


@dataclass(frozen=True, slots=True)
class Summary:
    """One invoice in a list. `credited` and `paid` so far; `due_on` None for a draft."""

    id: UUID
    number: str | None
    state: str
    period_start: date
    period_end: date
    currency: str
    gross: Decimal
    credited: Decimal
    paid: Decimal
    issued_on: date | None
    due_on: date | None

    @property
    def open(self) -> Decimal:
        """What is still to be paid; below zero is owed to the client."""
        return self.gross - self.credited - self.paid if self.state == "final" else Decimal(0)

    def overdue(self, today: date) -> bool:
        return self.due_on is not None and self.open > 0 and today > self.due_on


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice whole; `inputs_hash` covers everything it was made of, `cut` the ledger's.

    A draft has no number and may change; what is final never does. `payment_reference` is what the
    client puts on its transfer (RF, ISO 11649).
    """

    id: UUID
    state: str
    number: str | None
    period_start: date
    period_end: date
    currency: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    credited: Decimal
    paid: Decimal
    inputs_hash: str
    cut: int
    plan: str
    drafted_at: datetime
    issued_on: date | None
    due_on: date | None
    lines: list[InvoiceLine]
    taxes: list[InvoiceTax]
    payment_reference: str | None = None


SETTLED = """
    coalesce((SELECT sum(n.gross) FROM credit_note n WHERE n.tenant_id = i.tenant_id
              AND n.invoice_id = i.id AND n.state = 'issued'), 0) AS credited,
    coalesce((SELECT sum(p.amount) FROM payment p WHERE p.tenant_id = i.tenant_id
              AND p.invoice_id = i.id), 0) + i.prepaid AS paid
"""
HEAD = f"""
SELECT i.id, i.state, i.number, i.period_start, i.period_end, i.currency, i.net, i.tax, i.gross,
       i.inputs_hash, i.cut, i.plan, i.drafted_at, i.issued_on, i.due_on, {SETTLED}
FROM invoice i WHERE i.tenant_id = $1
"""
LIST = f"""
SELECT i.id, i.number, i.state, i.period_start, i.period_end, i.currency, i.gross, i.issued_on,
       i.due_on, {SETTLED}
FROM invoice i
WHERE i.tenant_id = $1
  AND ($2::date IS NULL OR i.period_start < $2 OR (i.period_start = $2 AND i.id < $3::uuid))
ORDER BY i.period_start DESC, i.id DESC LIMIT {PAGE}
"""
LINES = """
SELECT ordinal, description, unit, quantity, net, tax_rate, tax_code, period_start
FROM invoice_line WHERE tenant_id = $1 AND invoice_id = $2 ORDER BY ordinal
"""
# What we were charged ourselves is closed to members: where a line passes money on, that is its
# quantity (PRACTICE 1).
SHOWN_LINES = LINES.replace(" quantity,", " shown_quantity AS quantity,")


@read("invoice.read", STAFF, MEMBER)
async def of_tenant(
    act: Act, tenant: int, before: date | None = None, before_id: UUID | None = None
) -> list[Summary]:
    """Up to fifty, the newest first; go on with `before` the last one's `period_start`, and its id,
    because several may begin on one day."""
    _own(act, tenant)
    return [
        Summary(**in_minor_units(row, "gross", "credited", "paid"))
        for row in await db.rows(LIST, tenant, before, before_id)
    ]


@read("invoice.read", STAFF, MEMBER)
async def by_number(act: Act, tenant: int, number: str) -> Invoice:
    """Raises NotFound, also for a draft, which has no number."""
    _own(act, tenant)
    row = await db.row(f"{HEAD} AND i.number = $2", tenant, number)
    if row is None:
        raise NotFound
    if act.audience is not Audience.MEMBER:
        return await _whole(tenant, row)
    return _for_clients(await _whole(tenant, row, SHOWN_LINES))


def _for_clients(found: Invoice) -> Invoice:
    """That a line passes money on is not said."""
    lines = [replace(each, unit="") if each.unit == meter.MONEY else each for each in found.lines]
    return replace(found, lines=lines)


async def one(tenant: int, invoice: UUID) -> Invoice:
    """Raises NotFound."""
    row = await db.row(f"{HEAD} AND i.id = $2", tenant, invoice)
    if row is None:
        raise NotFound
    return await _whole(tenant, row)


async def of_period(tenant: int, day: date | None, currency: str | None = None) -> Invoice | None:
    """Of the period that holds the day; the latest where none is named. In that currency, else of
    the client's first subscription. What was invoiced apart within a period is not of it."""
    row = await db.row(
        f"{HEAD} AND i.subscription_id IS NOT NULL "
        "AND ($2::date IS NULL OR (i.period_start <= $2 AND i.period_end > $2)) "
        "AND i.currency = coalesce($3, (SELECT s.currency FROM subscription s "
        "WHERE s.tenant_id = $1 ORDER BY s.starts_on, s.id LIMIT 1), i.currency) "
        "ORDER BY i.period_start DESC LIMIT 1",
        *(tenant, day, currency),
    )
    return await _whole(tenant, row) if row else None


async def is_final(tenant: int, invoice: UUID) -> bool:
    state = await db.value(
        "SELECT state FROM invoice WHERE tenant_id = $1 AND id = $2", tenant, invoice
    )
    return bool(state == "final")


async def held(act: Act, number: str) -> Invoice:
    """A final invoice, locked for what is credited or paid on it. Raises NotFound."""
    row = await db.row(
        "SELECT id FROM invoice WHERE tenant_id = $1 AND number = $2 AND state = 'final' "
        "FOR UPDATE",
        act.tenant_id,
        number,
    )
    if row is None:
        raise NotFound
    return await one(act.tenant_id, row["id"])


async def _whole(tenant: int, row: db.Row, of_lines: str = LINES) -> Invoice:
    lines = await db.rows(of_lines, tenant, row["id"])
    taxes = await db.rows(
        "SELECT code, percent, base, tax, wording, exemption FROM invoice_tax "
        "WHERE tenant_id = $1 AND invoice_id = $2 ORDER BY code, percent",
        tenant,
        row["id"],
    )
    currency = row["currency"]
    return Invoice(
        **in_minor_units(row, "net", "tax", "gross", "credited", "paid"),
        lines=[InvoiceLine(**in_minor_units(each, "net", of=currency)) for each in lines],
        taxes=[InvoiceTax(**in_minor_units(each, "base", "tax", of=currency)) for each in taxes],
        payment_reference=row["number"] and creditor_reference.of(row["number"]),
    )


def in_minor_units(row: db.Row, *names: str, of: str = "") -> dict[str, Any]:
    """The row, with as many places in these columns as the currency has."""
    currency = of or row["currency"]
    amounts = {name: money.rounded(Money(row[name], currency)).amount for name in names}
    return {**row, **amounts}


def _own(act: Act, tenant: int) -> None:
    act.only_own(tenant)
