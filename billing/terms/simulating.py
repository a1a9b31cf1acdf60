"""The price simulator: a client's usage of past periods on another version of a plan, or on a draft
of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from billing.amounts import exact
from billing.invoicing import booking
from billing.invoicing.drafting import NoSubscription
from billing.metered import ledger, ledger_keeping, meter, reading
from billing.parties import exchange_rates
from billing.prepaid import blocks
from billing.pricing import period, price_list
from billing.pricing import subscription as subscriptions
from billing.pricing.subscription import Subscription
from billing.terms import plans, simulation
from billing.terms.simulation import Simulation
from contracts import instant
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

EVERY_CUT: Final = 2**31 - 1
NOW: Final = "SELECT simulated_now FROM tenant WHERE id = $1"
LONGEST: Final = 3 * 366
"""Days of a span."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """`invoiced`: the net that stands on final documents for the span's periods, which differs from
    what the client's own terms come to by what is not invoiced yet."""

    simulation: Simulation
    invoiced: Decimal


@read("terms.read", STAFF)
async def of_client(
    act: Act,
    tenant: int,
    plan_id: UUID,
    number: int,
    *,
    start: date | None = None,
    end: date | None = None,
) -> Simulated:
    """Beside the client's subscription in the plan's currency, else its first; without days, the
    last whole period. Raises NotFound, NoSubscription, NotWhole, OtherCurrency, Malformed."""
    return await simulated(tenant, plan_id, number, act.now, (start, end))


async def simulated(
    tenant: int,
    plan_id: UUID,
    number: int,
    at: datetime,
    days: tuple[date | None, date | None] = (None, None),
) -> Simulated:
    """As `of_client`, in whatever scope is open."""
    plan = await plans.stored(plan_id, number)
    account = await price_list.account_of(tenant, plan.currency)
    account = account or await price_list.account_of(tenant)
    if account is None:
        raise NoSubscription
    of = account.subscription
    now = await db.value(NOW, tenant)
    span = _span(of, now or at, *days)
    tried = simulation.on(of, plan)
    starts, ends = reading.instants(of, *span)
    levels = meter.levels(subscriptions.meters(of) | subscriptions.meters(tried))
    entries = await ledger_keeping.between(tenant, starts, ends, levels=levels)
    own = [each.start for each in simulation.periods(of, *span)]
    covered = await blocks.prepaid(tenant, own, EVERY_CUT)
    booked = await booking.standing(tenant, of.id, own, of.currency)
    dated = ledger.dated(entries, of.zone_info())
    rates = await exchange_rates.behind(dated, of.currency)
    return Simulated(
        simulation.compared(of, plan, span, dated, (covered, rates)),
        sum((each.net.amount for each in booked), exact.ZERO),
    )


def _span(
    of: Subscription, now: datetime, start: date | None, end: date | None
) -> tuple[date, date]:
    if start is None or end is None:
        today = period.day_of(instant.of(now), of.zone_info())
        last = simulation.last_whole(of, today)
        return last.start, last.end
    if not 0 < (end - start).days <= LONGEST:
        raise Malformed(f"end: a day after `start`, at most {LONGEST} days.", field="end")
    return start, end
