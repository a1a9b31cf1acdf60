"""What the pages of service reports need, read in one transaction each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tenants import own_company
from tenants.company import Company
from underpin.console.routes import accounts
from underpin.desk.service_reports import reading, recipients
from underpin.desk.service_reports.reading import Kept, Listed
from underpin.desk.service_reports.recipients import Recipient
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read

Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Every:
    """`readers` for who may choose among them. `last`: the first day of the last month."""

    company: Company
    reports: Sequence[Listed]
    readers: Sequence[Recipient]
    last: date
    now: datetime


@dataclass(frozen=True, slots=True)
class One:
    company: Company
    kept: Kept
    now: datetime


@read("service_report.read", MEMBER)
async def own(act: Act, before: Month | None = None) -> Every:
    """Of the asker's own company."""
    return await _every(act, (await own_company.own(act)).company, before)


@read("service_report.read", STAFF)
async def of_client(act: Act, slug: str, before: Month | None = None) -> Every:
    """Raises NotFound."""
    return await _every(act, await accounts.named(act, slug), before)


@read("service_report.read", MEMBER)
async def own_month(act: Act, year: int, month: int) -> One:
    """Raises NotFound for a month that was not told yet."""
    return await _one(act, (await own_company.own(act)).company, year, month)


@read("service_report.read", STAFF)
async def month_of_client(act: Act, slug: str, year: int, month: int) -> One:
    """Raises NotFound."""
    return await _one(act, await accounts.named(act, slug), year, month)


async def _every(act: Act, company: Company, before: Month | None) -> Every:
    may = act.principal.may("service_report.send")
    readers = await recipients.of_client(act, company.id) if may else ()
    today = act.now.astimezone(ZoneInfo(company.time_zone)).date()
    last = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    reports = await reading.of_client(act, company.id, before)
    return Every(company, reports, readers, last, act.now)


async def _one(act: Act, company: Company, year: int, month: int) -> One:
    return One(company, await reading.of_month(act, company.id, year, month), act.now)
