"""How tickets came and which ways they took, by which a verdict is weighed (PRACTICE 27). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from contracts import metric
from contracts.coherence import coherence_arrivals
from contracts.coherence.chains import Path
from contracts.coherence.coherence import Coherence
from contracts.coherence.coherence_arrivals import Arrivals
from contracts.coherence.coherence_line import Coming, Frequency

Taken = Mapping[str, Fraction]
"""How often tickets ended with each holder ("L1", "L2", a vendor's name), in any one unit."""


@dataclass(frozen=True, slots=True)
class Past:
    """`arrivals` None: tickets are as likely at any instant as at any other. `taken` by priority;
    a priority that is not there counts its worst way alone. `given`: by a person, not measured."""

    arrivals: Arrivals | None = None
    taken: Mapping[str, Taken] = field(default_factory=dict)
    given: bool = False

    @property
    def coming(self) -> Coming:
        return "evenly" if self.arrivals is None else "history"

    def of(self, name: str, priority: str) -> Taken:
        """What is known of a promise's ways; only resolutions differ by how far a ticket went."""
        known = self.taken.get(priority, {}) if name == metric.RESOLUTION else {}
        return known if any(known.values()) else {}

    def frequency(self, taken: Taken) -> Frequency:
        if not taken:
            return "worst_path"
        return "given" if self.given else "history"

    def share_missed(self, found: Coherence) -> Fraction:
        if self.arrivals is None:
            return found.share_missed
        return coherence_arrivals.share_missed(found, self.arrivals)


def with_shorter(longest: Sequence[Path], taken: Taken) -> tuple[Path, ...]:
    """The longest ways and, where it is known how often each is taken, those that end earlier."""
    if not taken:
        return tuple(longest)
    every = {
        way.holders[:stages]: way.upto(stages)
        for way in longest
        for stages in range(1, len(way.holders) + 1)
    }
    return tuple(every.values())


def weights(ways: Sequence[tuple[Path, Fraction]], taken: Taken) -> list[Fraction]:
    """How often each of these ways is taken, given the share that each misses.

    Tickets that ended where none of them leads count to the one that misses most; so do all of
    them where nothing is known.
    """
    worst = max(range(len(ways)), key=lambda place: ways[place][1])
    if not taken:
        return [Fraction(place == worst) for place in range(len(ways))]
    found = [taken.get(path.furthest, Fraction(0)) for path, _ in ways]
    led = {path.furthest for path, _ in ways}
    found[worst] += sum((many for end, many in taken.items() if end not in led), Fraction(0))
    return found
