"""What a period will have come to if it goes on as it did. Pure and exact.

By day: of what happens (minutes, tickets), the quantity so far times the days of the price's part
of the period over those that have passed, today among them, rounded half-up at the sixth place. As
it stands: of what is there (seats, storage) the level is taken to stay, and of different values
(`unique`) none to be new. A part of the period that has not begun has nothing yet.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from billing.amounts import exact
from billing.metered.meter import Aggregation, Meter
from billing.pricing import proration
from billing.pricing.proration import Slice

Method = Literal["by_day", "as_it_stands"]
BY_DAY = frozenset({Aggregation.COUNT, Aggregation.SUM})


def method(of: Meter | None) -> Method:
    return "by_day" if of is not None and of.aggregation in BY_DAY else "as_it_stands"


def quantity(of: Meter | None, so_far: Decimal, days: Slice, today: date) -> Decimal:
    """For all of `days`, given what they came to by the end of `today`; None is a fee."""
    passed = min((today - days.start).days + 1, days.days)
    if method(of) == "as_it_stands" or passed <= 0:
        return so_far
    return exact.share(so_far, Fraction(days.days, passed), proration.QUANTITY)
