"""What is counted does not depend on order; time is rounded never down and by less than a step."""

import random
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from billing.metered import aggregate, ledger
from billing.metered.ledger import UsageEvent
from billing.metered.meter import Aggregation, Meter
from billing.pricing import time_rule
from billing.pricing.period import Period
from billing.pricing.proration import whole
from billing.pricing.time_rule import Direction, Per, TimeRule
from contracts import instant
from contracts.calendars import zone
from tests.property.billing import worlds

KIEL = zone.named("Europe/Berlin")
OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
START = instant.start_of(date(2026, 9, 20))


@st.composite
def events(draw: st.DrawFn, meter: str = "m") -> list[UsageEvent]:
    drawn = draw(st.lists(st.integers(0, 50 * instant.DAY), max_size=12))
    return [
        UsageEvent(
            tenant_id=1,
            source="desk",
            event_id=f"e{number}",
            meter=meter,
            quantity=draw(worlds.decimals(0, 500, 2)),
            happened_at=START + moment,
            dimensions=ledger.dimensions(
                ticket=draw(st.sampled_from(["T1", "T2"])),
                work_type=draw(st.sampled_from(["onsite", "remote"])),
            ),
        )
        for number, moment in enumerate(drawn)
    ]


RULES = st.builds(
    TimeRule,
    step=st.sampled_from([Decimal(0), Decimal(5), Decimal(6), Decimal("7.5"), Decimal(15)]),
    direction=st.sampled_from(Direction),
    per=st.sampled_from(Per),
)
AGGREGATIONS = st.sampled_from([Aggregation.COUNT, Aggregation.SUM, *Aggregation])


@given(events(), AGGREGATIONS, st.randoms())
def test_order_of_arrival_changes_nothing(
    drawn: list[UsageEvent], aggregation: Aggregation, chance: random.Random
) -> None:
    distinct = "ticket" if aggregation is Aggregation.UNIQUE else None
    meter = Meter("m", "thing", aggregation, distinct)
    shuffled = list(drawn)
    chance.shuffle(shuffled)

    one, other = (
        aggregate.quantity(meter, ledger.dated(arrived, KIEL), whole(OCTOBER))
        for arrived in (drawn, shuffled)
    )

    assert one == other
    assert ledger.digest(drawn) == ledger.digest(shuffled)


@given(events(), AGGREGATIONS, st.data())
def test_a_reversed_event_leaves_no_trace(
    drawn: list[UsageEvent], aggregation: Aggregation, data: st.DataObject
) -> None:
    undone = data.draw(st.sets(st.sampled_from(drawn))) if drawn else set()
    reversals = [ledger.reversal(event, f"undo {event.event_id}") for event in undone]
    kept = [event for event in drawn if event not in undone]

    assert ledger.dated([*reversals, *drawn], KIEL) == ledger.dated(kept, KIEL)


@given(events(), RULES)
def test_time_is_rounded_by_less_than_a_step_a_bucket(
    drawn: list[UsageEvent], rule: TimeRule
) -> None:
    worked = sum(event.quantity for event in drawn)

    billed = time_rule.billed(ledger.dated(drawn, KIEL), rule)

    if rule.direction is Direction.UP:
        assert worked <= billed
    assert abs(billed - worked) <= rule.step * len(drawn)
    assert not rule.step or billed % rule.step == 0


@given(events(), worlds.decimals(0, 240, 0))
def test_a_visit_minimum_never_bills_less(drawn: list[UsageEvent], minimum: Decimal) -> None:
    plain = TimeRule(step=Decimal(15), per=Per.TICKET_AND_DAY)
    visits = TimeRule(
        step=Decimal(15), per=Per.TICKET_AND_DAY, visits=("onsite",), visit_minimum=minimum
    )
    entries = ledger.dated(drawn, KIEL)

    assert time_rule.billed(entries, plain) <= time_rule.billed(entries, visits)
