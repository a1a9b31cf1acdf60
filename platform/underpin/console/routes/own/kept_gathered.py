"""What the pages about the contract kept need, each read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.clocks import clock_reading
from contracts.clocks.clock_view import ClockView
from contracts.compliance.counted import compliance, decided
from contracts.compliance.counted.compliance import Compliance
from contracts.compliance.counted.decided import Decided, Narrowed, One
from contracts.compliance.entitlements import entitlement
from contracts.compliance.entitlements.entitlement import Entitlement
from contracts.compliance.frozen import compliance_month, compliance_verifying, correction
from contracts.compliance.frozen.compliance_verifying import Verified
from contracts.compliance.frozen.correction import Correction
from contracts.compliance.outages import availability_reading
from contracts.compliance.outages.availability_reading import Reading
from contracts.signed import contract
from tenants import own_company
from tenants.company import Company
from underpin.desk.tickets import naming
from underpin.desk.tickets.naming import Named
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER
from underpin.kernel.verb import read

TREND_MONTHS = 6
FEW = 10
Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """`trend` ends with the month itself. `present` is the month that runs."""

    company: Company
    month: Compliance
    trend: Sequence[Compliance]
    services: Mapping[UUID, str]
    misses: Sequence[Decided]
    withdrawn: Sequence[Decided]
    named: Mapping[UUID, Named]
    present: Month
    now: datetime


@read("compliance.read", MEMBER)
async def month(act: Act, wanted: Month | None = None) -> Kept:
    """Raises Malformed for what is no month."""
    company, present, (year, number) = await _asked(act, wanted)
    trend = [
        await compliance.of_month(act, company.id, *each, running=each == (year, number))
        for each in _before(year, number)
    ]
    misses, withdrawn = [
        await decided.of_month(act, company.id, year, number, Narrowed(outcome), limit=FEW)
        for outcome in ("breached", "withdrawn")
    ]
    tickets = {each.ticket_id for each in (*misses, *withdrawn)}
    named = await naming.of(act, company.id, sorted(tickets))
    services = await _services(act, company.id)
    return Kept(company, trend[-1], trend, services, misses, withdrawn, named, present, act.now)


async def _asked(act: Act, wanted: Month | None) -> tuple[Company, Month, Month]:
    """Their company, the month that runs there and the one they look at. Raises Malformed."""
    company: Company = (await own_company.own(act)).company
    present = compliance_month.containing(act.now, company.time_zone)
    chosen = wanted or present
    compliance_month.check(*chosen)
    return company, present, chosen


def _before(year: int, number: int) -> list[Month]:
    """The months up to this one, the oldest first."""
    return [compliance_month.moved(year, number, by) for by in range(1 - TREND_MONTHS, 1)]


async def _services(act: Act, tenant: int) -> Mapping[UUID, str]:
    signed = await contract.of_tenant(act, tenant)
    return {service.id: service.name for each in signed for service in each.services}


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of the clocks behind a figure; `more`: there are further ones."""

    company: Company
    rows: Sequence[Decided]
    named: Mapping[UUID, Named]
    more: bool
    now: datetime


@read("compliance.read", MEMBER)
async def behind(act: Act, wanted: Month, narrowed: Narrowed, after: UUID | None = None) -> Behind:
    company = (await own_company.own(act)).company
    found = await decided.of_month(
        act, company.id, *wanted, narrowed, after=after, limit=decided.PAGE + 1
    )
    rows = found[: decided.PAGE]
    named = await naming.of(act, company.id, [each.ticket_id for each in rows])
    return Behind(company, rows, named, len(found) > decided.PAGE, act.now)


@dataclass(frozen=True, slots=True)
class DecidedClock:
    """`clock` None where later facts say that it never should have begun."""

    company: Company
    one: One
    named: Named | None
    clock: ClockView | None
    now: datetime


@read("compliance.read", MEMBER)
async def clock(act: Act, clock_id: UUID) -> DecidedClock:
    """Raises NotFound."""
    company = (await own_company.own(act)).company
    found = await decided.one(act, company.id, clock_id)
    ticket = found.decided.ticket_id
    named = await naming.of(act, company.id, [ticket])
    clocks = await clock_reading.of_ticket(act, company.id, ticket)
    shown = next((each for each in clocks if each.id == clock_id), None)
    return DecidedClock(company, found, named.get(ticket), shown, act.now)


@dataclass(frozen=True, slots=True)
class Credits:
    rows: Sequence[Entitlement]
    now: datetime


@read("entitlement.read", MEMBER)
async def credits_due(act: Act, before: UUID | None = None) -> Credits:
    tenant = act.principal.own_tenant
    return Credits(await entitlement.of_tenant(act, tenant, before=before), act.now)


@dataclass(frozen=True, slots=True)
class Availability:
    """By service, None where nothing is promised of it."""

    readings: Sequence[tuple[str, Reading | None]]
    month: Month
    present: Month
    now: datetime


@read("compliance.read", MEMBER)
async def availability(act: Act, wanted: Month | None = None) -> Availability:
    """Raises Malformed for what is no month."""
    company, present, chosen = await _asked(act, wanted)
    on = date(*chosen, 1)
    if chosen == present:
        on = act.now.astimezone(ZoneInfo(company.time_zone)).date()
    services = await _services(act, company.id)
    found = [
        (name, await availability_reading.promised(act, company.id, each, on))
        for each, name in services.items()
    ]
    return Availability(found, chosen, present, act.now)


@dataclass(frozen=True, slots=True)
class Evidence:
    company: Company
    verified: Verified
    corrections: Sequence[Correction]
    named: Mapping[UUID, Named]
    now: datetime


@read("compliance.read", MEMBER)
async def evidence(act: Act, wanted: Month) -> Evidence:
    """Raises NotFound for a month that is not frozen, Malformed."""
    company = (await own_company.own(act)).company
    verified = await compliance_verifying.verify(act, company.id, *wanted)
    found = await correction.of_month(act, company.id, *wanted)
    named = await naming.of(act, company.id, [each.ticket_id for each in found])
    return Evidence(company, verified, found, named, act.now)
