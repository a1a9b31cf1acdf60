"""The figures that docs/rating.md works through by pencil."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from billing.pricing.model import Flat
from billing.pricing.subscription import Term
from billing.pricing.time_rule import TimeRule, Weight
from tests.unit.billing.client import (
    FEE,
    HOURS,
    NOVEMBER,
    OCTOBER,
    closed,
    draft,
    finalised,
    on,
    opening,
    plan,
    shown,
    statement,
    subscription,
)
from tests.unit.billing.desk import usage

D = Decimal
WEIGHTED = TimeRule(step=D(15), weights=(Weight("hours", "after", D("1.5")),))


def test_hours_and_the_late_half_hour() -> None:
    of = on(replace(HOURS, time=WEIGHTED))
    events = [
        usage("a", "50", ticket="T1", day="2026-10-05"),
        usage("b", "22", ticket="T2", day="2026-10-06", hours="after"),
    ]
    first = draft(events, statement(of, closed(OCTOBER)))
    late = [*events, usage("c", "30", day="2026-10-30")]
    windows = (closed(OCTOBER), closed(NOVEMBER))

    second = draft(late, statement(of, *windows, booked=finalised(first)))

    assert first.lines[0].quantity == 105
    assert shown(first) == {"01.10. hours usage": "90.00"}
    assert shown(second) == {"01.10. hours usage": "60.00"}


def test_the_fee_from_the_sixteenth() -> None:
    booked = finalised(draft([], statement(on(FEE), opening(OCTOBER))))
    better = replace(FEE, model=Flat(D("620.00")))
    of = subscription(
        Term(date(2026, 1, 1), plan(FEE)), Term(date(2026, 10, 16), plan(better, key="plus"))
    )

    changed = draft([], statement(of, opening(OCTOBER), booked=booked))

    assert shown(changed) == {"01.10. fee advance": "-160.00", "16.10. fee advance": "320.00"}
