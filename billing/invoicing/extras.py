"""Lines that no price makes, waiting for the next invoice: hardware, travel, a service credit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

import asyncpg

from billing.amounts import money
from billing.amounts.money import Money
from billing.invoicing.line import Extra, Kind
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound, StaleVersion
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

WAITING = """
SELECT id, kind, name, quantity, price, currency, tax_class, on_day FROM extra_line
WHERE tenant_id = $1 AND on_day < $2 AND (invoice_id IS NULL OR invoice_id = $3)
  AND currency = $4
ORDER BY on_day, id
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line that no invoice carries yet; `price` is net, for one."""

    id: UUID
    kind: str
    name: str
    quantity: Decimal
    price: Decimal
    currency: str
    tax_class: str
    on_day: date


@read("invoice.read", STAFF)
async def of_tenant(act: Act, tenant: int) -> list[Waiting]:
    """By their day, up to five hundred."""
    rows = await db.rows(
        "SELECT id, kind, name, quantity, price, currency, tax_class, on_day FROM extra_line "
        "WHERE tenant_id = $1 AND invoice_id IS NULL ORDER BY on_day, id LIMIT 500",
        tenant,
    )
    return [Waiting(**row) for row in rows]


@write("invoice.draft", STAFF)
async def add(
    act: Act,
    name: str,
    quantity: Decimal,
    price: Decimal,
    *,
    currency: str,
    on_day: date,
    kind: Literal["one_off", "adjustment"] = "one_off",
    tax_class: str = "standard",
) -> UUID:
    """A line for the invoice of the month that holds `on_day`, or the next one to be made; `price`
    is net, for one, in major units. Raises Malformed naming the field."""
    money.places(currency)
    if not quantity.is_finite() or not price.is_finite() or not quantity:
        raise Malformed("quantity, price: finite numbers, the quantity not 0.", field="quantity")
    return await insert(
        act, name, quantity, Money(price, currency), on_day=on_day, kind=kind, tax_class=tax_class
    )


async def insert(
    act: Act,
    name: str,
    quantity: Decimal,
    price: Money,
    *,
    on_day: date,
    kind: Literal["one_off", "adjustment"] = "one_off",
    tax_class: str = "standard",
) -> UUID:
    """As `add`, also for what the house itself charges."""
    line_id = ids.new()
    try:
        await db.execute(
            "INSERT INTO extra_line (tenant_id, id, kind, name, quantity, price, currency, "
            "tax_class, on_day, added_by, added_at) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            *(act.tenant_id, line_id, kind, name.strip(), quantity, price.amount, price.currency),
            *(tax_class, on_day, act.principal.person_id, act.now),
        )
    except asyncpg.CheckViolationError as wrong:
        raise Malformed("name: 1 to 200 characters.", field="name") from wrong
    return line_id


class SellsBlock(Conflict):
    code = "sells-block"
    title = "This line sells a prepaid block: it stays until it is invoiced, then is credited"


@write("invoice.draft", STAFF)
async def remove(act: Act, line_id: UUID) -> None:
    """Before it stands on a finalised invoice; after that only a credit note takes it back.

    Raises NotFound, SellsBlock.
    """
    if await db.value(
        "SELECT true FROM block WHERE tenant_id = $1 AND line_id = $2", act.tenant_id, line_id
    ):
        raise SellsBlock
    gone = await db.execute(
        "DELETE FROM extra_line WHERE tenant_id = $1 AND id = $2 AND invoice_id IS NULL",
        act.tenant_id,
        line_id,
    )
    if not gone:
        raise NotFound


async def waiting(tenant: int, before: date, invoice: UUID, currency: str) -> tuple[Extra, ...]:
    """Those of days before that one which no invoice carries yet, or this one does."""
    return tuple(map(of_row, await db.rows(WAITING, tenant, before, invoice, currency)))


async def carry(act: Act, invoice: UUID, carried: Sequence[str]) -> None:
    """These stand on that invoice, for good. Raises StaleVersion where one was removed since they
    were read."""
    taken = await db.execute(
        "UPDATE extra_line SET invoice_id = $2 WHERE tenant_id = $1 AND id = ANY ($3::uuid[])",
        act.tenant_id,
        invoice,
        [UUID(each) for each in carried],
    )
    if taken != len(carried):
        raise StaleVersion("A line was removed since this draft: draft it again.")


def of_row(row: db.Row) -> Extra:
    return Extra(
        id=str(row["id"]),
        kind=Kind(row["kind"]),
        name=row["name"],
        quantity=row["quantity"],
        price=Money(row["price"], row["currency"]),
        tax_class=row["tax_class"],
        tax_point=row["on_day"],
    )
