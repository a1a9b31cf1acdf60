"""What stands beside a client's compliance, read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.compliance.apart import counted_ticket
from contracts.compliance.apart.counted_ticket import StandsApart
from contracts.compliance.counted import later_due, two_truths
from contracts.compliance.counted.later_due import Page as LaterDue
from contracts.compliance.counted.two_truths import Truths
from contracts.compliance.frozen import compliance_month, compliance_period
from contracts.compliance.frozen.compliance_period import Period, Terms
from contracts.compliance.outages import availability_reading
from contracts.compliance.outages.availability_reading import Reading
from contracts.compliance.recoveries import recovery
from contracts.compliance.recoveries.recovery import Recovery
from contracts.signed import contract, vendor
from tenants import company
from tenants.company import Company
from underpin.desk.tickets import naming, reading
from underpin.desk.tickets.naming import Named
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Asked:
    """A month, the running one where None; `after` a clock of the other truths, `before` an act
    that moved a due time."""

    month: tuple[int, int] | None = None
    after: UUID | None = None
    before: UUID | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """`moved` and `owed` are None for who may not see them."""

    company: Company
    year: int
    month: int
    periods: Sequence[Period]
    terms: Terms
    apart: Sequence[StandsApart]
    truths: Sequence[Truths]
    moved: LaterDue | None
    readings: Sequence[tuple[str, Reading]]
    owed: Sequence[Recovery] | None
    tickets: Mapping[UUID, Named]
    vendors: Mapping[UUID, str]
    names: Mapping[UUID, str]
    now: datetime


@read("compliance.read", STAFF)
async def beside(act: Act, tenant: int, asked: Asked) -> Beside:
    """Raises Malformed for what is no month, NotFound."""
    client: Company = await company.one(act, tenant)
    year, month = asked.month or compliance_month.containing(act.now, client.time_zone)
    may = act.principal.may
    apart = await counted_ticket.apart_of(act, tenant)
    truths = await _truths(act, tenant, (year, month), asked.after)
    moved = (
        await later_due.of_tenant(act, tenant, before=asked.before)
        if may("later_due.read")
        else None
    )
    seen = [*apart, *truths, *(moved.moved if moved else ())]
    return Beside(
        *(client, year, month),
        await compliance_period.of_tenant(act, tenant),
        await compliance_period.terms(tenant),
        *(apart, truths, moved),
        await _readings(act, tenant, date(year, month, 15)),
        await recovery.of_tenant(act, tenant) if may("recovery.read") else None,
        await naming.of(act, tenant, [each.ticket_id for each in seen]),
        {each.id: each.name for each in await vendor.every(act)},
        {each.id: each.name for each in await reading.all_colleagues(act)},
        act.now,
    )


async def _truths(
    act: Act, tenant: int, month: tuple[int, int], after: UUID | None
) -> Sequence[Truths]:
    """Empty for a month that nobody keeps."""
    try:
        found: list[Truths] = await two_truths.of_month(act, tenant, *month, after=after)
    except NotFound:
        return ()
    return found


async def _readings(act: Act, tenant: int, on: date) -> list[tuple[str, Reading]]:
    """By service, of each vendor behind it whose UC promises availability."""
    if not act.principal.may("contract.read"):
        return []
    signed = await contract.of_tenant(act, tenant)
    day = min(on, act.now.date())
    return [
        (service.name, each)
        for one in signed
        for service in one.services
        for each in await availability_reading.of_vendors(act, tenant, service.id, day)
    ]


@read("compliance.decide", STAFF)
async def ticket(act: Act, tenant: int, number: int) -> UUID:
    """The id of a ticket by its number. Raises NotFound."""
    found: UUID = (await reading.one(act, tenant, number)).ticket.id
    return found
