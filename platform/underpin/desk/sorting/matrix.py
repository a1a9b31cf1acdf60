"""Impact x urgency -> priority as a table of nine, of the provider or of one client. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from underpin.desk.tickets import priority
from underpin.kernel.errors import Malformed

LEVELS: Final[tuple[str, ...]] = priority.LEVELS
PLACES: Final = tuple((impact, urgency) for impact in LEVELS for urgency in LEVELS)


@dataclass(frozen=True, slots=True)
class Matrix:
    """`cells`: by impact, then urgency, each high, medium, low."""

    cells: tuple[str, ...]

    def of(self, impact: str, urgency: str) -> str:
        """Raises KeyError for a level that is none."""
        return dict(zip(PLACES, self.cells, strict=True))[impact, urgency]

    @property
    def told(self) -> Mapping[str, Mapping[str, str]]:
        """By impact and urgency."""
        return {
            impact: {urgency: self.of(impact, urgency) for urgency in LEVELS} for impact in LEVELS
        }


ITIL: Final = Matrix(tuple(priority.of(*place) for place in PLACES))
"""Where the provider said nothing else."""


def checked(cells: Sequence[str]) -> Matrix:
    """Raises Malformed also for one in which less impact or urgency comes to more."""
    if len(cells) != len(PLACES) or not set(cells) <= set(priority.PRIORITIES):
        raise Malformed("cells: nine priorities, P1 to P5.", field="cells")
    found = Matrix(tuple(cells))
    for impact, urgency in PLACES:
        for lower in _lower(impact, urgency):
            if priority.rises(found.of(impact, urgency), found.of(*lower)):
                raise Malformed(
                    f"cells: {lower[0]} impact and {lower[1]} urgency come to more than "
                    f"{impact} and {urgency}.",
                    field="cells",
                )
    return found


def _lower(impact: str, urgency: str) -> list[tuple[str, str]]:
    """The neighbours below."""
    found = []
    if impact != LEVELS[-1]:
        found.append((LEVELS[LEVELS.index(impact) + 1], urgency))
    if urgency != LEVELS[-1]:
        found.append((impact, LEVELS[LEVELS.index(urgency) + 1]))
    return found
