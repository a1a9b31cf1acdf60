"""How risky a change is, who must say yes to it, and what may follow what."""

from __future__ import annotations

import itertools

import pytest

from underpin.desk.changes import course, risk
from underpin.desk.changes.risk import LEVELS, Assessment, Level


@pytest.mark.parametrize(
    ("likelihood", "effect", "tested", "reversible", "expected"),
    [
        ("low", "low", True, True, "low"),
        ("low", "low", True, False, "medium"),
        ("low", "low", False, False, "high"),
        ("medium", "medium", True, True, "medium"),
        ("low", "high", True, True, "medium"),
        ("high", "high", True, True, "high"),
    ],
)
def test_each_missing_precaution_makes_it_riskier(
    likelihood: Level, effect: Level, tested: bool, reversible: bool, expected: str
) -> None:
    assert Assessment(likelihood, effect, tested, reversible).risk == expected


def test_more_likely_or_worse_is_never_less_risky() -> None:
    rank = LEVELS.index
    for (a, b), (c, d) in itertools.product(risk.MATRIX, repeat=2):
        if rank(a) <= rank(c) and rank(b) <= rank(d):
            assert rank(risk.MATRIX[a, b]) <= rank(risk.MATRIX[c, d])


def test_a_standard_change_asks_nobody_an_emergency_only_us_and_high_risk_two_of_us() -> None:
    def asked(kind: course.Kind, level: Level) -> list[tuple[str, int]]:
        return [(each.side, each.quorum) for each in course.approvals(kind, level)]

    assert asked("standard", "low") == []
    assert asked("emergency", "high") == [("provider", 1)]
    assert asked("normal", "medium") == [("client", 1), ("provider", 1)]
    assert asked("normal", "high") == [("client", 1), ("provider", 2)]


def test_what_was_reviewed_is_over_for_good_and_nothing_skips_its_approval() -> None:
    assert course.THEN["reviewed"] == frozenset()
    for state in course.THEN:
        if "scheduled" in course.THEN[state] or "in_progress" in course.THEN[state]:
            assert state in ("approved", "scheduled")
    with pytest.raises(course.NotNow, match="awaiting_approval"):
        course.check("draft", "in_progress")
