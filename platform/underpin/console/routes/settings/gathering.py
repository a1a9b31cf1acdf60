"""What holds at one client's desk, read in one transaction as far as who asks may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.calendars import calendars
from tenants import company, people, spending, stand_in
from tenants.people import Person
from tenants.spending import Limit
from tenants.stand_in import StandIn
from underpin.desk.alerts import sources
from underpin.desk.alerts.source import Source
from underpin.desk.chargeable import terms as chargeable
from underpin.desk.chat import hours
from underpin.desk.lifetime import terms as lifetime
from underpin.desk.surveys import terms as surveys
from underpin.desk.terms.ranged import Ranged
from underpin.desk.writing import limits
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Standing:
    """Terms in force, and whether they are this client's own."""

    terms: Any
    own: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """None, or nothing, where who asks may not see it."""

    client: str
    tickets: Standing
    files: Standing
    used_bytes: int
    chargeable: chargeable.Terms | None
    satisfaction: Standing | None
    chat: Standing | None
    calendars: Sequence[tuple[UUID, str]]
    people: Sequence[Person] | None
    limits: Sequence[Limit]
    absences: Sequence[StandIn] | None
    sources: Sequence[Source] | None
    now: datetime


@read("ticket.read", STAFF)
async def of_client(act: Act, tenant: int) -> Settings:
    """Raises NotFound."""
    may = act.principal.may
    chats = may("chat.work") or may("contract.write")
    calendar = await hours.of_client(act, tenant) if chats else None
    held = await limits.storage(act, tenant)
    known = may("person.read")
    return Settings(
        (await company.one(act, tenant)).name,
        await _standing(lifetime.KEPT, tenant),
        await _standing(limits.KEPT, tenant),
        held.used_bytes,
        await chargeable.of_client(act, tenant),
        await _standing(surveys.KEPT, tenant) if may("survey.read") else None,
        Standing(calendar, calendar is not None) if chats else None,
        await _calendars(act, tenant) if may("contract.read") else (),
        await people.members(act, tenant) if known else None,
        await spending.limits(act, tenant) if known else (),
        await stand_in.standing(act, tenant) if may("approval.stand_in") else None,
        await sources.listed(act, tenant) if may("intake.read") else None,
        act.now,
    )


async def _standing(kept: Ranged[Any], tenant: int) -> Standing:
    own = await kept.own(tenant)
    return Standing(own or kept.default, own is not None)


async def _calendars(act: Act, tenant: int) -> list[tuple[UUID, str]]:
    found = await calendars.of_tenant(act, tenant)
    return list({each.calendar_id: (each.calendar_id, each.name) for each in found}.values())
