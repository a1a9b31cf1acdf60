"""A client's SLAs by name: a contract's own, and those of single services."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Agreement:
    """`service_id` is None where it counts for every service of the contract; `contract_id` for
    the provider's default, which counts out of contract."""

    id: UUID
    contract_id: UUID | None
    service_id: UUID | None
    name: str


@read("contract.read", STAFF, MEMBER)
async def of_tenant(act: Act, tenant: int) -> list[Agreement]:
    """The contracts' own before those of single services. Raises NotFound for a member of another
    tenant."""
    act.only_own(tenant)
    rows = await db.rows(
        "SELECT id, contract_id, service_id, name FROM agreement WHERE tenant_id = $1 "
        "ORDER BY contract_id IS NULL, service_id IS NOT NULL, name, id",
        tenant,
    )
    return [Agreement(**row) for row in rows]
