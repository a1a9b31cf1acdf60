"""Minutes billed, as MSPs' published price lists state them."""

from decimal import Decimal

import pytest

from billing.pricing import time_rule
from billing.pricing.time_rule import Direction, Per, TimeRule, Weight
from tests.unit.billing.desk import dated, usage

D = Decimal
FIVE_MINUTES = TimeRule(step=D(5))
ON_SITE = TimeRule(step=D(15), visits=("onsite",), visit_minimum=D(60))
AFTER_HOURS = TimeRule(
    step=D(15),
    weights=(Weight("hours", "after", D("1.5")), Weight("hours", "holiday", D(2))),
)


@pytest.mark.parametrize(("minutes", "billed"), [("10", 10), ("2", 5), ("13", 15), ("0", 0)])
def test_begun_units_of_five_minutes(minutes: str, billed: int) -> None:
    assert time_rule.billed(dated(usage("a", minutes)), FIVE_MINUTES) == billed


def test_each_entry_is_rounded_by_itself() -> None:
    entries = dated(usage("a", "1", ticket="T1"), usage("b", "1", ticket="T1"))

    assert time_rule.billed(entries, TimeRule(step=D(15))) == 30


def test_a_ticket_and_day_is_rounded_once() -> None:
    rule = TimeRule(step=D(15), per=Per.TICKET_AND_DAY)
    entries = dated(
        usage("a", "4", ticket="T1", at="09:00"),
        usage("b", "4", ticket="T1", at="23:59"),
        usage("c", "4", ticket="T1", day="2026-10-02", at="00:00"),
        usage("d", "4", ticket="T2"),
    )

    assert time_rule.billed(entries, rule) == 45


@pytest.mark.parametrize(("minutes", "billed"), [("7", 0), ("7.5", 15), ("22", 15), ("23", 30)])
def test_to_the_nearest_step_a_tie_goes_up(minutes: str, billed: int) -> None:
    nearest = TimeRule(step=D(15), direction=Direction.NEAREST)

    assert time_rule.billed(dated(usage("a", minutes)), nearest) == billed


def test_weights_come_before_rounding() -> None:
    entries = dated(usage("a", "11", hours="after"), usage("b", "11", hours="office"))

    assert time_rule.billed(entries, AFTER_HOURS) == 30 + 15


def test_weights_of_different_kinds_multiply() -> None:
    rule = TimeRule(
        weights=(Weight("hours", "after", D("1.5")), Weight("work_type", "senior", D("1.4")))
    )

    assert time_rule.billed(dated(usage("a", "60", hours="after", work_type="senior")), rule) == 126


def test_a_visit_bills_at_least_its_minimum() -> None:
    short = dated(usage("a", "20", work_type="onsite", ticket="T1"))
    long = dated(usage("a", "61", work_type="onsite", ticket="T1"))
    remote = dated(usage("a", "20", work_type="remote", ticket="T1"))

    assert time_rule.billed(short, ON_SITE) == 60
    assert time_rule.billed(long, ON_SITE) == 75
    assert time_rule.billed(remote, ON_SITE) == 30


def test_two_entries_of_one_visit_are_one_visit() -> None:
    entries = dated(
        usage("a", "20", work_type="onsite", ticket="T1"),
        usage("b", "20", work_type="onsite", ticket="T1"),
        usage("c", "5", work_type="remote", ticket="T1"),
    )

    assert time_rule.billed(entries, ON_SITE) == 60 + 15


def test_no_step_rounds_nothing() -> None:
    assert time_rule.billed(dated(usage("a", "7.25")), TimeRule()) == D("7.25")
