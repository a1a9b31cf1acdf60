"""What of a plan's fees falls on a month, whatever the plan is billed by."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from billing.margins import margin_of_run
from billing.pricing.period import Interval, Period, Unit
from billing.pricing.subscription import Term
from tests.unit.billing.client import FEE, OCTOBER, plan, subscription


@pytest.mark.parametrize(
    ("count", "unit", "anchor", "fees"),
    [
        (1, Unit.MONTH, date(2000, 1, 1), "310.00"),
        (3, Unit.MONTH, date(2000, 1, 1), "104.46"),
        (1, Unit.YEAR, date(2000, 1, 1), "26.33"),
        (1, Unit.MONTH, date(2000, 1, 16), "315.00"),
        (31, Unit.DAY, date(2026, 10, 1), "310.00"),
    ],
    ids=["a month", "a quarter", "a year", "from the 16th", "31 days"],
)
def test_a_month_bears_its_days_of_each_period(
    count: int, unit: Unit, anchor: date, fees: str
) -> None:
    billed_by = replace(plan(FEE), interval=Interval(count, unit))
    of = subscription(Term(date(2026, 1, 1), billed_by, anchor))

    assert margin_of_run.fees_in(of, OCTOBER) == Decimal(fees)


def test_before_the_plan_began_there_is_nothing() -> None:
    of = subscription(Term(date(2026, 10, 16), plan(FEE)))

    assert margin_of_run.fees_in(of, OCTOBER) == Decimal("160.00")
    assert margin_of_run.fees_in(of, Period(date(2026, 9, 1), date(2026, 10, 1))) == 0
