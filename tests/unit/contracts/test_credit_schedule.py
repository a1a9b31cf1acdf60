"""What misses are worth: bands, steps, units, caps, and the schedules that are refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from contracts.agreements import credit_check, credit_clause
from contracts.agreements.credit_clause import Band, Clause, Measured, PerUnit, Step
from contracts.agreements.credit_schedule import Cap, InARow, Schedule, due
from contracts.instant import HOUR, MINUTE
from underpin.kernel.errors import Malformed

UPTIME = Clause(
    "availability",
    commitment=Decimal("99.9"),
    bands=(
        Band(Decimal("99.5"), True, Decimal("99.9"), False, Decimal(5)),
        Band(Decimal(0), True, Decimal("99.5"), False, Decimal(20)),
    ),
)
MONTHLY = Schedule("service_fee", (UPTIME,))
HOURLY = Clause(
    "resolution", priorities=("P1",), per_unit=PerUnit("minute", "started", Decimal(1), Decimal(60))
)


def uptime(percent: str) -> Measured:
    return credit_clause.at(Fraction(percent) / 100, "availability")


def owed(schedule: Schedule, *found: Measured, in_a_row: int = 0) -> Fraction | None:
    entitlement = due(schedule, found, in_a_row)
    return None if entitlement is None else entitlement.percent


def test_a_band_owes_from_one_bound_to_the_other() -> None:
    assert owed(MONTHLY, uptime("99.9")) is None
    assert owed(MONTHLY, uptime("99.8999999")) == 5
    assert owed(MONTHLY, uptime("99.5")) == 5
    assert owed(MONTHLY, uptime("99.4999999")) == 20
    assert owed(MONTHLY, uptime("0")) == 20


def test_a_period_without_anything_to_judge_owes_nothing() -> None:
    assert owed(MONTHLY, Measured("availability", 0, 0)) is None
    assert owed(MONTHLY) is None


def test_the_lowest_step_stands_alone() -> None:
    steps = (Step(Decimal(95), Decimal(100)), Step(Decimal("99.99"), Decimal(10)))
    clause = Clause("availability", commitment=Decimal("99.99"), steps=steps)
    schedule = Schedule("service_fee", (clause,))
    credit_check.check(schedule)
    assert [owed(schedule, uptime(each)) for each in ("99.99", "99.98", "95", "94.99")] == [
        None,
        10,
        10,
        100,
    ]


def test_every_started_hour_over_counts_per_ticket() -> None:
    late = Measured("resolution", 1, 3, (1, HOUR + MINUTE), priority="P1")
    other = Measured("resolution", 0, 1, (9 * HOUR,), priority="P2")
    assert owed(Schedule("net_invoice", (HOURLY,)), late, other) == 3


def test_a_full_hour_over_is_one_started_hour() -> None:
    late = Measured("resolution", 0, 1, (HOUR,), priority="P1")
    assert owed(Schedule("net_invoice", (HOURLY,)), late) == 1


def test_only_completed_half_hours_count_where_it_says_so() -> None:
    form = PerUnit("minute", "completed", Decimal(2), Decimal(30))
    schedule = Schedule("service_fee", (Clause("availability", per_unit=form),))
    assert owed(schedule, Measured("availability", 1, 2, (59 * MINUTE,))) == 2
    assert owed(schedule, Measured("availability", 1, 2, (29 * MINUTE,))) is None


def test_a_full_percent_under_the_commitment() -> None:
    form = PerUnit("percent", "completed", Decimal("0.5"))
    schedule = Schedule(
        "service_fee", (Clause("first_response", commitment=Decimal(90), per_unit=form),)
    )
    assert owed(schedule, Measured("first_response", 89, 100)) == Fraction(1, 2)
    assert owed(schedule, Measured("first_response", 8901, 10000)) is None
    assert owed(schedule, Measured("first_response", 875, 1000)) == 1


def test_each_missed_ticket() -> None:
    form = PerUnit("ticket", "completed", Decimal(3))
    schedule = Schedule("service_fee", (Clause("resolution", per_unit=form),))
    assert owed(schedule, Measured("resolution", 7, 9)) == 6


def test_a_day_s_charge_per_hour_leaves_a_cap_of_the_quarter_to_who_knows_the_amounts() -> None:
    form = PerUnit("minute", "completed", Decimal(100), Decimal(60))
    quarter = Cap(Decimal("27.5"), "service_fee", "quarter")
    schedule = Schedule("day_charge", (Clause("fix", per_unit=form),), "quarter", caps=(quarter,))
    entitlement = due(schedule, [Measured("fix", 0, 1, (3 * HOUR + 1,))])
    assert entitlement is not None
    assert entitlement.percent == 300
    assert entitlement.basis == "day_charge"
    assert entitlement.open_caps == (quarter,)


@pytest.mark.parametrize(("cumulation", "expected"), [("largest", 20), ("sum", 22)])
def test_several_clauses_in_one_period(cumulation: str, expected: int) -> None:
    both = replace(MONTHLY, clauses=(UPTIME, HOURLY), cumulation=cumulation)  # type: ignore[arg-type]
    late = Measured("resolution", 0, 1, (2 * HOUR,), priority="P1")
    entitlement = due(both, [uptime("90"), late])
    assert entitlement is not None
    assert (entitlement.percent, entitlement.by_clause) == (expected, (20, 2))


def test_priorities_of_one_clause_are_judged_together() -> None:
    both = replace(UPTIME, metric="resolution", priorities=("P1", "P2"))
    kept = Measured("resolution", 997, 997, priority="P1")
    missed = Measured("resolution", 0, 3, priority="P2")
    assert owed(replace(MONTHLY, clauses=(both,)), kept, missed) == 5


def test_a_cap_holds_and_what_is_under_the_minimum_is_not_due() -> None:
    assert owed(replace(MONTHLY, caps=(Cap(Decimal(15)),)), uptime("0")) == 15
    assert owed(replace(MONTHLY, minimum=Decimal(6)), uptime("99.8")) is None


def test_misses_in_a_row_open_a_right() -> None:
    leave = InARow(3, "terminate", notice_days=90)
    second = due(replace(MONTHLY, in_a_row=leave), [uptime("99.8")], 2)
    third = due(replace(MONTHLY, in_a_row=leave), [uptime("99.8")], 3)
    assert second is not None and second.right is None
    assert third is not None and third.right == leave and third.percent == 5


def test_misses_in_a_row_raise_the_percent_within_the_cap() -> None:
    raised = InARow(2, "higher_percent", Decimal(30))
    schedule = replace(MONTHLY, in_a_row=raised, caps=(Cap(Decimal(25)),))
    assert owed(schedule, uptime("99.8"), in_a_row=1) == 5
    assert owed(schedule, uptime("99.8"), in_a_row=2) == 25


def band(low: str, low_in: bool, high: str, high_in: bool, credit: int = 1) -> Band:
    return Band(Decimal(low), low_in, Decimal(high), high_in, Decimal(credit))


@pytest.mark.parametrize(
    ("bands", "said"),
    [
        (
            [band("0", True, "99.5", False), band("99.5", False, "99.9", False)],
            "no band says what is owed at exactly 99.5",
        ),
        (
            [band("0", True, "97", True), band("98", True, "99.9", False)],
            "no band says what is owed above 97 and below 98",
        ),
        ([band("0", True, "99.7", False)], "owed from 99.7 on and below 99.9"),
        ([band("90", True, "99.9", False)], "owed from 0 on and below 90"),
        ([band("0", False, "99.9", False)], "owed at exactly 0"),
        (
            [band("0", True, "98", True), band("98", True, "99.9", False)],
            "two bands say what is owed at exactly 98",
        ),
        (
            [band("0", True, "99.9", False), band("98", False, "99", True)],
            "two bands say what is owed above 98 and up to 99 itself",
        ),
        ([band("0", True, "99.9", True)], ""),
        ([band("0", True, "99.95", True)], "nothing is owed where 99.9 % is kept"),
        (
            [band("0", True, "98", False, 1), band("98", True, "99.9", False, 5)],
            "a worse attainment owes less",
        ),
    ],
)
def test_bands_with_a_hole_an_overlap_or_a_slip_are_refused_by_name(
    bands: list[Band], said: str
) -> None:
    schedule = replace(MONTHLY, clauses=(replace(UPTIME, bands=tuple(bands)),))
    if not said:
        credit_check.check(schedule)
        return
    with pytest.raises(Malformed) as refusal:
        credit_check.check(schedule)
    assert said in refusal.value.detail
    assert refusal.value.field == "credits.clauses[0].bands"


def test_every_hole_is_named_at_once() -> None:
    bands = (band("97", False, "98", False), band("98", False, "99", False))
    with pytest.raises(Malformed) as refusal:
        credit_check.check(replace(MONTHLY, clauses=(replace(UPTIME, bands=bands),)))
    for place in ("from 0 on and up to 97 itself", "at exactly 98", "from 99 on and below 99.9"):
        assert f"no band says what is owed {place}" in refusal.value.detail


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(MONTHLY, clauses=()), "credits.clauses"),
        (replace(MONTHLY, on_claim_days=0), "credits.on_claim_days"),
        (replace(MONTHLY, caps=(Cap(Decimal(0)),)), "credits.caps[0].percent"),
        (replace(MONTHLY, in_a_row=InARow(1, "terminate")), "credits.in_a_row"),
        (replace(MONTHLY, in_a_row=InARow(3, "higher_percent")), "credits.in_a_row"),
        (replace(MONTHLY, clauses=(replace(UPTIME, bands=()),)), "credits.clauses[0]"),
        (
            replace(MONTHLY, clauses=(replace(UPTIME, commitment=Decimal(101)),)),
            "credits.clauses[0].commitment",
        ),
        (
            replace(
                MONTHLY,
                clauses=(replace(UPTIME, bands=(), steps=(Step(Decimal(99), Decimal(1)),)),),
            ),
            "credits.clauses[0].steps",
        ),
    ],
)
def test_a_schedule_that_cannot_be_meant_is_refused_with_its_field(
    wrong: Schedule, field: str
) -> None:
    with pytest.raises(Malformed) as refusal:
        credit_check.check(wrong)
    assert refusal.value.field == field
