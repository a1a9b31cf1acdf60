"""Is a credit schedule one that can be meant? (PRACTICE 29)"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from contracts.agreements import credit_bands
from contracts.agreements.credit_clause import Clause
from contracts.agreements.credit_schedule import InARow, Schedule
from underpin.kernel.errors import Malformed

WHOLE: Final = Decimal(100)
LARGEST: Final = Decimal(1000)
LARGEST_SIZE: Final = Decimal(1_000_000)
LONGEST_CLAIM: Final = 366
MOST_DECIMALS: Final = 12


def check(schedule: Schedule) -> None:
    """Raises Malformed with the field, every hole or overlap by name, and the cure."""
    for field, said in wrong(schedule):
        raise Malformed(f"{field}: {said}.", field=field)


def wrong(schedule: Schedule, at: str = "credits") -> Iterator[tuple[str, str]]:
    """Each field that cannot be meant, with why and the cure."""
    return ((f"{at}{field}", said) for field, said in _wrong(schedule))


def is_percent(value: Decimal, highest: Decimal = WHOLE) -> bool:
    """A number from 0 to `highest`, with no more decimals than anybody writes."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -MOST_DECIMALS and 0 <= value <= highest


def _wrong(schedule: Schedule) -> Iterator[tuple[str, str]]:
    if not schedule.clauses:
        yield ".clauses", "name at least one rule that earns a credit"
    if schedule.on_claim_days is not None and not 1 <= schedule.on_claim_days <= LONGEST_CLAIM:
        yield ".on_claim_days", f"from 1 to {LONGEST_CLAIM} days, or null for automatic"
    if not is_percent(schedule.minimum, LARGEST):
        yield ".minimum", f"from 0 to {LARGEST} percent of the basis"
    for place, cap in enumerate(schedule.caps):
        if not is_percent(cap.percent, LARGEST) or not cap.percent:
            yield f".caps[{place}].percent", f"above 0 and up to {LARGEST} percent of its basis"
    if schedule.in_a_row is not None:
        yield from ((".in_a_row", said) for said in _unfit_right(schedule.in_a_row))
    for place, clause in enumerate(schedule.clauses):
        yield from ((f".clauses[{place}]{field}", said) for field, said in _clause(clause))


def _unfit_right(right: InARow) -> Iterator[str]:
    if right.periods < 2:
        yield "periods: at least 2 in a row"
    if right.within is not None and right.within < right.periods:
        yield "within: no fewer periods than are missed"
    if (right.right == "higher_percent") != (right.percent is not None):
        yield "percent: goes with higher_percent, and only with it"
    if right.percent is not None and not is_percent(right.percent, LARGEST):
        yield f"percent: from 0 to {LARGEST}"
    if right.notice_days is not None and right.notice_days < 0:
        yield "notice_days: 0 or more"


def _clause(clause: Clause) -> Iterator[tuple[str, str]]:
    forms = [bool(clause.bands), bool(clause.steps), clause.per_unit is not None]
    if forms.count(True) != 1:
        yield "", "give bands, steps or per_unit, exactly one of them"
    if unread := list(_unread(clause)):
        yield from unread
        return
    if clause.bands:
        yield from ((".bands", said) for said in _joined(_bands(clause)))
    if clause.steps:
        yield from ((".steps", said) for said in _joined(_steps(clause)))


def _unread(clause: Clause) -> Iterator[tuple[str, str]]:
    """Figures that are no percentages: nothing can be compared with them."""
    if not is_percent(clause.commitment) or not clause.commitment:
        yield ".commitment", "above 0 and up to 100 percent"
    if not all(is_percent(credit, LARGEST) for credit in _credits(clause)):
        yield "", f"a credit is from 0 to {LARGEST} percent of the basis"
    bounds = [bound for band in clause.bands for bound in (band.low, band.high)]
    if not all(map(is_percent, (*bounds, *(step.below for step in clause.steps)))):
        yield "", "bounds are from 0 to 100 percent"
    unit = clause.per_unit
    if unit is not None and not (is_percent(unit.size, LARGEST_SIZE) and unit.size):
        yield ".per_unit.size", f"above 0 and up to {LARGEST_SIZE}"


def _bands(clause: Clause) -> Iterator[str]:
    bands = clause.bands
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


def _joined(found: Iterator[str]) -> Iterator[str]:
    """All that is wrong with a list in one sentence, so that it is mended in one go."""
    said = list(found)
    if said:
        yield "; ".join(said)
