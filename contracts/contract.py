"""Contracts with a client, the services they name, and who stands behind each service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

import asyncpg

from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, WORKER, Audience
from underpin.kernel.verb import read, write


class NameTaken(Conflict):
    code = "contract-name-taken"
    title = "This client has a contract or service of that name already"


@dataclass(frozen=True, slots=True)
class Service:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Contract:
    """`ends_on` is its last day, None where it runs until notice; `renewal` automatic goes on."""

    id: UUID
    name: str
    starts_on: date
    ends_on: date | None
    notice_days: int
    renewal: str
    services: tuple[Service, ...] = ()

    def in_force(self, day: date) -> bool:
        """Whether it covers that day of the client's calendar; else: out of contract."""
        ended = self.ends_on is not None and self.renewal == "none" and day > self.ends_on
        return self.starts_on <= day and not ended


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
    contract_id: UUID | None = None,
) -> Contract:
    """A contract with the act's client. Raises Malformed, NameTaken."""
    new = Contract(contract_id or ids.new(), name.strip(), starts_on, ends_on, notice_days, renewal)
    try:
        await db.execute(
            "INSERT INTO contract (tenant_id, id, name, starts_on, ends_on, notice_days, renewal) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7)",
            *(act.tenant_id, new.id, new.name, starts_on, ends_on, notice_days, renewal),
        )
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken
    except asyncpg.CheckViolationError as wrong:
        raise Malformed("name, ends_on or notice_days: not acceptable.") from wrong
    return new


@write("contract.write", STAFF, WORKER)
async def add_service(
    act: Act, contract_id: UUID, name: str, *, service_id: UUID | None = None
) -> Service:
    """Raises NotFound for no such contract, NameTaken, Malformed."""
    service = Service(service_id or ids.new(), name.strip())
    try:
        await db.execute(
            "INSERT INTO service (tenant_id, id, contract_id, name) VALUES ($1, $2, $3, $4)",
            *(act.tenant_id, service.id, contract_id, service.name),
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
    if act.audience is Audience.MEMBER and tenant != act.principal.own_tenant:
        raise NotFound
    rows = await db.rows(
        "SELECT id, name, starts_on, ends_on, notice_days, renewal FROM contract "
        "WHERE tenant_id = $1 ORDER BY starts_on DESC, name",
        tenant,
    )
    services = await db.rows(
        "SELECT contract_id, id, name FROM service WHERE tenant_id = $1 ORDER BY name", tenant
    )
    return [
        Contract(
            **row,
            services=tuple(
                Service(each["id"], each["name"])
                for each in services
                if each["contract_id"] == row["id"]
            ),
        )
        for row in rows
    ]


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
