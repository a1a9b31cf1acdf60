"""How single counts become a period's quantity."""

from datetime import date
from decimal import Decimal

import pytest

from billing.amounts import check
from billing.metered import aggregate
from billing.metered.meter import Aggregation, Meter
from billing.pricing.period import Period
from billing.pricing.proration import Slice, whole
from tests.unit.billing.desk import dated, usage

OCTOBER = whole(Period(date(2026, 10, 1), date(2026, 11, 1)))
SECOND_HALF = Slice(OCTOBER.period, date(2026, 10, 16), date(2026, 11, 1))
D = Decimal


def meter(aggregation: Aggregation) -> Meter:
    distinct = "person" if aggregation is Aggregation.UNIQUE else None
    return Meter("m", "thing", aggregation, distinct)


FLOW = dated(
    usage("a", "5", day="2026-09-30", person="ann"),
    usage("b", "2", day="2026-10-01", person="ann"),
    usage("c", "3.5", day="2026-10-16", person="bob"),
    usage("d", "1", day="2026-10-31", at="23:59", person="ann"),
    usage("e", "1", day="2026-10-31"),
    usage("f", "9", day="2026-11-01", at="00:00", person="cyn"),
)


@pytest.mark.parametrize(
    ("aggregation", "october", "second_half"),
    [
        (Aggregation.COUNT, "4", "3"),
        (Aggregation.SUM, "7.5", "5.5"),
        (Aggregation.UNIQUE, "2", "2"),
    ],
)
def test_flows_are_made_of_the_events_of_their_days(
    aggregation: Aggregation, october: str, second_half: str
) -> None:
    assert aggregate.quantity(meter(aggregation), FLOW, OCTOBER) == D(october)
    assert aggregate.quantity(meter(aggregation), FLOW, SECOND_HALF) == D(second_half)


SEATS = dated(
    usage("a", "10", day="2026-09-03"),
    usage("b", "14", day="2026-10-11"),
    usage("c", "12", day="2026-10-16"),
    usage("d", "99", day="2026-11-01"),
)


@pytest.mark.parametrize(
    ("aggregation", "october", "second_half"),
    [
        (Aggregation.LATEST, "12", "12"),
        (Aggregation.MAX, "14", "14"),
        # 10 days of 10, 5 of 14, 16 of 12
        (Aggregation.TIME_WEIGHTED, "11.677419", "12"),
    ],
)
def test_a_level_lasts_until_the_next(
    aggregation: Aggregation, october: str, second_half: str
) -> None:
    assert aggregate.quantity(meter(aggregation), SEATS, OCTOBER) == D(october)
    assert aggregate.quantity(meter(aggregation), SEATS, SECOND_HALF) == D(second_half)


def test_levels_of_different_sites_add_up() -> None:
    events = dated(
        usage("a", "10", day="2026-09-03", site="Kiel"),
        usage("b", "4", day="2026-10-01", site="Bonn"),
        usage("c", "6", day="2026-10-20", site="Kiel"),
    )

    assert aggregate.quantity(meter(Aggregation.LATEST), events, OCTOBER) == 10
    assert aggregate.quantity(meter(Aggregation.MAX), events, OCTOBER) == 14


@pytest.mark.parametrize("aggregation", Aggregation)
def test_nothing_counted_is_zero(aggregation: Aggregation) -> None:
    assert aggregate.quantity(meter(aggregation), [], OCTOBER) == 0


def test_a_unique_meter_names_what_it_counts() -> None:
    with pytest.raises(check.Invalid, match="name the dimension to count"):
        Meter("m", "thing", Aggregation.UNIQUE)
    with pytest.raises(check.Invalid, match="none otherwise"):
        Meter("m", "thing", Aggregation.SUM, "person")
