"""How a vendor is reached by a person: its number, ours there, and whom to ask next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import asyncpg

from contracts.signed import vendor
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read

MOST: Final = 9


@dataclass(frozen=True, slots=True)
class Contact:
    """Asked in their order, when the one before refuses or is silent."""

    name: str
    email: str
    phone: str = ""
    locale: str | None = None
    """None: their vendor's."""


@dataclass(frozen=True, slots=True)
class Desk:
    """`customer_number` is ours with them, and `pin` what they ask for; `entitlement` says what
    we may ask of them, in the words of the UC."""

    phone: str = ""
    customer_number: str = ""
    pin: str = field(default="", repr=False)
    entitlement: str = ""
    contacts: tuple[Contact, ...] = ()


@provide("vendor.write")
async def reach(act: Act, vendor_id: UUID, desk: Desk) -> Desk:
    """All of it anew. Raises NotFound, Malformed."""
    if len(desk.contacts) > MOST:
        raise Malformed(f"contacts: at most {MOST}.", field="contacts")
    rows = [
        (
            *(vendor_id, place, each.name.strip()),
            *(vendor.address(each.email), each.phone.strip(), each.locale),
        )
        for place, each in enumerate(desk.contacts, 1)
    ]
    try:
        await _write(vendor_id, desk)
        await db.execute("DELETE FROM vendor_contact WHERE vendor_id = $1", vendor_id)
        await db.many(
            "INSERT INTO vendor_contact (vendor_id, position, name, email, phone, locale) "
            "VALUES ($1, $2, $3, $4, $5, $6)",
            rows,
        )
    except asyncpg.ForeignKeyViolationError as unknown:
        raise NotFound from unknown
    except asyncpg.CheckViolationError as wrong:
        raise Malformed(
            "phone, pin: at most 60 characters; customer_number: 100; entitlement: 2,000; a "
            "contact's name: 1 to 200; its locale: en, pl, zh or ar.",
            field="contacts" if "contact" in str(wrong) else "phone",
        ) from wrong
    return await of(vendor_id)


@read("contract.read", STAFF)
async def of_vendor(act: Act, vendor_id: UUID) -> Desk:
    """Empty before anything was said of it."""
    return await of(vendor_id)


async def of(vendor_id: UUID) -> Desk:
    row = await db.row(
        "SELECT phone, customer_number, pin, entitlement FROM vendor_desk WHERE vendor_id = $1",
        vendor_id,
    )
    found = await db.rows(
        "SELECT name, email, phone, locale FROM vendor_contact WHERE vendor_id = $1 "
        "ORDER BY position",
        vendor_id,
    )
    contacts: Sequence[Contact] = [Contact(**each) for each in found]
    return Desk(**(row or {}), contacts=tuple(contacts))


async def _write(vendor_id: UUID, desk: Desk) -> None:
    words = (desk.phone, desk.customer_number, desk.pin, desk.entitlement)
    await db.execute(
        "INSERT INTO vendor_desk (vendor_id, phone, customer_number, pin, entitlement) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (vendor_id) DO UPDATE SET "
        "phone = excluded.phone, customer_number = excluded.customer_number, "
        "pin = excluded.pin, entitlement = excluded.entitlement",
        *(vendor_id, *(each.strip() for each in words)),
    )
