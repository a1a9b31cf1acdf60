"""How much rating costs: 1,000,000 cumulative steps per model, against bare arithmetic.

    python benchmarks/rating.py [STEPS]

Each step rates the quantity so far and books the difference, as progressive billing does. The
ratio to a loop that only multiplies and adds two Decimals does not depend on the machine; the
absolute figures do. The last lines draft whole invoices, to show where their time goes.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from billing.amounts import canonical  # noqa: E402
from billing.amounts.tax import DatedRate, Rules, Treatment  # noqa: E402
from billing.invoicing import invoice_lines  # noqa: E402
from billing.invoicing.invoice_lines import Statement, Window  # noqa: E402
from billing.metered import ledger  # noqa: E402
from billing.metered.ledger import UsageEvent  # noqa: E402
from billing.metered.meter import Filter  # noqa: E402
from billing.pricing import rating  # noqa: E402
from billing.pricing.charge import Stage  # noqa: E402
from billing.pricing.model import (  # noqa: E402
    Graduated,
    GraduatedPercentage,
    Model,
    Package,
    PassThrough,
    Percentage,
    PerUnit,
    Volume,
)
from billing.pricing.period import Period  # noqa: E402
from billing.pricing.plan import PlanVersion  # noqa: E402
from billing.pricing.price import Price  # noqa: E402
from billing.pricing.subscription import Subscription, Term  # noqa: E402
from billing.pricing.tier import Tier, Tiers  # noqa: E402
from contracts import instant  # noqa: E402

D = Decimal
STEP = D("7.5")
OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
TIERS = Tiers(
    (
        Tier(D(0), D(1000), D("2.00"), D(5)),
        Tier(D(1000), D(100_000), D("1.50")),
        Tier(D(100_000), None, D("1.25")),
    )
)
MODELS: dict[str, Model] = {
    "per unit": PerUnit(D("2.00")),
    "per 60 units": PerUnit(D("120.00"), per=D(60)),
    "graduated, 3 tiers": Graduated(TIERS),
    "volume, 3 tiers": Volume(TIERS),
    "package": Package(D(15), D(100)),
    "percentage": Percentage(D("2.5")),
    "graduated per cent": GraduatedPercentage(TIERS),
    "pass-through": PassThrough(D(15)),
}


def main(steps: int) -> None:
    bare = min(seconds(lambda: multiply(steps)) for _ in range(3))
    print(f"{'':22}{'seconds':>9}{'us/step':>9}{'ratio':>8}")
    print(row("bare multiply and add", bare, bare, steps))
    for name, model in MODELS.items():
        price = Price(key="k", name=name, currency="EUR", model=model, meter="m", included=D(10))
        print(row(name, seconds(lambda price=price: book(price, steps)), bare, steps))  # type: ignore[misc]
    print()
    for count in (100, 1000, 10_000):
        invoice(count)


def seconds(work: Callable[[], object]) -> float:
    """Of processor time, so that a busy machine disturbs little."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def multiply(steps: int) -> Decimal:
    quantity, unit, total = D(0), D("2.00"), D(0)
    for _ in range(steps):
        quantity += STEP
        total = quantity * unit
    return total


def book(price: Price, steps: int) -> Decimal:
    quantity = booked = D(0)
    for _ in range(steps):
        quantity += STEP
        booked += rating.book(price, quantity, booked)
    assert booked == rating.rate(price, quantity)
    return booked


def row(name: str, taken: float, bare: float, steps: int) -> str:
    return f"{name:22}{taken:9.2f}{taken / steps * 1e6:9.2f}{taken / bare:8.1f}"


def invoice(count: int) -> None:
    """One client's month: ten prices, `count` events."""
    events = [event(number) for number in range(count)]
    statement = Statement(
        subscription=Subscription(
            id=UUID(int=1),
            tenant_id=1,
            zone="Europe/Berlin",
            terms=(Term(date(2026, 1, 1), plan()),),
        ),
        windows=(Window(OCTOBER, Stage.CLOSED, OCTOBER.end),),
        taxes=Rules(Treatment.DOMESTIC, (DatedRate("standard", D(19), date(2020, 1, 1)),)),
        day=OCTOBER.end,
    )
    dating = seconds(lambda: ledger.dated(events, statement.subscription.zone_info()))
    hashing = seconds(lambda: invoice_lines.inputs(ledger.digest(events), statement))
    drafting = seconds(lambda: canonical.encode(invoice_lines.draft(events, statement)))
    print(
        f"draft of {count:6} events {drafting * 1e3:8.1f} ms, of it: "
        f"dating {dating * 1e3:.1f}, hashing {hashing * 1e3:.1f}"
    )


def event(number: int) -> UsageEvent:
    return UsageEvent(
        tenant_id=1,
        source="desk",
        event_id=f"e{number}",
        meter="staff_minutes",
        quantity=D(number % 90),
        happened_at=instant.start_of(OCTOBER.start) + number * instant.MINUTE % (30 * instant.DAY),
        dimensions=ledger.dimensions(tier=f"L{number % 10}"),
    )


def plan() -> PlanVersion:
    prices = tuple(
        Price(
            key=f"tier {tier}",
            name=f"Tier {tier}",
            currency="EUR",
            model=Graduated(TIERS, per=D(60)),
            meter="staff_minutes",
            filters=(Filter("tier", (f"L{tier}",)),),
        )
        for tier in range(10)
    )
    return PlanVersion(key="care", number=1, currency="EUR", prices=prices)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
