"""A client's terms: on which plan version it is from which day, and what was negotiated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import msgspec

from billing.amounts import check, tax
from billing.pricing import period, price_json, price_list
from billing.pricing.period import Interval, Period
from billing.pricing.plan import PlanVersion
from billing.pricing.price_list import NewTerm, NotListed
from billing.pricing.subscription import Subscription, Term
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write


class Subscribed(Conflict):
    code = "subscribed"
    title = "This client is on a plan already: change the plan, or end it first"


class NotSubscribed(Conflict):
    code = "not-subscribed"
    title = "This client is on no plan on that day: begin one"


class Invoiced(Conflict):
    code = "period-invoiced"
    title = "That day is invoiced already: choose one from the period that is not"


class LaterTerm(Conflict):
    code = "later-term"
    title = "A later change of plan stands: choose a day after it"


class DoesNotFit(Conflict):
    code = "terms-do-not-fit"
    title = "The plan does not fit this client's periods or currency"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was negotiated about one price: from when, by whom, and who approved it."""

    id: UUID
    plan: str
    price: Any
    from_day: date
    until_day: date | None
    state: str
    reason: str
    proposed_by: UUID
    decided_by: UUID | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class TermView:
    """A plan version from a day on, its prices as they were listed then (docs/plans.md). `period`:
    the first one that begins on it or holds its first day."""

    id: UUID
    plan: str
    number: int
    currency: str
    interval: Interval
    period: Period
    starts_on: date
    ends_on: date | None
    prices: list[Any]
    tax_treatment: str
    tax_percent: Decimal | None
    payment_days: int
    agreed_by: UUID | None
    agreed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A term that was withdrawn before it began."""

    id: UUID
    plan: str
    number: int
    currency: str
    starts_on: date
    reason: str
    withdrawn_by: UUID
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """Oldest first. What is only proposed, or was refused, is the staff's to see."""

    terms: list[TermView]
    negotiated: list[Agreed]
    withdrawn: list[Withdrawn]


ROWS: Final = "SELECT * FROM subscription WHERE tenant_id = $1 ORDER BY starts_on, currency, id"
# Of one currency: the one named, else the one in which the client's first subscription is.
HOLDING: Final = """
SELECT * FROM subscription s WHERE s.tenant_id = $1 AND s.currency = coalesce($2, (
    SELECT h.currency FROM subscription h WHERE h.tenant_id = $1
    ORDER BY h.starts_on, h.id LIMIT 1))
ORDER BY s.starts_on, s.id
"""
NEGOTIATED: Final = """
SELECT id, plan_name AS plan, price, from_day, until_day, state, reason, proposed_by, decided_by,
       decided_at
FROM negotiated_price WHERE tenant_id = $1 ORDER BY from_day, id
"""
# The day from which nothing is invoiced yet.
OPEN_FROM: Final = """
SELECT max(period_end) FROM invoice
WHERE tenant_id = $1 AND state = 'final' AND subscription_id IS NOT NULL
  AND ($2::text IS NULL OR currency = $2)
"""
# A change of plan does away with an end that was agreed, and keeps it, should it be withdrawn.
GOES_ON: Final = """
UPDATE subscription SET ends_on = NULL,
    earlier_end = CASE WHEN starts_on = $2 THEN $4::date ELSE earlier_end END
WHERE tenant_id = $1 AND starts_on <= $2 AND currency = $3
"""
WITHDRAWN: Final = """
SELECT id, plan_name AS plan, plan_number AS number, currency, starts_on, reason, withdrawn_by,
       withdrawn_at
FROM withdrawn_term WHERE tenant_id = $1 ORDER BY withdrawn_at, starts_on DESC, id
"""


@read("terms.read", STAFF, MEMBER)
async def of_client(act: Act, tenant: int) -> Terms:
    """Nothing for a client that was never on a plan. Raises NotFound for another's."""
    act.only_own(tenant)
    agreed = [
        Agreed(**{**row, "price": msgspec.json.decode(row["price"])})
        for row in await db.rows(NEGOTIATED, tenant)
    ]
    gone = [Withdrawn(**row) for row in await db.rows(WITHDRAWN, tenant)]
    return Terms([_view(row) for row in await db.rows(ROWS, tenant)], agreed, gone)


@write("terms.write", STAFF)
async def begin(act: Act, version_id: UUID, starts_on: date, said: NewTerm) -> Terms:
    """Put a client that is on no plan in its currency then on a published version, from a day that
    is not invoiced yet: each currency is a subscription of its own, and no meter is priced in two.
    Raises Subscribed, Invoiced, DoesNotFit, NotListed, LaterTerm."""
    of = await held(act, starts_on, await _currency(version_id))
    if of is not None and _in_force(of.terms[-1], starts_on):
        raise Subscribed
    return await _added(act, of, version_id, starts_on, said)


@write("terms.write", STAFF)
async def change(act: Act, version_id: UUID, on: date) -> Terms:
    """Another plan version from a day on, up or down, also within a period: the day belongs to the
    new plan, and the days of each are charged. Raises NotSubscribed, and as `begin`."""
    currency = await _currency(version_id)
    of = await held(act, on, currency)
    if of is None:
        raise await _not_on(act, currency)
    if not _in_force(of.terms[-1], on):
        raise NotSubscribed
    last = (await db.rows(HOLDING, act.tenant_id, currency))[-1]
    said = NewTerm(
        treatment=tax.Treatment(last["tax_treatment"]),
        percent=last["tax_percent"],
        payment_days=last["payment_days"],
    )
    made = await _added(act, of, version_id, on, said)
    await db.execute(GOES_ON, act.tenant_id, on, currency, last["ends_on"])
    return made


@write("terms.write", STAFF)
async def end(act: Act, on: date, currency: str | None = None) -> Terms:
    """Nothing is charged from that day on; what was paid in advance beyond it comes back. In the
    currency named, else the first one's. Raises NotSubscribed, Invoiced, LaterTerm."""
    of = await held(act, on, currency)
    if of is None or not _in_force(of.terms[-1], on):
        raise NotSubscribed
    await db.execute(
        "UPDATE subscription SET ends_on = $3 "
        "WHERE tenant_id = $1 AND starts_on = $2 AND currency = $4",
        *(act.tenant_id, of.terms[-1].start, on, of.currency),
    )
    return await shown(act)


async def listed(tenant: int, currency: str | None = None) -> Subscription | None:
    """The client's terms without what was negotiated."""
    rows = await db.rows(HOLDING, tenant, currency)
    return price_list.listed_terms(tenant, rows) if rows else None


async def held(act: Act, on: date, currency: str | None) -> Subscription | None:
    """The client's terms as they were listed, locked for a change on a day. Raises Invoiced,
    LaterTerm."""
    rows = await db.rows(f"{HOLDING} FOR UPDATE", act.tenant_id, currency)
    said = rows[0]["currency"] if rows else currency
    open_from = await db.value(OPEN_FROM, act.tenant_id, said)
    if open_from is not None and on < open_from:
        raise Invoiced(f"All before {open_from} is invoiced: choose that day or a later one.")
    if rows and on <= rows[-1]["starts_on"]:
        raise LaterTerm(f"A term begins on {rows[-1]['starts_on']}: choose a later day.")
    return price_list.listed_terms(act.tenant_id, rows) if rows else None


async def _added(
    act: Act, of: Subscription | None, version_id: UUID, on: date, said: NewTerm
) -> Terms:
    if said.percent is not None:
        check.percentage(said.percent, "said.percent")
    row = await db.row(price_list.VERSION, version_id)
    if row is None:
        raise NotListed
    plan = price_list.version_of(row)
    anchor = said.anchor or period.CALENDAR
    if of is not None and said.anchor is None:
        same = of.terms[-1].plan.interval == plan.interval
        anchor = of.terms[-1].anchor if same else on
    try:
        Subscription(
            id=version_id,
            tenant_id=act.tenant_id,
            zone="UTC",
            terms=(*(of.terms if of else ()), Term(on, plan, anchor)),
        )
    except check.Invalid as wrong:
        raise DoesNotFit(wrong.detail) from wrong
    await _refuse_priced_twice(act, plan, on)
    await price_list.add_term(act, version_id, on, msgspec.structs.replace(said, anchor=anchor))
    return await shown(act)


async def _currency(version_id: UUID) -> str:
    """Of a published plan version. Raises NotListed."""
    row = await db.row(price_list.VERSION, version_id)
    if row is None:
        raise NotListed
    currency: str = row["currency"]
    return currency


async def _not_on(act: Act, currency: str) -> Conflict:
    """Why there is no plan to change in that currency."""
    if await price_list.currencies(act.tenant_id):
        return DoesNotFit(f"No plan in {currency} holds then: begin one beside the others.")
    return NotSubscribed()


async def _refuse_priced_twice(act: Act, plan: PlanVersion, on: date) -> None:
    """What is counted once is charged once, whatever the currency."""
    meters = {price.meter for price in plan.prices if price.meter is not None}
    for other in await price_list.accounts(act.tenant_id):
        last = other.subscription.terms[-1]
        if other.subscription.currency == plan.currency or not _in_force(last, on):
            continue
        both = meters & {price.meter for price in last.plan.prices}
        if both:
            said = ", ".join(sorted(str(each) for each in both))
            raise DoesNotFit(f"{said}: priced in {other.subscription.currency} already.")


def _in_force(last: Term, on: date) -> bool:
    return last.until is None or on < last.until


async def shown(act: Act) -> Terms:
    found: Terms = await of_client(act, act.tenant_id)
    return found


def _view(row: db.Row) -> TermView:
    plan = price_list.plan_of(row)
    return TermView(
        id=row["id"],
        plan=plan.key,
        number=plan.number,
        currency=plan.currency,
        interval=plan.interval,
        period=Term(row["starts_on"], plan, row["anchor"]).period(row["starts_on"]),
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        prices=[price_json.write(price) for price in plan.prices],
        **{name: row[name] for name in AS_KEPT},
    )


AS_KEPT: Final = ("tax_treatment", "tax_percent", "payment_days", "agreed_by", "agreed_at")
