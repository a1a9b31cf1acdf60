"""The change in margin that a what-if run comes to, with every assumption that it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from billing.amounts import exact, money
from billing.invoicing import windows
from billing.margins import margin
from billing.margins.margin import Charges, Margin
from billing.pricing import charge, count, price_list
from billing.pricing import subscription as subscriptions
from billing.pricing.charge import Stage
from billing.pricing.period import Period
from billing.pricing.price_list import Account
from billing.pricing.subscription import Subscription
from contracts.what_if import what_if_rows
from contracts.what_if.what_if_question import Assumptions, Question, Recovery, Result, Run, Side
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


class NotAnswered(Conflict):
    code = "what-if-not-answered"
    title = "This run has no result yet: ask again when it is done"


class NoFee(Conflict):
    code = "no-fee"
    title = "This client is on no plan: ask again with a monthly_fee among the assumptions"


@dataclass(frozen=True, slots=True)
class MarginOfRun:
    """Over `months`, whole ones. `change` is what the draft leaves more. `fee_is`: the plan's, or
    as assumed. Vendors in `unpriced` owe a share of a fee that nobody stated: it counts nothing."""

    run_id: UUID
    currency: str
    months: tuple[str, ...]
    today: Margin
    draft: Margin
    today_left: Decimal
    draft_left: Decimal
    change: Decimal
    fee_is: str
    unpriced: tuple[UUID, ...]
    assumptions: Assumptions


class _Money(NamedTuple):
    """What both sides have in common."""

    months: tuple[str, ...]
    currency: str
    invoiced: dict[str, Decimal]
    assumed: Assumptions

    def charges(self, fees: dict[str, Decimal]) -> Charges:
        return Charges(self.currency, fees, self.invoiced)


@read("cost.read", STAFF)
async def of_run(act: Act, tenant: int, run_id: UUID) -> MarginOfRun:
    """Raises NotFound, NotAnswered, and NoFee where neither a plan nor an assumption has one."""
    run = await what_if_rows.one(tenant, run_id)
    if run.result is None:
        raise NotAnswered(run.problem or "")
    account = await price_list.account_of(tenant)
    assumed = run.question.assumptions
    if account is None and assumed.monthly_fee is None:
        raise NoFee
    common = await _common(tenant, account, run)
    today = _today(account, common)
    fee = assumed.draft_monthly_fee
    draft = today if fee is None else dict.fromkeys(common.months, fee)
    return _compared(run, run.result, common, (today, draft))


def _compared(
    run: Run, result: Result, common: _Money, fees: tuple[dict[str, Decimal], dict[str, Decimal]]
) -> MarginOfRun:
    work = margin.worked(
        {each.tier: each.minutes for each in result.worked},
        {cost.tier: cost.per_minute for cost in common.assumed.costs},
        common.currency,
    )
    today, draft = (
        margin.of(common.charges(fee), side.credits, _recovered(side, common), work)
        for fee, side in zip(fees, (result.today, result.draft), strict=True)
    )
    return MarginOfRun(
        run_id=run.id,
        currency=common.currency,
        months=common.months,
        today=today,
        draft=draft,
        today_left=today.left,
        draft_left=draft.left,
        change=margin.change(today, draft),
        fee_is="plan" if common.assumed.monthly_fee is None else "assumed",
        unpriced=_unpriced((*result.today.recoveries, *result.draft.recoveries), common.assumed),
        assumptions=common.assumed,
    )


async def _common(tenant: int, account: Account | None, run: Run) -> _Money:
    currency = await db.value("SELECT currency FROM tenant WHERE id = $1", tenant)
    if currency is None:
        raise NotFound
    of_plan = account.subscription.currency if account else currency
    months = tuple(_months(run.question))
    rows = await db.rows(
        "SELECT to_char(period_start, 'YYYY-MM') AS month, sum(net) AS net FROM invoice "
        "WHERE tenant_id = $1 AND currency = $2 GROUP BY 1",
        *(tenant, of_plan),
    )
    invoiced = {row["month"]: row["net"] for row in rows if row["month"] in months}
    return _Money(months, of_plan, invoiced, run.question.assumptions)


def _today(account: Account | None, common: _Money) -> dict[str, Decimal]:
    """The plan's own fees, without usage, unless a fee is assumed."""
    if common.assumed.monthly_fee is not None or account is None:
        return dict.fromkeys(common.months, common.assumed.monthly_fee or exact.ZERO)
    return {month: _fee(account, month) for month in common.months}


def _fee(account: Account, month: str) -> Decimal:
    days = windows.month(date.fromisoformat(f"{month}-01"))
    return fees_in(account.subscription, days)


def fees_in(of: Subscription, days: Period) -> Decimal:
    """What of the fees of its billing periods falls on these days, by days."""
    periods = [subscriptions.period_of(of, days.start)]
    while periods[-1].end < days.end:
        periods.append(subscriptions.period_of(of, periods[-1].end))
    return margin.total(_share(of, each, days) for each in periods)


def _share(of: Subscription, period: Period, days: Period) -> Decimal:
    """What of a period's fees falls on these days."""
    found = charge.charges(of, period, Stage.CLOSED, ())
    fees = money.total((each.amount for each in found if each.key.part in count.FEES), of.currency)
    both = (min(period.end, days.end) - max(period.start, days.start)).days
    return exact.share(fees.amount, Fraction(both, period.days), money.quantum(of.currency))


def _recovered(side: Side, common: _Money) -> Decimal:
    """What vendors owe, of the fees that were stated for them."""
    found = (
        margin.worth([each.due], common.charges(dict.fromkeys(each.due.months, fee.monthly)))
        for each in side.recoveries
        for fee in common.assumed.vendors
        if fee.vendor_id == each.vendor_id
    )
    return margin.total(found)


def _unpriced(found: Sequence[Recovery], assumed: Assumptions) -> tuple[UUID, ...]:
    priced = {fee.vendor_id for fee in assumed.vendors}
    return tuple(sorted({each.vendor_id for each in found} - priced))


def _months(question: Question) -> list[str]:
    """Every month that a day of the question lies in."""
    asked = question.profile or question.history
    if asked is None:
        return []
    day, months = asked.since.replace(day=1), list[str]()
    while day < asked.ends:
        months.append(f"{day:%Y-%m}")
        day = (day + timedelta(days=32)).replace(day=1)
    return months
