"""What the pages of clients need: all of them in a few statements, whatever their number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from billing.margins import behind_margin, kept_margin
from billing.margins.behind_margin import Behind
from billing.margins.kept_margin import KeptMargin
from tenants import account, company
from tenants.company import Company
from underpin.console.routes import accounts
from underpin.desk.health import reading as health
from underpin.desk.health.reading import Health
from underpin.desk.tickets import naming
from underpin.desk.tickets.naming import Named
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Glance:
    """`health` is None until somebody looked; `margin` of last month, None for who may not see it,
    and where nothing was reckoned."""

    company: Company
    manager: str
    health: Health | None
    margin: KeptMargin | None


@dataclass(frozen=True, slots=True)
class Every:
    glances: Sequence[Glance]
    now: datetime


@read("compliance.read", STAFF)
async def every(act: Act) -> Every:
    """All the asker's clients."""
    companies = await company.companies(act)
    managers = {each.tenant_id: each.manager for each in await account.managers(act)}
    seen = {each.tenant_id: each for each in await health.of_clients(act)}
    left = await _margins(act)
    glances = [
        Glance(each, managers.get(each.id, ""), seen.get(each.id), left.get(each.id))
        for each in companies
    ]
    return Every(glances, act.now)


async def _margins(act: Act) -> Mapping[int, KeptMargin]:
    if not act.principal.may("cost.read"):
        return {}
    last = act.now.date().replace(day=1) - timedelta(days=1)
    return {each.tenant_id: each for each in await kept_margin.of_clients(act, last, last)}


@dataclass(frozen=True, slots=True)
class Made:
    """`tickets`: what those that the asker may see are called, by id."""

    company: Company
    behind: Behind
    tickets: Mapping[UUID, Named]
    first: date
    last: date
    now: datetime


@read("cost.read", STAFF)
async def made(act: Act, slug: str, first: date, last: date) -> Made:
    """What a client's margin was made of. Raises NotFound, Malformed."""
    found = await accounts.named(act, slug)
    behind = await behind_margin.of_client(act, found.id, first, last)
    ids = {each.ticket for each in (*behind.work, *behind.vendors) if each.ticket}
    tickets = await naming.of(act, found.id, [UUID(each) for each in sorted(ids)])
    return Made(found, behind, tickets, first, last, act.now)


@dataclass(frozen=True, slots=True)
class Margins:
    companies: Mapping[int, Company]
    margins: Sequence[KeptMargin]
    first: date
    last: date
    now: datetime


@read("cost.read", STAFF)
async def margins(act: Act, first: date | None = None, last: date | None = None) -> Margins:
    """Of all the asker's clients: the three months before this one where nothing is said. Raises
    Malformed."""
    until = last or act.now.date().replace(day=1) - timedelta(days=1)
    since = first or (until.replace(day=1) - timedelta(days=59)).replace(day=1)
    companies = {each.id: each for each in await company.companies(act)}
    return Margins(
        companies, await kept_margin.of_clients(act, since, until), since, until, act.now
    )
