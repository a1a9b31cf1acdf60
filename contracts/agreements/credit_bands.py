"""Do the bands of a credit clause cover every attainment below its commitment, once each?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from contracts.agreements.credit_clause import Band, Step

Cut = tuple[Decimal, bool]
"""A place between two percentages: before a number, or (True) after it."""


def holes(bands: Sequence[Band], commitment: Decimal) -> Iterator[str]:
    """Every range below the commitment of which no band says what is owed."""
    reached: Cut = (Decimal(0), False)
    end: Cut = (commitment, False)
    for start, stop in sorted(_cuts(band) for band in bands):
        if reached < min(start, end):
            yield f"no band says what is owed {_between(reached, min(start, end))}"
        reached = max(reached, stop)
    if reached < end:
        yield f"no band says what is owed {_between(reached, end)}"


def overlaps(bands: Sequence[Band]) -> Iterator[str]:
    """Every range of which two bands speak."""
    reached: Cut = (Decimal(-1), False)
    for start, stop in sorted(_cuts(band) for band in bands):
        if start < reached:
            yield f"two bands say what is owed {_between(start, min(reached, stop))}"
        reached = max(reached, stop)


def empty(bands: Sequence[Band]) -> Iterator[str]:
    for start, stop in map(_cuts, bands):
        if start >= stop:
            yield f"nothing lies in the band from {start[0]} to {stop[0]}"


def missing_step(steps: Sequence[Step], commitment: Decimal) -> Iterator[str]:
    """Steps reach down by themselves: only between the first and the commitment can one lack."""
    highest = max(step.below for step in steps)
    if highest < commitment:
        yield f"no step says what is owed {_between((highest, False), (commitment, False))}"


def _cuts(band: Band) -> tuple[Cut, Cut]:
    return (band.low, not band.low_included), (band.high, band.high_included)


def _between(start: Cut, stop: Cut) -> str:
    """ "at exactly 98", "above 96.89 and below 97.9", "from 99.7 on and below 99.8"."""
    (low, after_low), (high, after_high) = start, stop
    if low == high:
        return f"at exactly {_plain(low)}"
    bottom = f"above {_plain(low)}" if after_low else f"from {_plain(low)} on"
    top = f"up to {_plain(high)} itself" if after_high else f"below {_plain(high)}"
    return f"{bottom} and {top}"


def _plain(percent: Decimal) -> str:
    return f"{percent.normalize():f}"
