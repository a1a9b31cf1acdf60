"""Credits of counted months, by schedules small enough to reckon by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from contracts.agreements.agreed import Content
from contracts.agreements.clause import Commitment, SmallSample
from contracts.agreements.credit_clause import Clause, PerUnit, Step
from contracts.agreements.credit_schedule import InARow, Schedule
from contracts.instant import MINUTE
from contracts.what_if import what_if_credit
from contracts.what_if.what_if_credit import Due
from contracts.what_if.what_if_tally import Cell, Count, Line, Tally

STEPS = (Step(Decimal(95), Decimal(10)), Step(Decimal(50), Decimal(25)))
RESOLUTION = Clause("resolution", Decimal(95), steps=STEPS)


def content(schedule: Schedule | None, *commitments: Commitment) -> Content:
    return Content(UUID(int=1), (), credits=schedule, commitments=commitments)


def month(name: str, met: int, breached: int, *overs: int, changed: int = 0) -> Line:
    cell = Cell(name, "resolution", "incident", "P1", "v")
    return Line(cell, Count(met=met, breached=breached, caused_by_change=changed), overs)


def due(schedule: Schedule | None, *lines: Line, of: str = "v") -> list[tuple[str, Fraction]]:
    return said(what_if_credit.due(Tally(lines), of, content(schedule)))


def said(found: tuple[Due, ...]) -> list[tuple[str, Fraction]]:
    return [(each.period, 100 * each.share) for each in found]


def test_each_month_by_its_own_attainment() -> None:
    monthly = Schedule("service_fee", (RESOLUTION,))
    lines = (month("2026-01", 19, 1), month("2026-02", 18, 2), month("2026-03", 4, 6))
    assert due(monthly, *lines) == [("2026-02", Fraction(10)), ("2026-03", Fraction(25))]
    assert due(None, *lines) == []
    assert due(monthly, *lines, of="another") == []


def test_a_quarter_is_judged_as_one() -> None:
    quarterly = Schedule("service_fee", (RESOLUTION,), period="quarter")
    lines = (month("2026-02", 10, 0), month("2026-03", 8, 2), month("2026-04", 9, 1))
    assert due(quarterly, *lines) == [("2026-Q1", Fraction(10)), ("2026-Q2", Fraction(10))]
    yearly = Schedule("service_fee", (RESOLUTION,), period="year")
    found = what_if_credit.due(Tally(lines), "v", content(yearly))
    assert said(found) == [("2026", Fraction(10))]
    assert found[0].months == tuple(f"2026-{number:02}" for number in range(1, 13))


def test_by_started_minute_over_the_target() -> None:
    per_minute = Clause(
        "resolution", per_unit=PerUnit("minute", "started", Decimal("0.5"), Decimal(10))
    )
    line = month("2026-01", 5, 2, 1, 25 * MINUTE)
    assert due(Schedule("service_fee", (per_minute,)), line) == [("2026-01", Fraction(2))]


def test_a_miss_that_a_change_caused_earns_nothing() -> None:
    monthly = Schedule("service_fee", (RESOLUTION,))
    assert due(monthly, month("2026-01", 18, 2, changed=2)) == []
    assert due(monthly, month("2026-01", 17, 3, changed=2)) == [("2026-01", Fraction(10))]


def test_a_small_sample_is_forgiven_where_the_version_says_so() -> None:
    monthly = Schedule("service_fee", (RESOLUTION,))
    small = Commitment("resolution", Decimal(95), small_sample=SmallSample(20, 1))
    tally = Tally((month("2026-01", 18, 1), month("2026-02", 17, 2), month("2026-03", 18, 2)))
    found = what_if_credit.due(tally, "v", content(monthly, small))
    assert said(found) == [("2026-02", Fraction(10)), ("2026-03", Fraction(10))]


def test_a_right_is_reached_by_months_missed_one_after_the_other() -> None:
    schedule = Schedule("service_fee", (RESOLUTION,), in_a_row=InARow(3, "terminate"))
    names = ("2025-11", "2025-12", "2026-01", "2026-03")
    tally = Tally(tuple(month(name, 9, 1) for name in names))
    found = what_if_credit.due(tally, "v", content(schedule))
    assert [(each.period, each.right) for each in found] == [
        ("2025-11", None),
        ("2025-12", None),
        ("2026-01", "terminate"),
        ("2026-03", None),
    ]
