"""What the pages of plans show, read together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from billing.metered import meters
from billing.metered.meters import Defined
from billing.terms import difference, offers, plans, simulating
from billing.terms.difference import Difference
from billing.terms.plans import NoDraft, Version
from billing.terms.simulating import Simulated
from tenants import company
from tenants.company import Company
from underpin.console.routes import accounts
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class OnePlan:
    """`shown` is one of the plan's `versions`, which are the newest first. `offered`: clients read
    its prices."""

    shown: Version
    versions: Sequence[Version]
    meters: Sequence[Defined]
    now: datetime
    offered: bool = False


@read("plan.read", STAFF)
async def one(act: Act, plan_id: UUID, number: int | None = None) -> OnePlan:
    """The version of that number, else the newest. Raises NotFound."""
    versions = [each for each in await plans.every(act) if each.plan_id == plan_id]
    shown = next((each for each in versions if number in (None, each.number)), None)
    if shown is None:
        raise NotFound
    offered = plan_id in await offers.shown(act)
    return OnePlan(shown, versions, await meters.every(act), act.now, offered)


@read("plan.write", STAFF)
async def draft(act: Act, plan_id: UUID) -> OnePlan:
    """For whoever writes it. Raises NotFound, NoDraft."""
    found: OnePlan = await one(act, plan_id)
    if found.shown.state != "draft":
        raise NoDraft
    return found


@dataclass(frozen=True, slots=True)
class Compared:
    difference: Difference
    versions: Sequence[Version]


@read("plan.read", STAFF)
async def compared(act: Act, plan_id: UUID, number: int, other: int) -> Compared:
    """Raises NotFound."""
    said = difference.between(
        await plans.stored(plan_id, number), await plans.stored(plan_id, other)
    )
    return Compared(said, [each for each in await plans.every(act) if each.plan_id == plan_id])


@dataclass(frozen=True, slots=True)
class Tried:
    """A version beside what is in force; `problem` where it cannot be compared."""

    version: Version
    result: Simulated | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Tries:
    companies: Sequence[Company]
    versions: Sequence[Version]
    client: Company | None
    tried: Sequence[Tried]
    now: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A client's slug and up to three versions, for a span; without days the last whole period."""

    client: str
    versions: Sequence[tuple[UUID, int]]
    start: date | None = None
    end: date | None = None


@read("terms.read", STAFF)
async def tries(act: Act, asked: Asked) -> Tries:
    """Each version rates the same span, that of the first one. Raises NotFound for a client or a
    version that is not there."""
    companies: list[Company] = await company.companies(act)
    versions: list[Version] = await plans.every(act)
    client = await accounts.named(act, asked.client) if asked.client else None
    tried: list[Tried] = []
    span = (asked.start, asked.end)
    for plan_id, number in asked.versions if client else ():
        version = await plans.one(act, plan_id, number)
        tried.append(await tried_on(act, client.id if client else 0, version, span))
        if found := tried[-1].result:
            span = (found.simulation.start, found.simulation.end)
    return Tries(companies, versions, client, tried, act.now)


async def tried_on(
    act: Act, tenant: int, version: Version, span: tuple[date | None, date | None]
) -> Tried:
    """What the client's usage of a span would have cost on it."""
    words = (tenant, version.plan_id, version.number)
    try:
        found = await simulating.of_client(act, *words, start=span[0], end=span[1])
    except (Conflict, Malformed) as wrong:
        return Tried(version, None, wrong.detail)
    return Tried(version, found)
