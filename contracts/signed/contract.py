"""Contracts with a client, the services they name, and who stands behind each service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

import asyncpg

from contracts.calendars import zone
from contracts.signed import contract_rows, contract_terms, reminder_timers
from contracts.signed.contract_rows import Contract, Service
from contracts.signed.term import Terms
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, WORKER
from underpin.kernel.verb import read, write

__all__ = ["Contract", "Covering", "NameTaken", "Service"]


class NameTaken(Conflict):
    code = "contract-name-taken"
    title = "This client has a contract or service of that name already"


@dataclass(frozen=True, slots=True)
class Covering:
    """A vendor behind a service, under a UC."""

    service_id: UUID
    vendor_id: UUID
    vendor: str
    agreement_id: UUID
    agreement: str


@write("contract.write", STAFF, WORKER)
async def sign(
    act: Act,
    name: str,
    starts_on: date,
    *,
    ends_on: date | None = None,
    notice_days: int = 0,
    renewal: Literal["none", "automatic"] = "none",
    renewal_months: int = 12,
    uplift_percent: Decimal | None = None,
    uplift_on: date | None = None,
    contract_id: UUID | None = None,
) -> Contract:
    """A contract with the act's client. Raises Malformed, NameTaken."""
    signed = (starts_on, ends_on, notice_days, renewal, renewal_months, uplift_percent, uplift_on)
    contract_terms.check(name, Terms(*signed))
    try:
        row = await db.row(SIGN, act.tenant_id, contract_id or ids.new(), name.strip(), *signed)
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    await reminder_timers.rearm(act, row["id"])
    return contract_rows.of(row, await contract_rows.today(act, act.tenant_id))


def standing(signed: Sequence[Contract], today: date) -> Contract | None:
    """The one in force, else the first of them; None of none."""
    current = (each for each in signed if each.in_force(today))
    return next(current, next(iter(signed), None))


SIGN = f"""
INSERT INTO contract AS c (tenant_id, id, name, starts_on, ends_on, notice_days, renewal,
                           renewal_months, uplift_percent, uplift_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING {contract_rows.COLUMNS}
"""


@write("contract.write", STAFF, WORKER)
async def add_service(
    act: Act, contract_id: UUID, name: str, *, service_id: UUID | None = None
) -> Service:
    """One that is in the contract from its beginning. Raises NotFound for no such contract,
    NameTaken, Malformed."""
    return await insert_service(act, contract_id, Service(service_id or ids.new(), name.strip()))


async def insert_service(act: Act, contract_id: UUID, service: Service) -> Service:
    try:
        await db.execute(
            "INSERT INTO service (tenant_id, id, contract_id, name, starts_on) "
            "VALUES ($1, $2, $3, $4, $5)",
            *(act.tenant_id, service.id, contract_id, service.name, service.starts_on),
        )
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken
    except asyncpg.ForeignKeyViolationError as unknown:
        raise NotFound from unknown
    except asyncpg.CheckViolationError as wrong:
        raise Malformed("name: 1 to 200 characters.", field="name") from wrong
    return service


COVER = """
INSERT INTO coverage (tenant_id, service_id, vendor_id, agreement_id)
SELECT $1, s.id, a.vendor_id, a.id
FROM service s, provider_agreement a
WHERE s.tenant_id = $1 AND s.id = $2 AND a.id = $3 AND a.kind = 'UC'
ON CONFLICT (tenant_id, service_id, vendor_id) DO UPDATE SET agreement_id = excluded.agreement_id
"""


@write("contract.write", STAFF, WORKER)
async def cover(act: Act, service_id: UUID, agreement_id: UUID) -> None:
    """The vendor of that UC stands behind the service. Cases opened from now on come under it.

    Raises NotFound for no such service or UC.
    """
    if not await db.execute(COVER, act.tenant_id, service_id, agreement_id):
        raise NotFound


@write("contract.write", STAFF, WORKER)
async def uncover(act: Act, service_id: UUID, vendor_id: UUID) -> None:
    """Raises NotFound where none stood behind it."""
    gone = await db.execute(
        "DELETE FROM coverage WHERE tenant_id = $1 AND service_id = $2 AND vendor_id = $3",
        *(act.tenant_id, service_id, vendor_id),
    )
    if not gone:
        raise NotFound


@read("contract.read", STAFF, MEMBER)
async def of_tenant(act: Act, tenant: int) -> list[Contract]:
    """A client's contracts with their services, the newest first."""
    act.only_own(tenant)
    rows = await db.rows(OF_TENANT, tenant)
    services = await db.rows(
        "SELECT contract_id, id, name, starts_on, ends_on FROM service WHERE tenant_id = $1 "
        "ORDER BY name, id",
        tenant,
    )
    own: dict[UUID, list[Service]] = {}
    for row in services:
        named = {name: row[name] for name in Service.__slots__}
        own.setdefault(row["contract_id"], []).append(Service(**named))
    return [_signed(act, row, own) for row in rows]


OF_TENANT = f"""
SELECT {contract_rows.COLUMNS}, t.time_zone FROM contract c JOIN tenant t ON t.id = c.tenant_id
WHERE c.tenant_id = $1 ORDER BY c.starts_on DESC, c.name
"""


def _signed(act: Act, row: db.Row, services: Mapping[UUID, list[Service]]) -> Contract:
    today = act.now.astimezone(zone.named(row["time_zone"])).date()
    return contract_rows.of(row, today, tuple(services.get(row["id"], ())))


@read("contract.read", STAFF)
async def coverage(act: Act, tenant: int) -> list[Covering]:
    """Which vendors stand behind a client's services: the provider's own business."""
    rows = await db.rows(
        "SELECT c.service_id, c.vendor_id, v.name AS vendor, c.agreement_id, a.name AS agreement "
        "FROM coverage c JOIN vendor v ON v.id = c.vendor_id "
        "JOIN provider_agreement a ON a.id = c.agreement_id "
        "WHERE c.tenant_id = $1 ORDER BY c.service_id, v.name",
        tenant,
    )
    return [Covering(**row) for row in rows]
