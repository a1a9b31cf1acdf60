"""Measured against expected, and how it is said."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from underpin.desk.replay import comparison, expected, folding, log, reading, step, summary
from underpin.desk.replay.comparison import Agreement, Difference, Expected, Measured
from underpin.desk.replay.step import Source, Wait

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)

FIGURES = Measured(
    "1",
    lifetime=9 * HOUR,
    escalations=1,
    deescalations=0,
    handoffs=2,
    queued=HOUR,
    tiers={1: 8 * HOUR, 2: HOUR},
    waits={Wait.USER: 2 * HOUR},
)


def test_equal_figures_are_equal_to_a_thousandth_of_an_hour() -> None:
    near = replace(
        FIGURES, lifetime=9 * HOUR + 3.6 * SECOND, tiers={1: 8 * HOUR, 2: HOUR, 3: SECOND}
    )
    result = comparison.compare([Expected(FIGURES, 3)], [near])
    assert (result.equal, result.differing, result.differences) == (1, 0, ())


@pytest.mark.parametrize(
    ("measured", "difference"),
    [
        (
            replace(FIGURES, lifetime=9 * HOUR + 3.601 * SECOND),
            ("lifetime", 9 * HOUR, 9 * HOUR + 3.601 * SECOND),
        ),
        (replace(FIGURES, escalations=2), ("escalations", 1, 2)),
        (replace(FIGURES, deescalations=None), ("deescalations", 0, None)),
        (replace(FIGURES, handoffs=1), ("handoffs", 2, 1)),
        (replace(FIGURES, queued=None), ("queued", HOUR, None)),
        (replace(FIGURES, tiers={1: 8 * HOUR}), ("tier 2", HOUR, timedelta())),
        (
            replace(FIGURES, waits={Wait.USER: 2 * HOUR, Wait.VENDOR: HOUR}),
            ("wait_vendor", timedelta(), HOUR),
        ),
    ],
)
def test_each_figure_that_differs_is_named(
    measured: Measured, difference: tuple[str, comparison.Figure, comparison.Figure | None]
) -> None:
    result = comparison.compare([Expected(FIGURES, 3)], [measured])
    assert (result.equal, result.differing) == (0, 1)
    assert result.differences == (Difference("1", *difference),)


def test_what_is_not_expected_is_not_compared() -> None:
    result = comparison.compare([Expected(Measured("1", handoffs=2), 3)], [FIGURES])
    assert (result.equal, result.differences) == (1, ())


def test_cases_that_only_one_side_knows_are_named() -> None:
    result = comparison.compare(
        [Expected(Measured("1"), 3), Expected(Measured("2"), 3)], [Measured("2"), Measured("3")]
    )
    assert (result.equal, result.missing, result.unexpected) == (1, ("1",), ("3",))


def test_the_verdict_is_held_against_the_flag_by_priority_and_is_no_difference() -> None:
    flags = [("1", 4, True), ("2", 3, False), ("3", 3, True), ("4", 3, True), ("5", 1, None)]
    verdicts = [("1", False), ("2", True), ("3", True), ("4", None), ("5", True)]
    result = comparison.compare(
        [Expected(Measured(case), rank, kept) for case, rank, kept in flags],
        [Measured(case, breached=breached) for case, breached in verdicts],
    )
    assert result.agreements == (Agreement(3, 1, 3), Agreement(4, 1, 1))
    assert result.agreement == Fraction(1, 2)
    assert result.differences == ()


def test_without_a_flag_there_is_no_agreement_to_speak_of() -> None:
    assert comparison.compare([Expected(FIGURES, 3)], [FIGURES]).agreement is None


SERVICENOW = (
    "number,priority,reassignment_count,made_sla,h_awaiting_evidence,h_awaiting_problem,"
    "h_awaiting_user_info,h_awaiting_vendor,h_24x7_open_close,h_24x5_open_close\n"
    "INC1,4 - Low,3,true,0.0,0.5,2.0,0.0,48.001,24.0\n"
    "INC2,1 - Critical,0,false,0.0,0.0,0.0,0.0,1.0,1.0\n"
)


def test_the_expected_figures_stand_beside_the_log_and_are_exact(tmp_path: Path) -> None:
    path = expected.beside(tmp_path / "servicenow.csv")
    path.write_text(SERVICENOW, encoding="utf-8")
    low, critical = expected.read(path, Source.SERVICENOW)
    assert path.name == "servicenow_expected.csv"
    assert low.figures.lifetime == timedelta(hours=48, seconds=3.6)
    assert (low.figures.elapsed, low.figures.handoffs) == (24 * HOUR, 3)
    assert low.figures.waits == {
        Wait.AWAITING_EVIDENCE: timedelta(),
        Wait.AWAITING_PROBLEM: HOUR / 2,
        Wait.AWAITING_USER_INFO: 2 * HOUR,
        Wait.AWAITING_VENDOR: timedelta(),
    }
    assert (low.rank, low.kept) == (4, True)
    assert (critical.rank, critical.kept) == (1, None)


@pytest.mark.parametrize(
    "text",
    [SERVICENOW.replace("priority", "other"), SERVICENOW.replace("48.001", "long"), "number\n1\n"],
)
def test_other_files_are_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(reading.UnreadableLog, match=r"figures\.csv does not hold"):
        expected.read(path, Source.SERVICENOW)


def test_a_comparison_is_said_in_lines_with_percentages_rounded_down() -> None:
    wanted = [Expected(Measured(str(n), lifetime=HOUR), 3, kept=True) for n in range(1, 301)]
    lived = [Measured(str(n), lifetime=HOUR, breached=n == 1) for n in range(1, 300)]
    lived[0] = replace(lived[0], lifetime=2 * HOUR)
    result = comparison.compare(wanted, lived)
    assert list(summary.compared(result)) == [
        "298 of 299 cases equal, 1 differing",
        "1 cases not lived, the first 300",
        "  1 lifetime: 2.000 h, expected 1.000 h",
        "P3: 298 of 299 (99.66 %) agree with the log's flag",
        "Together 99.66 % agree",
    ]


def test_only_the_first_differences_are_said() -> None:
    wanted = [Expected(Measured(str(n), handoffs=1), 3) for n in range(13)]
    said = list(summary.compared(comparison.compare(wanted, [Measured(str(n)) for n in range(13)])))
    assert said[1] == "  0 handoffs: nothing, expected 1"
    assert said[10:] == ["  9 handoffs: nothing, expected 1", "  and 3 more"]


def test_a_log_is_summed_up_by_tenant_step_and_rejected_row() -> None:
    cases = [step.Case(Source.VOLVO, key, tenant) for key, tenant in (("1", "se"), ("2", "pl"))]
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    read = log.Log(
        Source.VOLVO,
        tuple(
            step.CaseLog(case, (step.Resolve(case, at, 0, 0), step.Note(case, at, 1, 0)))
            for case in cases
        ),
        (step.Rejected(7, "2", "tier is missing"), step.Rejected(9, "", "case:id is missing")),
    )
    summed = summary.summarise(read, folding.Folding(frozenset({"se"})))
    assert summed.tenants == (("other", 1), ("se", 1))
    assert list(summary.lines(summed)) == [
        "2 cases of 2 tenants, 4 steps",
        "Note 2, Resolve 2",
        "2 rows rejected",
        "  line 7, 2: tier is missing",
        "  line 9: case:id is missing",
    ]
