"""Plans as stored, and a client's terms on them: each row of `subscription` is one term, with the
prices as they were agreed, so that a later list changes nothing behind its back."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Annotated, NamedTuple
from uuid import UUID

import msgspec

from billing.amounts import canonical, tax
from billing.metered import meters
from billing.pricing import negotiated, period, price_json
from billing.pricing.negotiated import Override
from billing.pricing.period import Interval, Unit
from billing.pricing.plan import PlanVersion
from billing.pricing.price import Price
from billing.pricing.subscription import Subscription, Term
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF, WORKER
from underpin.kernel.verb import provide, write


@dataclass(frozen=True, slots=True)
class Listed:
    """A stored plan version's ids."""

    plan_id: UUID
    version_id: UUID


@provide("plan.write")
async def publish(act: Act, name: str, plan: PlanVersion, *, plan_id: UUID | None = None) -> Listed:
    """A plan's version on the price list; publishing the same number again changes nothing."""
    made = plan_id or ids.new()
    version_id = ids.derive(made, "version", plan.number)
    await db.execute(
        "INSERT INTO plan (id, name, currency) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
        made,
        name,
        plan.currency,
    )
    await db.execute(
        "INSERT INTO plan_version (id, plan_id, number, effective_from, prices, created_at) "
        "VALUES ($1, $2, $3, $4, $5::text::jsonb, $4) ON CONFLICT DO NOTHING",
        *(version_id, made, plan.number, act.now, _written(plan)),
    )
    return Listed(made, version_id)


class NewTerm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a term says besides its plan version. Without `anchor` the first term's periods are
    those of the calendar, and a later one's go on as they are. `percent`: the standard rate agreed
    with this client; without one, and for all other classes, the provider's rates hold."""

    treatment: tax.Treatment = tax.Treatment.DOMESTIC
    percent: Decimal | None = None
    payment_days: Annotated[int, msgspec.Meta(ge=0, le=365)] = 30
    anchor: date | None = None


class NotListed(NotFound):
    title = "No plan version with this id is published"


TERM = """
INSERT INTO subscription (tenant_id, id, plan_version_id, plan_name, plan_number, currency, prices,
                          meters, interval_count, interval_unit, anchor, tax_treatment,
                          tax_percent, payment_days, starts_on, agreed_by, agreed_at)
SELECT $1, $2, v.id, p.name, v.number, p.currency, v.prices, v.meters, v.interval_count,
       v.interval_unit, $4, $5, $6, $7, $8, $9, $10
FROM plan_version v JOIN plan p ON p.id = v.plan_id
WHERE v.id = $3 AND v.state = 'published'
ON CONFLICT DO NOTHING
"""


@write("contract.write", STAFF, WORKER)
async def subscribe(
    act: Act,
    version_id: UUID,
    starts_on: date,
    *,
    treatment: tax.Treatment = tax.Treatment.DOMESTIC,
    percent: Decimal | None = None,
) -> UUID:
    """Put the client on a plan version from a local day; the same day again changes nothing.

    Raises NotListed for a version that is not on the list.
    """
    said = NewTerm(treatment=treatment, percent=percent)
    return await add_term(act, version_id, starts_on, said)


async def add_term(act: Act, version_id: UUID, starts_on: date, said: NewTerm) -> UUID:
    """A term with the prices and meters as they are listed now. Raises NotListed."""
    made = ids.derive(version_id, "term", act.tenant_id, starts_on.isoformat())
    written = await db.execute(
        TERM,
        *(act.tenant_id, made, version_id, said.anchor or period.CALENDAR, str(said.treatment)),
        *(said.percent, said.payment_days, starts_on, act.principal.person_id, act.now),
    )
    if not written and not await db.value(LISTED, version_id):
        raise NotListed
    return made


VERSION = """
SELECT p.name, p.currency, v.* FROM plan_version v JOIN plan p ON p.id = v.plan_id
WHERE v.id = $1 AND v.state = 'published'
"""
LISTED = "SELECT EXISTS (SELECT FROM plan_version WHERE id = $1 AND state = 'published')"


def _written(plan: PlanVersion) -> str:
    return canonical.encode(plan.prices).decode()


@dataclass(frozen=True, slots=True)
class Account:
    """A client's subscription with its tax rules, to which `tax_rates.beside` adds the provider's
    rates; `plan` names the term that came last, whose `payment_days` after its issue an invoice is
    due."""

    subscription: Subscription
    taxes: tax.Rules
    plan: str
    payment_days: int


TERMS = """
SELECT s.*, t.time_zone FROM subscription s JOIN tenant t ON t.id = s.tenant_id
WHERE s.tenant_id = $1 AND s.currency = coalesce($2, (
    SELECT h.currency FROM subscription h WHERE h.tenant_id = $1
    ORDER BY h.starts_on, h.id LIMIT 1))
ORDER BY s.starts_on, s.id
"""
CURRENCIES = """
SELECT currency FROM subscription WHERE tenant_id = $1
GROUP BY currency ORDER BY min(starts_on), (array_agg(id ORDER BY starts_on, id))[1]
"""
AGREED = """
SELECT id, plan_name, price, from_day, until_day FROM negotiated_price
WHERE tenant_id = $1 AND state = 'approved' ORDER BY from_day, id
"""


async def currencies(tenant: int) -> list[str]:
    """Those in which the client has a subscription, each one of its own; the first one's first."""
    return [row["currency"] for row in await db.rows(CURRENCIES, tenant)]


async def accounts(tenant: int) -> list[Account]:
    """One per currency."""
    found = [await account_of(tenant, currency) for currency in await currencies(tenant)]
    return [each for each in found if each is not None]


async def account_of(tenant: int, currency: str | None = None) -> Account | None:
    """In that currency, else the first one's; None for a client without a subscription in it."""
    rows = await db.rows(TERMS, tenant, currency)
    if not rows:
        return None
    last, listed = rows[-1], listed_terms(tenant, rows, rows[0]["time_zone"])
    terms = negotiated.over(listed.terms, await overrides(tenant))
    subscription = replace(listed, terms=terms)
    plan = f"{last['plan_name']} v{last['plan_number']}"
    return Account(subscription, _taxes(rows), plan, last["payment_days"])


def listed_terms(tenant: int, rows: Sequence[db.Row], zone: str = "UTC") -> Subscription:
    """The rows of a client's terms, oldest first, without what was negotiated."""
    return Subscription(
        id=rows[0]["id"],
        tenant_id=tenant,
        zone=zone,
        terms=tuple(
            Term(row["starts_on"], plan_of(row), row["anchor"], until=row["ends_on"])
            for row in rows
        ),
    )


async def overrides(tenant: int) -> list[Override]:
    """What was negotiated and approved."""
    return [
        Override(row["id"], row["plan_name"], _price(row["price"]), *_days(row))
        for row in await db.rows(AGREED, tenant)
    ]


def _days(row: db.Row) -> tuple[date, date | None]:
    return row["from_day"], row["until_day"]


def _price(stored: str) -> Price:
    return price_json.read(msgspec.json.decode(stored))


def plan_of(row: db.Row) -> PlanVersion:
    """The plan version that a term's row keeps."""
    return _plan_of(row["plan_name"], row["plan_number"], row["currency"], _content(row))


class _Content(NamedTuple):
    """What a row keeps of a plan version, as text."""

    prices: str
    meters: str
    every: int
    unit: str


def _content(row: db.Row) -> _Content:
    return _Content(row["prices"], row["meters"], row["interval_count"], row["interval_unit"])


@functools.lru_cache(maxsize=256)
def _plan_of(name: str, number: int, currency: str, kept: _Content) -> PlanVersion:
    return PlanVersion(
        key=name,
        number=number,
        currency=currency,
        prices=price_json.read_all(msgspec.json.decode(kept.prices)),
        meters=meters.of_rows(kept.meters),
        interval=Interval(kept.every, Unit(kept.unit)),
    )


def version_of(row: db.Row) -> PlanVersion:
    """A plan version from its row beside its plan's: with `name`, `number` and `currency`."""
    return _plan_of(row["name"], row["number"], row["currency"], _content(row))


def _taxes(rows: Sequence[db.Row]) -> tax.Rules:
    """What a term only carries on from the one before it is said on the earlier one's day, so that
    a rate that became law since still holds."""
    first, *later = (tax.Treatment(row["tax_treatment"]) for row in rows)
    begun = [
        tax.DatedTreatment(each, row["starts_on"])
        for row, each in zip(rows[1:], later, strict=True)
    ]
    said = [list(of) for _, of in itertools.groupby(rows, key=itemgetter("tax_percent"))]
    ends = [of[0]["starts_on"] for of in said[1:]]
    rates = tuple(
        tax.DatedRate("standard", of[0]["tax_percent"], of[0]["starts_on"], end)
        for of, end in zip(said, [*ends, None], strict=True)
        if of[0]["tax_percent"] is not None
    )
    return tax.Rules(first, rates, later=tuple(begun))
