"""Plans as stored, and a client's terms on them: each row of `subscription` is one term, with the
prices as they were agreed, so that a later list changes nothing behind its back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec

from billing.amounts import canonical, tax
from billing.pricing import price_json
from billing.pricing.plan import PlanVersion
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


@write("contract.write", STAFF, WORKER)
async def subscribe(
    act: Act,
    version_id: UUID,
    starts_on: date,
    *,
    treatment: tax.Treatment = tax.Treatment.DOMESTIC,
    percent: Decimal = Decimal(0),
) -> UUID:
    """Put the client on a plan version from a local day; the same day again changes nothing.

    Raises NotFound for a version that is not on the list.
    """
    made = ids.derive(version_id, "term", act.tenant_id, starts_on.isoformat())
    listed = await db.row(
        "SELECT p.name, p.currency, v.number, v.prices FROM plan_version v "
        "JOIN plan p ON p.id = v.plan_id WHERE v.id = $1",
        version_id,
    )
    if listed is None:
        raise NotFound("No plan version with this id is on the list.")
    await db.execute(
        "INSERT INTO subscription (tenant_id, id, plan_version_id, plan_name, plan_number, "
        "currency, prices, tax_treatment, tax_percent, starts_on) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8, $9, $10) ON CONFLICT DO NOTHING",
        *(act.tenant_id, made, version_id, listed["name"], listed["number"]),
        *(listed["currency"], listed["prices"], str(treatment), percent, starts_on),
    )
    return made


def _written(plan: PlanVersion) -> str:
    return canonical.encode(plan.prices).decode()


@dataclass(frozen=True, slots=True)
class Account:
    """A client's subscription with its tax rules; `plan` names the term that came last, whose
    `payment_days` after its issue an invoice is due."""

    subscription: Subscription
    taxes: tax.Rules
    plan: str
    payment_days: int


async def account_of(tenant: int) -> Account | None:
    """None for a client without a subscription."""
    zone = await db.value("SELECT time_zone FROM tenant WHERE id = $1", tenant)
    rows = await db.rows(
        "SELECT * FROM subscription WHERE tenant_id = $1 ORDER BY starts_on", tenant
    )
    if not rows:
        return None
    last = rows[-1]
    subscription = Subscription(
        id=rows[0]["id"],
        tenant_id=tenant,
        zone=zone,
        terms=tuple(Term(row["starts_on"], _plan(row)) for row in rows),
        ends=last["ends_on"],
    )
    plan = f"{last['plan_name']} v{last['plan_number']}"
    return Account(subscription, _taxes(rows), plan, last["payment_days"])


def _plan(row: db.Row) -> PlanVersion:
    return PlanVersion(
        key=row["plan_name"],
        number=row["plan_number"],
        currency=row["currency"],
        prices=tuple(price_json.read(price) for price in msgspec.json.decode(row["prices"])),
    )


def _taxes(rows: Sequence[db.Row]) -> tax.Rules:
    rates = tuple(tax.DatedRate("standard", row["tax_percent"], row["starts_on"]) for row in rows)
    return tax.Rules(tax.Treatment(rows[-1]["tax_treatment"]), rates)
