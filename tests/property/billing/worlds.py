"""Prices, quantities and ledgers as they may come."""

import itertools
from decimal import Decimal

from hypothesis import strategies as st

from billing.pricing.model import (
    Flat,
    Graduated,
    GraduatedPercentage,
    Model,
    Package,
    PassThrough,
    Percentage,
    PerUnit,
    Volume,
)
from billing.pricing.price import Price
from billing.pricing.tier import Tier, Tiers


def decimals(least: int, most: int, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(least, most, places=places, allow_nan=False, allow_infinity=False)


AMOUNTS = decimals(0, 10_000, 4)
QUANTITIES = decimals(-500, 100_000, 6)
USED = decimals(0, 100_000, 6)
POSITIVE = st.one_of(st.sampled_from([Decimal(1), Decimal(60)]), decimals(1, 500, 3))


@st.composite
def tiers(draw: st.DrawFn) -> Tiers:
    ends = sorted(draw(st.sets(decimals(0, 1000, 2).filter(bool), max_size=4)))
    bounds: list[Decimal | None] = [Decimal(0), *ends, None]
    steps = tuple(
        Tier(start or Decimal(0), end, draw(AMOUNTS), draw(AMOUNTS))
        for start, end in itertools.pairwise(bounds)
    )
    return Tiers(steps, ends_inclusive=draw(st.booleans()), flat_at_zero=draw(st.booleans()))


METERED: dict[str, st.SearchStrategy[Model]] = {
    "per unit": st.builds(PerUnit, AMOUNTS, POSITIVE),
    "graduated": st.builds(Graduated, tiers(), POSITIVE),
    "volume": st.builds(Volume, tiers(), POSITIVE),
    "package": st.builds(Package, AMOUNTS, POSITIVE),
    "percentage": st.builds(Percentage, AMOUNTS),
    "graduated percentage": st.builds(GraduatedPercentage, tiers()),
    "pass-through": st.builds(PassThrough, AMOUNTS),
}
MODELS = METERED | {"flat": st.builds(Flat, AMOUNTS)}
ANY_MODEL = st.one_of(list(MODELS.values()))


@st.composite
def prices(draw: st.DrawFn, model: st.SearchStrategy[Model] = ANY_MODEL) -> Price:
    chosen = draw(model)
    bounds = sorted(draw(st.lists(decimals(0, 50_000, 2), min_size=2, max_size=2)))
    return Price(
        key=draw(st.sampled_from(["a", "b", "c"])),
        name="Support",
        currency=draw(st.sampled_from(["EUR", "JPY", "KWD"])),
        model=chosen,
        meter=None if isinstance(chosen, Flat) else "staff_minutes",
        included=draw(decimals(0, 300, 3)),
        discount=draw(decimals(0, 100, 2)),
        minimum=draw(st.sampled_from([None, bounds[0]])),
        maximum=draw(st.sampled_from([None, bounds[1]])),
    )
