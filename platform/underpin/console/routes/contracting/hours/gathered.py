"""Calendars as their pages need them, each read in one transaction: a client's, or the provider's
own for tiers and vendors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.agreements import agreement
from contracts.calendars import calendar_ahead, calendars
from contracts.calendars.calendar_ahead import Ahead
from contracts.calendars.calendars import CalendarVersion
from tenants.company import Company
from underpin.console.routes import accounts
from underpin.console.routes.contracting import days_off
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Calendars:
    """The newest version of each with its coming weeks; `company` is None for the provider's."""

    company: Company | None
    shown: Sequence[tuple[CalendarVersion, Ahead]]
    now: datetime


@dataclass(frozen=True, slots=True)
class Editing:
    """A calendar's newest version. `older_counted`: an SLA in force counts on an older one."""

    company: Company | None
    version: CalendarVersion
    ahead: Ahead
    older_counted: bool
    now: datetime


@read("contract.read", STAFF)
async def of_client(act: Act, slug: str) -> Calendars:
    """Raises NotFound."""
    client = await accounts.named(act, slug)
    newest = days_off.newest(await calendars.of_tenant(act, client.id))
    ahead = await calendar_ahead.every_of_client(act, client.id)
    return Calendars(client, [(each, ahead[each.calendar_id]) for each in newest], act.now)


@read("contract.read", STAFF)
async def of_provider(act: Act) -> Calendars:
    newest = days_off.newest(await calendars.of_provider(act))
    ahead = await calendar_ahead.every_of_provider(act)
    return Calendars(None, [(each, ahead[each.calendar_id]) for each in newest], act.now)


@read("contract.read", STAFF)
async def one_of_client(act: Act, slug: str, calendar_id: UUID) -> Editing:
    """Raises NotFound."""
    client = await accounts.named(act, slug)
    every = await calendars.of_tenant(act, client.id)
    version = _newest(every, calendar_id)
    older = {each.id for each in every if each.calendar_id == calendar_id} - {version.id}
    return Editing(
        client,
        version,
        await calendar_ahead.of_client(act, client.id, calendar_id),
        bool(older & await _counted(act, client.id)),
        act.now,
    )


@read("contract.read", STAFF)
async def one_of_provider(act: Act, calendar_id: UUID) -> Editing:
    """Raises NotFound."""
    version = _newest(await calendars.of_provider(act), calendar_id)
    ahead = await calendar_ahead.of_provider(act, calendar_id)
    return Editing(None, version, ahead, version.number > 1, act.now)


async def _counted(act: Act, tenant: int) -> set[UUID]:
    """The calendar versions on which SLAs in force count."""
    return {
        calendar
        for every in (await agreement.by_contract(act, tenant)).values()
        for version in every
        if version.state == "active"
        for calendar in version.content.calendars
    }


def _newest(every: Sequence[CalendarVersion], calendar_id: UUID) -> CalendarVersion:
    """Raises NotFound."""
    for each in days_off.newest(every):
        if each.calendar_id == calendar_id:
            return each
    raise NotFound
