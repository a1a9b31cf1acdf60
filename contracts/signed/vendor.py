"""Outside vendors (tier L4): the provider's own, never shown to clients."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from uuid import UUID

import asyncpg

from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read

Connector = Literal["by_hand", "mail", "webhook", "page"]


class NameTaken(Conflict):
    code = "vendor-name-taken"
    title = "There is a vendor of this name already"


@dataclass(frozen=True, slots=True)
class Vendor:
    """`connector`: how cases reach them. `case_cost` is net, in major units of `currency`."""

    id: UUID
    name: str
    email: str
    connector: str
    currency: str
    case_cost: Decimal


@provide("vendor.write")
async def add(
    act: Act,
    name: str,
    email: str,
    *,
    connector: Connector = "by_hand",
    currency: str = "EUR",
    case_cost: Decimal = Decimal(0),
    vendor_id: UUID | None = None,
) -> Vendor:
    """Raises Malformed, NameTaken."""
    vendor = Vendor(
        vendor_id or ids.new(), name.strip(), address(email), connector, currency, case_cost
    )
    try:
        await db.execute(
            "INSERT INTO vendor (id, name, email, connector, currency, case_cost) "
            "VALUES ($1, $2, $3, $4, $5, $6)",
            *(vendor.id, vendor.name, vendor.email, connector, currency, case_cost),
        )
    except asyncpg.IntegrityConstraintViolationError as problem:
        raise _refused(problem) from problem
    return vendor


@provide("vendor.write")
async def change(
    act: Act,
    vendor_id: UUID,
    *,
    email: str,
    connector: Connector,
    currency: str,
    case_cost: Decimal,
) -> Vendor:
    """For cases from now on. Raises NotFound, Malformed."""
    try:
        row = await db.row(
            "UPDATE vendor SET email = $2, connector = $3, currency = $4, case_cost = $5 "
            "WHERE id = $1 RETURNING id, name, email, connector, currency, case_cost",
            *(vendor_id, address(email), connector, currency, case_cost),
        )
    except asyncpg.IntegrityConstraintViolationError as problem:
        raise _refused(problem) from problem
    if row is None:
        raise NotFound
    return Vendor(**row)


@read("contract.read", STAFF)
async def every(act: Act) -> list[Vendor]:
    """All vendors, by name."""
    rows = await db.rows(
        "SELECT id, name, email, connector, currency, case_cost FROM vendor ORDER BY name, id"
    )
    return [Vendor(**row) for row in rows]


def address(email: str) -> str:
    address = email.strip().lower()
    local, _, domain = address.partition("@")
    if not local or "." not in domain or " " in address:
        raise Malformed("email: write an address like support@example.org.", field="email")
    return address


def _refused(problem: asyncpg.IntegrityConstraintViolationError) -> Conflict | Malformed:
    if isinstance(problem, asyncpg.UniqueViolationError):
        return NameTaken()
    return Malformed(
        "name, connector, currency or case_cost: 1 to 200 characters; by_hand, mail, webhook or "
        "page; three letters like EUR; 0 or more."
    )
