"""Impact x urgency -> priority (ITIL). The client proposes both; staff may correct them with a
reason the client sees (PRACTICE 14)."""

from __future__ import annotations

from typing import Literal

Level = Literal["high", "medium", "low"]
LEVELS: tuple[Level, ...] = ("high", "medium", "low")
PRIORITIES = ("P1", "P2", "P3", "P4", "P5")

_MATRIX = {
    ("high", "high"): "P1",
    ("high", "medium"): "P2",
    ("high", "low"): "P3",
    ("medium", "high"): "P2",
    ("medium", "medium"): "P3",
    ("medium", "low"): "P4",
    ("low", "high"): "P3",
    ("low", "medium"): "P4",
    ("low", "low"): "P5",
}


def of(impact: str, urgency: str) -> str:
    """The priority P1 to P5. Raises KeyError for a level that is none."""
    return _MATRIX[impact, urgency]


def rises(old: str, new: str) -> bool:
    """Whether `new` is more urgent than `old`."""
    return new < old
