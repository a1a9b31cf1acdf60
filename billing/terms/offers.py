"""Plans that clients may read the prices of before they ask for one: shown or not by whoever
publishes price lists. A client reads those in its own currencies, and what its last whole period
would have cost on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from billing.invoicing.drafting import NoSubscription
from billing.metered import meters
from billing.metered.meters import Defined
from billing.pricing import price_list
from billing.pricing.period import Interval
from billing.terms import plans, simulating
from billing.terms.plans import Version
from billing.terms.simulation import Simulation
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.principal import MEMBER, STAFF, Principal
from underpin.kernel.verb import outer, provide, read


@provide("plan.publish")
async def show(act: Act, plan_id: UUID) -> None:
    """Its newest published version, from now on, to every client of its currency. Raises
    NotFound."""
    await _say(plan_id, act.person_id, act.now)


@provide("plan.publish")
async def hide(act: Act, plan_id: UUID) -> None:
    """Who is on it stays on it. Raises NotFound."""
    await _say(plan_id, None, None)


async def _say(plan_id: UUID, by: UUID | None, at: datetime | None) -> None:
    if not await db.update("plan", {"id": plan_id}, {"offered_by": by, "offered_at": at}):
        raise NotFound


@read("plan.read", STAFF)
async def shown(act: Act) -> frozenset[UUID]:
    """Which plans clients may read."""
    rows = await db.rows("SELECT id FROM plan WHERE offered_at IS NOT NULL")
    return frozenset(row["id"] for row in rows)


@dataclass(frozen=True, slots=True)
class Compared:
    """Net of the last whole period, from `start` before `end`: what it came to, and would have
    come to on the plan, before credits, extra lines and tax."""

    start: date
    end: date
    did: Decimal
    would: Decimal


@dataclass(frozen=True, slots=True)
class Offer:
    """`prices` in the form of docs/plans.md; `compared` is None where there is nothing to compare
    with."""

    plan: str
    number: int
    currency: str
    interval: Interval
    prices: list[Any]
    compared: Compared | None


@dataclass(frozen=True, slots=True)
class Offers:
    """`meters` are those that the prices count."""

    offers: Sequence[Offer]
    meters: Sequence[Defined]


Named = tuple[str, int]
"""A plan and the number of its version."""
OFFERED: Final = """
SELECT DISTINCT ON (p.name, p.id) v.id
FROM plan p JOIN plan_version v ON v.plan_id = p.id AND v.state = 'published'
WHERE p.offered_at IS NOT NULL AND p.currency = ANY ($1::text[])
ORDER BY p.name, p.id, v.number DESC
"""


@outer("terms.read", MEMBER)
async def of_client(principal: Principal) -> Offers:
    """Without the one that the client is on. Plans and the ledger themselves stay closed to
    members. By name; nothing where the client is on no plan."""
    tenant = principal.own_tenant
    async with db.open(Work(tenant)):
        await db.execute("SET TRANSACTION READ ONLY")
        currencies = await price_list.currencies(tenant)
        ids = [row["id"] for row in await db.rows(OFFERED, list(currencies))]
        found = await plans.versions(ids)
        own = {each: await _plan_in(tenant, each) for each in {v.currency for v in found.values()}}
        others = [
            each for each in map(found.__getitem__, ids) if _named(each) != own[each.currency]
        ]
        offers = [await _offer(tenant, each) for each in others]
        return Offers(offers, await meters.defined() if offers else ())


async def _plan_in(tenant: int, currency: str) -> Named | None:
    """The one that the client is on in that currency, or will be."""
    account = await price_list.account_of(tenant, currency)
    if account is None:
        return None
    newest = account.subscription.terms[-1].plan
    return newest.key, newest.number


def _named(of: Version) -> Named:
    return of.plan, of.number


async def _offer(tenant: int, of: Version) -> Offer:
    words = (of.plan, of.number, of.currency, of.interval, of.prices)
    return Offer(*words, await _compared(tenant, of))


async def _compared(tenant: int, of: Version) -> Compared | None:
    try:
        found = await simulating.simulated(tenant, of.plan_id, of.number, await db.now())
    except (NoSubscription, Conflict):
        return None
    return _told(found.simulation)


def _told(of: Simulation) -> Compared:
    return Compared(of.start, of.end, of.did, of.would)
