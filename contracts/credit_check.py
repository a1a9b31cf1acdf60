"""Is a credit schedule one that can be meant? (PRACTICE 29)"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from contracts import credit_bands
from contracts.credit_clause import Clause
from contracts.credit_schedule import InARow, Schedule
from underpin.kernel.errors import Malformed

WHOLE: Final = Decimal(100)
LARGEST: Final = Decimal(1000)
LONGEST_CLAIM: Final = 366


def check(schedule: Schedule, *, at: str = "credits") -> None:
    """Raises Malformed with the field, every hole or overlap by name, and the cure."""
    for field, wrong in _wrong(schedule):
        raise Malformed(f"{at}{field}: {wrong}.", field=f"{at}{field}")


def _wrong(schedule: Schedule) -> Iterator[tuple[str, str]]:
    if not schedule.clauses:
        yield ".clauses", "name at least one rule that earns a credit"
    if schedule.on_claim_days is not None and not 1 <= schedule.on_claim_days <= LONGEST_CLAIM:
        yield ".on_claim_days", f"from 1 to {LONGEST_CLAIM} days, or null for automatic"
    if not 0 <= schedule.minimum <= LARGEST:
        yield ".minimum", f"from 0 to {LARGEST} percent of the basis"
    for place, cap in enumerate(schedule.caps):
        if not 0 < cap.percent <= LARGEST:
            yield f".caps[{place}].percent", f"above 0 and up to {LARGEST} percent of its basis"
    if schedule.in_a_row is not None:
        yield from ((".in_a_row", wrong) for wrong in _unfit_right(schedule.in_a_row))
    for place, clause in enumerate(schedule.clauses):
        yield from ((f".clauses[{place}]{field}", wrong) for field, wrong in _clause(clause))


def _unfit_right(right: InARow) -> Iterator[str]:
    if right.periods < 2:
        yield "periods: at least 2 in a row"
    if right.within is not None and right.within < right.periods:
        yield "within: no fewer periods than are missed"
    if (right.right == "higher_percent") != (right.percent is not None):
        yield "percent: goes with higher_percent, and only with it"
    if right.percent is not None and not 0 < right.percent <= LARGEST:
        yield f"percent: above 0 and up to {LARGEST}"
    if right.notice_days is not None and right.notice_days < 0:
        yield "notice_days: 0 or more"


def _clause(clause: Clause) -> Iterator[tuple[str, str]]:
    forms = [bool(clause.bands), bool(clause.steps), clause.per_unit is not None]
    if forms.count(True) != 1:
        yield "", "give bands, steps or per_unit, exactly one of them"
    if not 0 < clause.commitment <= WHOLE:
        yield ".commitment", "above 0 and up to 100 percent"
    if any(not 0 <= credit <= LARGEST for credit in _credits(clause)):
        yield "", f"a credit is from 0 to {LARGEST} percent of the basis"
    if clause.per_unit is not None and clause.per_unit.size <= 0:
        yield ".per_unit.size", "above 0"
    if clause.bands:
        yield from ((".bands", wrong) for wrong in _joined(_bands(clause)))
    if clause.steps:
        yield from ((".steps", wrong) for wrong in _joined(_steps(clause)))


def _bands(clause: Clause) -> Iterator[str]:
    bands = clause.bands
    if any(not 0 <= bound <= WHOLE for band in bands for bound in (band.low, band.high)):
        yield "bounds are from 0 to 100 percent"
    yield from credit_bands.empty(bands)
    yield from credit_bands.holes(bands, clause.commitment)
    yield from credit_bands.overlaps(bands)
    if any(band.credit and band.high > clause.commitment for band in bands):
        yield f"nothing is owed where {clause.commitment} % is kept: end the band below it"
    falling = sorted(bands, key=lambda band: band.low)
    yield from _not_monotone(clause, [band.credit for band in falling])


def _steps(clause: Clause) -> Iterator[str]:
    bounds = [step.below for step in clause.steps]
    if any(not 0 < bound <= clause.commitment for bound in bounds):
        yield f"a step begins above 0 and no higher than the commitment, {clause.commitment} %"
    if len(set(bounds)) < len(bounds):
        yield "two steps begin at the same percentage"
    yield from credit_bands.missing_step(clause.steps, clause.commitment)
    falling = sorted(clause.steps, key=lambda step: step.below)
    yield from _not_monotone(clause, [step.credit for step in falling])


def _not_monotone(clause: Clause, rising: Sequence[Decimal]) -> Iterator[str]:
    """`rising`: the credits from the worst attainment to the best."""
    if clause.monotone and any(worse < better for worse, better in pairwise(rising)):
        yield "a worse attainment owes less: correct it, or say monotone: false"


def _credits(clause: Clause) -> list[Decimal]:
    unit = [clause.per_unit.credit] if clause.per_unit else []
    return [
        *(band.credit for band in clause.bands),
        *(step.credit for step in clause.steps),
        *unit,
    ]


def _joined(wrong: Iterator[str]) -> Iterator[str]:
    """All that is wrong with a list in one sentence, so that it is mended in one go."""
    said = list(wrong)
    if said:
        yield "; ".join(said)
