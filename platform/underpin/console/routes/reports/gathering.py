"""What the pages of reports need, read in one transaction each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.signed import contract, vendor
from contracts.signed.contract import Service
from contracts.signed.vendor import Vendor
from tenants import company, teams
from tenants.company import Company
from tenants.teams import Team
from underpin.desk.reports import address, catalogue, kept, reading, reporting
from underpin.desk.reports.address import Query
from underpin.desk.reports.expecting import Outlook
from underpin.desk.reports.kept import Kept
from underpin.desk.reports.reporting import Followed, Report
from underpin.desk.reports.runs import run
from underpin.desk.reports.runs.run import Run
from underpin.desk.tickets import reading as tickets_reading
from underpin.desk.tickets.reading import Colleague
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Index:
    """`reports`: those open to who asks, by name."""

    reports: Sequence[str]
    kept: Sequence[Kept]
    runs: Sequence[Run]
    now: datetime


@read("report.read", STAFF)
async def index(act: Act) -> Index:
    """The reports there are for the asker, and those they keep."""
    open_ = [each.name for each in await reporting.listed(act)]
    return Index(open_, await kept.mine(act), await run.mine(act), act.now)


@dataclass(frozen=True, slots=True)
class Expected:
    query: Query
    outlook: Outlook
    companies: Sequence[Company]
    now: datetime


@read("report.read", STAFF)
async def expected(act: Act, query: Query) -> Expected:
    """Raises as `reporting.expected`."""
    found = await reporting.expected(act, query)
    return Expected(query, found, await company.companies(act), act.now)


@dataclass(frozen=True, slots=True)
class One:
    """What may be chosen besides: `services` of the one client that was chosen."""

    report: Report
    companies: Sequence[Company]
    colleagues: Sequence[Colleague] = ()
    vendors: Sequence[Vendor] = ()
    services: Sequence[Service] = ()
    teams: Sequence[Team] = ()


@read("report.read", STAFF)
async def one(act: Act, name: str, query: Query) -> One:
    """Raises as `reporting.of`."""
    return await _with_names(act, await reporting.of(act, name, query), query)


async def _with_names(act: Act, report: Report, query: Query) -> One:
    return One(
        report,
        await company.companies(act),
        await tickets_reading.all_colleagues(act),
        await vendor.every(act),
        await _services(act, query),
        await teams.all_of_them(act),
    )


async def _services(act: Act, query: Query) -> list[Service]:
    tenant = act.principal.tenants.get(query.client[0]) if len(query.client) == 1 else None
    if tenant is None:
        return []
    found = [each for kept in await contract.of_tenant(act, tenant) for each in kept.services]
    return sorted(found, key=lambda each: (each.name, each.id))


@read("report.read", STAFF)
async def unread(act: Act, name: str, query: Query) -> One:
    """What was asked, before anything was counted. Raises NotFound, Malformed."""
    wanted = address.of_name(name, query, act.principal, act.now)
    nothing = Report(catalogue.REPORTS[name], wanted, (), (), {}, act.now)
    return await _with_names(act, nothing, query)


@dataclass(frozen=True, slots=True)
class Ran:
    """`one` is None while it is being counted."""

    run: Run
    one: One | None
    now: datetime


@read("report.read", STAFF)
async def ran(act: Act, run_id: UUID) -> Ran:
    """Raises as `run.one`."""
    found = await run.one(act, run_id)
    query = address.read(found.run.query)
    one = await _with_names(act, found.report, query) if found.report else None
    return Ran(found.run, one, found.now)


@dataclass(frozen=True, slots=True)
class Number:
    """`person`: whose group it is, by agent; empty otherwise."""

    column: str
    group: str | None
    found: Followed
    companies: Sequence[Company]
    person: str
    now: datetime


@read("report.read", STAFF)
async def number(act: Act, name: str, query: Query, column: str, group: str | None) -> Number:
    """The tickets behind one number. Raises as `reporting.behind`."""
    found = await reporting.behind(act, name, query, column, group)
    person = UUID(group) if query.by == "agent" and group else None
    named = await reading.names([person]) if person else {}
    who = named.get(person, "") if person else ""
    return Number(column, group, found, await company.companies(act), who, act.now)
