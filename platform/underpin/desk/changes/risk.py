"""How risky a change is: how likely it is to fail times what it does then, one level higher for
each precaution that is missing. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Level = Literal["low", "medium", "high"]
LEVELS: Final[tuple[Level, ...]] = ("low", "medium", "high")

# How likely, then what effect.
MATRIX: Final[dict[tuple[Level, Level], Level]] = {
    ("low", "low"): "low",
    ("low", "medium"): "low",
    ("low", "high"): "medium",
    ("medium", "low"): "low",
    ("medium", "medium"): "medium",
    ("medium", "high"): "high",
    ("high", "low"): "medium",
    ("high", "medium"): "high",
    ("high", "high"): "high",
}


@dataclass(frozen=True, slots=True)
class Assessment:
    """`likelihood` that it fails, `effect` on the client if it does; whether it was tried somewhere
    else before, and whether it can be taken back."""

    likelihood: Level
    effect: Level
    is_tested: bool = False
    is_reversible: bool = False

    @property
    def risk(self) -> Level:
        missing = (not self.is_tested) + (not self.is_reversible)
        level = LEVELS.index(MATRIX[self.likelihood, self.effect])
        return LEVELS[min(level + missing, len(LEVELS) - 1)]
