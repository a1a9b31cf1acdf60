"""Outside vendors (tier L4): the provider's own, never shown to clients."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal
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
    """`connector`: how cases reach them. `case_cost` is net, in major units of `currency`;
    `locale` is what they are written to in, None for the provider's own."""

    id: UUID
    name: str
    email: str
    connector: str
    currency: str
    case_cost: Decimal
    locale: str | None = None


COLUMNS: Final = "id, name, email, connector, currency, case_cost, locale"


@provide("vendor.write")
async def add(
    act: Act,
    name: str,
    email: str,
    *,
    connector: Connector = "by_hand",
    currency: str = "EUR",
    case_cost: Decimal = Decimal(0),
    locale: str | None = None,
    vendor_id: UUID | None = None,
) -> Vendor:
    """Raises Malformed, NameTaken."""
    vendor = Vendor(
        vendor_id or ids.new(), name.strip(), address(email), connector, currency, case_cost, locale
    )
    try:
        await db.execute(
            f"INSERT INTO vendor ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            *(vendor.id, vendor.name, vendor.email, connector, currency, case_cost, locale),
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
    locale: str | None = None,
) -> Vendor:
    """For cases from now on. Raises NotFound, Malformed."""
    try:
        row = await db.row(
            "UPDATE vendor SET email = $2, connector = $3, currency = $4, case_cost = $5, "
            f"locale = $6 WHERE id = $1 RETURNING {COLUMNS}",
            *(vendor_id, address(email), connector, currency, case_cost, locale),
        )
    except asyncpg.IntegrityConstraintViolationError as problem:
        raise _refused(problem) from problem
    if row is None:
        raise NotFound
    return Vendor(**row)


@provide("vendor.write")
async def speak(act: Act, vendor_id: UUID, locale: str | None) -> Vendor:
    """In which language they are written to from now on. Raises NotFound, Malformed."""
    try:
        row = await db.row(
            f"UPDATE vendor SET locale = $2 WHERE id = $1 RETURNING {COLUMNS}", vendor_id, locale
        )
    except asyncpg.CheckViolationError as wrong:
        raise Malformed("locale: en, pl, zh or ar.", field="locale") from wrong
    if row is None:
        raise NotFound
    return Vendor(**row)


@read("contract.read", STAFF)
async def every(act: Act) -> list[Vendor]:
    """All vendors, by name."""
    rows = await db.rows(f"SELECT {COLUMNS} FROM vendor ORDER BY name, id")
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
        "name, connector, currency, case_cost or locale: 1 to 200 characters; by_hand, mail, "
        "webhook or page; three letters like EUR; 0 or more; en, pl, zh or ar."
    )
