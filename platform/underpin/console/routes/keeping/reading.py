"""What the desk's page of a client's compliance needs, read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from contracts.agreements.clause import EXCLUDED_BY_DEFAULT
from contracts.compliance.apart import exclusion, objection
from contracts.compliance.apart.exclusion import Exclusion
from contracts.compliance.apart.objection import Objection
from contracts.compliance.counted import compliance, decided
from contracts.compliance.counted.compliance import Compliance
from contracts.compliance.counted.decided import Decided, Narrowed
from contracts.compliance.entitlements import entitlement
from contracts.compliance.entitlements.entitlement import Entitlement
from contracts.compliance.frozen import compliance_month
from contracts.compliance.outages import availability_reading, maintenance, outage
from contracts.compliance.outages.availability_reading import Reading
from contracts.compliance.outages.maintenance import Maintenance
from contracts.compliance.outages.outage_rows import Outage
from contracts.signed import contract
from tenants import company
from tenants.company import Company
from underpin.desk.tickets import naming
from underpin.desk.tickets.naming import Named
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

REASONS: Final = tuple(each.reason for each in EXCLUDED_BY_DEFAULT)
FEW: Final = 10
Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Keeping:
    """`readings` by service, of what is promised; `credits` are empty for who may not see them."""

    company: Company
    month: Compliance
    misses: Sequence[Decided]
    objections: Sequence[Objection]
    exclusions: Sequence[Exclusion]
    named: Mapping[UUID, Named]
    services: Mapping[UUID, str]
    outages: Sequence[Outage]
    windows: Sequence[Maintenance]
    readings: Sequence[tuple[str, Reading]]
    credits: Sequence[Entitlement]
    now: datetime


@read("compliance.read", STAFF)
async def keeping(act: Act, tenant: int, wanted: Month | None) -> Keeping:
    """Raises Malformed for what is no month, NotFound."""
    client: Company = await company.one(act, tenant)
    year, number = wanted or compliance_month.containing(act.now, client.time_zone)
    month = await compliance.of_month(act, tenant, year, number)
    misses = await decided.of_month(act, tenant, year, number, Narrowed("breached"))
    objections = await objection.of_month(act, tenant, year, number)
    exclusions = await exclusion.of_month(act, tenant, year, number)
    tickets = [each.ticket_id for each in (*misses, *objections, *exclusions)]
    signed = await contract.of_tenant(act, tenant)
    services = {one.id: one.name for each in signed for one in each.services}
    return Keeping(
        *(client, month, misses, objections, exclusions),
        await naming.of(act, tenant, tickets),
        services,
        await outage.lately(act, tenant, services, limit=FEW),
        await maintenance.lately(act, tenant, services, limit=FEW),
        await _readings(act, tenant, services, month),
        await _credits(act, tenant),
        act.now,
    )


async def _readings(
    act: Act, tenant: int, services: Mapping[UUID, str], month: Compliance
) -> list[tuple[str, Reading]]:
    on = min(month.starts.date().replace(day=15), act.now.date())
    found: list[tuple[str, Reading]] = []
    for each, name in services.items():
        reading = await availability_reading.promised(act, tenant, each, on)
        if reading is not None:
            found.append((name, reading))
    return found


async def _credits(act: Act, tenant: int) -> Sequence[Entitlement]:
    if not act.principal.may("entitlement.read"):
        return ()
    found: list[Entitlement] = await entitlement.of_tenant(act, tenant)
    return found[:FEW]
