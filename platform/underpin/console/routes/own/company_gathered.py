"""What the pages of a client's administrator need, each read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from billing.metered import seats
from billing.metered.seats import SeatList
from contracts.agreements import agreement, agreements
from contracts.agreements.versions import Version
from contracts.signed import contract
from contracts.signed.contract import Contract
from tenants import own_company, own_people
from tenants.company import Company
from tenants.own_people import Kept
from underpin.kernel import verb
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER, Principal
from underpin.kernel.verb import outer, read


@dataclass(frozen=True, slots=True)
class Seats:
    lists: Sequence[SeatList]
    people: Sequence[Kept]
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    company: Company
    lists: Sequence[SeatList]
    now: datetime


@read("terms.read", MEMBER)
async def seat_lists(act: Act) -> Listed:
    company = (await own_company.own(act)).company
    return Listed(company, await seats.of_client(act, company.id), act.now)


@outer("seats.confirm", MEMBER)
async def seated(principal: Principal) -> Seats:
    """The lists, and the people who may be on one."""
    found = await verb.perform(seat_lists, principal)
    known = await verb.begin(own_people.of_own, principal)
    today = found.now.astimezone(ZoneInfo(found.company.time_zone)).date()
    return Seats(found.lists, known.people, today, found.now)


@dataclass(frozen=True, slots=True)
class Contracts:
    """`versions` by contract, drafts left out; `names` of agreements by id."""

    contracts: Sequence[Contract]
    versions: Mapping[UUID, Sequence[Version]]
    names: Mapping[UUID, str]
    today: date
    now: datetime


@read("contract.read", MEMBER)
async def contracts(act: Act) -> Contracts:
    company = (await own_company.own(act)).company
    signed = await contract.of_tenant(act, company.id)
    every = await agreement.by_contract(act, company.id)
    versions = {
        each.id: [version for version in every.get(each.id, ()) if version.state != "draft"]
        for each in signed
    }
    named = {each.id: each.name for each in await agreements.of_tenant(act, company.id)}
    today = act.now.astimezone(ZoneInfo(company.time_zone)).date()
    return Contracts(signed, versions, named, today, act.now)
