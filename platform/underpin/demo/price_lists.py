"""The demo's price list: a fee, tickets by tier, minutes beyond an allowance, vendors passed on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from billing.amounts.tax import Treatment
from billing.parties import tax_rates
from billing.pricing import model, price_list
from billing.pricing.plan import PlanVersion
from billing.pricing.price import Price
from underpin.desk.replay.clients import derived
from underpin.kernel import ids
from underpin.kernel.act import Act

PLAN = derived("demo", "plan", "silver")
TAXES = {"standard": Decimal(23), "reduced": Decimal(8)}
TAXED_FROM = date(2011, 1, 1)
EUR = "EUR"

SILVER = PlanVersion(
    key="Silver",
    number=1,
    currency=EUR,
    prices=(
        Price(key="fee", name="Service desk", currency=EUR, model=model.Flat(Decimal(950))),
        Price(
            key="tickets",
            name="Tickets",
            currency=EUR,
            meter="tickets",
            group_by=("tier",),
            model=model.PerUnit(Decimal("18.50")),
            included=Decimal(5),
        ),
        Price(
            key="minutes",
            name="Technicians' time",
            currency=EUR,
            meter="staff_minutes",
            model=model.PerUnit(Decimal(95), Decimal(60)),
        ),
        Price(
            key="vendors",
            name="Outside vendors",
            currency=EUR,
            meter="vendor_cost",
            model=model.PassThrough(Decimal(10)),
        ),
    ),
)


async def publish(act: Act) -> None:
    """On the provider's list, once, with the tax that holds where it sells."""
    for tax_class, percent in TAXES.items():
        await tax_rates.set_rate(act, tax_class, TAXED_FROM, percent)
    await price_list.publish(act, "Silver", SILVER, plan_id=PLAN)


async def subscribe(act: Act, starts_on: date, treatment: Treatment = Treatment.DOMESTIC) -> None:
    """The act's tenant, from a local day."""
    version = ids.derive(PLAN, "version", SILVER.number)
    await price_list.subscribe(act, version, starts_on, treatment=treatment)
