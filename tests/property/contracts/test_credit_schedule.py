"""Credit schedules beside an obvious oracle: try every band, count every unit by stepping."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from contracts.agreements import credit_bands, credit_check
from contracts.agreements.credit_clause import Band, Clause, Measured, PerUnit, at, owed
from contracts.agreements.credit_schedule import Cap, Schedule, due

PERCENTS = st.integers(0, 1000).map(lambda tenths: Decimal(tenths) / 10)
SHARES = st.fractions(0, 1, max_denominator=5000)
CREDITS = st.integers(0, 400).map(lambda quarters: Decimal(quarters) / 4)


@st.composite
def partitions(draw: st.DrawFn) -> Clause:
    """Bands that cover all below a commitment: cut anywhere, each cut in either neighbour."""
    commitment = draw(PERCENTS.filter(lambda each: each > 1))
    inner = draw(st.sets(PERCENTS.filter(lambda each: 0 < each < commitment), max_size=5))
    cuts = [(Decimal(0), False), *((cut, draw(st.booleans())) for cut in sorted(inner))]
    cuts.append((commitment, False))
    falling = sorted((draw(CREDITS) for _ in cuts[1:]), reverse=True)
    bands = tuple(
        Band(low, not after_low, high, after_high, credit)
        for (low, after_low), (high, after_high), credit in zip(
            cuts, cuts[1:], falling, strict=False
        )
    )
    return Clause("resolution", commitment=commitment, bands=draw(st.permutations(bands)))


def oracle(clause: Clause, share: Fraction) -> Fraction:
    percent = share * 100
    if percent >= clause.commitment:
        return Fraction(0)
    fitting = [
        band.credit
        for band in clause.bands
        if (band.low < percent or (band.low_included and band.low == percent))
        and (percent < band.high or (band.high_included and band.high == percent))
    ]
    assert len(fitting) == 1
    return Fraction(fitting[0])


@given(partitions(), SHARES, st.data())
def test_accepted_bands_are_total_and_say_one_thing(
    clause: Clause, share: Fraction, data: st.DataObject
) -> None:
    credit_check.check(Schedule("service_fee", (clause,)))
    bounds = sorted({band.low for band in clause.bands})
    for each in (share, Fraction(data.draw(st.sampled_from(bounds))) / 100):
        assert owed(clause, [at(each, "resolution")]) == oracle(clause, each)


@given(partitions(), SHARES, SHARES)
def test_a_worse_attainment_never_owes_less(clause: Clause, one: Fraction, other: Fraction) -> None:
    worse, better = sorted((one, other))
    assert owed(clause, [at(worse, "resolution")]) >= owed(clause, [at(better, "resolution")])


@given(partitions(), st.data())
def test_a_band_taken_away_is_named(clause: Clause, data: st.DataObject) -> None:
    assume(len(clause.bands) > 1)
    gone = data.draw(st.sampled_from(clause.bands))
    left = tuple(band for band in clause.bands if band != gone)
    holes = list(credit_bands.holes(left, clause.commitment))
    assert len(holes) == 1
    assert f"{gone.high.normalize():f}" in holes[0]


@st.composite
def any_bands(draw: st.DrawFn) -> list[Band]:
    """Whatever somebody may write on a coarse grid, so that bounds often meet."""
    grid = st.integers(0, 10).map(lambda tens: Decimal(tens) * 10)
    bands = []
    for _ in range(draw(st.integers(1, 4))):
        low, high = sorted(draw(st.tuples(grid, grid)))
        included = low == high
        bands.append(
            Band(low, included or draw(st.booleans()), high, included or draw(st.booleans()), ONE)
        )
    return bands


ONE = Decimal(1)


@given(any_bands(), st.integers(1, 10).map(lambda tens: Decimal(tens) * 10))
def test_holes_and_overlaps_are_those_that_trying_every_point_finds(
    bands: list[Band], commitment: Decimal
) -> None:
    points = [Fraction(each, 1) for each in range(0, 101, 5)]
    times = {point: sum(band.holds(point) for band in bands) for point in points}
    unsaid = [point for point in points if point < commitment and not times[point]]
    assert bool(list(credit_bands.holes(bands, commitment))) == bool(unsaid)
    assert bool(list(credit_bands.overlaps(bands))) == any(count > 1 for count in times.values())


@given(
    st.lists(st.integers(0, 500), max_size=5),
    st.integers(1, 90),
    st.sampled_from(["started", "completed"]),
)
def test_units_counted_one_by_one(overs: list[int], size: int, counted: str) -> None:
    form = PerUnit("minute", counted, Decimal("1.5"), Decimal(size))  # type: ignore[arg-type]
    units = 0
    for over in overs:
        left = over
        while left >= size:
            left, units = left - size, units + 1
        units += counted == "started" and left > 0
    found = Measured("fix", 0, len(overs), tuple(over * 60_000_000 for over in overs))
    assert owed(Clause("fix", per_unit=form), [found]) == Fraction(3, 2) * units


@given(
    st.lists(partitions(), min_size=1, max_size=3),
    SHARES,
    CREDITS.filter(lambda each: each > 0),
    CREDITS,
    st.sampled_from(["largest", "sum"]),
)
def test_caps_hold_and_the_largest_is_never_more_than_the_sum(
    clauses: list[Clause], share: Fraction, cap: Decimal, minimum: Decimal, cumulation: str
) -> None:
    each = [oracle(clause, share) for clause in clauses]
    together = max(each) if cumulation == "largest" else sum(each, Fraction(0))
    expected = min(together, Fraction(cap))
    schedule = Schedule("service_fee", tuple(clauses), caps=(Cap(cap),), minimum=minimum)
    schedule = replace(schedule, cumulation=cumulation)  # type: ignore[arg-type]
    entitlement = due(schedule, [at(share, "resolution")])
    if not expected or expected < minimum:
        assert entitlement is None
    else:
        assert entitlement is not None
        assert entitlement.percent == expected <= cap
