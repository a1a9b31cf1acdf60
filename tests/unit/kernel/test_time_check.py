"""The pulse believes the wall clock only as far as the monotonic one bears it out."""

import pytest

from underpin.kernel import time_check

START = time_check.Beat(wall_us=1_795_341_600_000_000, monotonic_ns=5_000_000_000)


def _after(*, wall_us: int, lived_us: int) -> time_check.Reading:
    beat = time_check.Beat(START.wall_us + wall_us, START.monotonic_ns + lived_us * 1000)
    return time_check.judge(START, beat)


def test_clocks_that_agree_are_believed_however_long_the_beat_took() -> None:
    assert _after(wall_us=250_000, lived_us=250_000) == time_check.Reading(0, held=False)
    assert _after(wall_us=86_400_000_000, lived_us=86_400_000_000).held is False


@pytest.mark.parametrize(
    ("wall_us", "held"),
    [
        (1_000_000 + 30_000_000, False),
        (1_000_000 + 30_000_001, True),
        (1_000_000 - 30_000_000, False),
        (1_000_000 - 30_000_001, True),
        (3_600_000_000, True),
        (-3_600_000_000, True),
    ],
)
def test_a_disagreement_of_more_than_thirty_seconds_holds(wall_us: int, *, held: bool) -> None:
    reading = _after(wall_us=wall_us, lived_us=1_000_000)

    assert reading.held is held
    assert reading.drift_us == wall_us - 1_000_000


def test_a_monotonic_clock_that_ran_backwards_holds() -> None:
    assert _after(wall_us=0, lived_us=-1).held


def test_the_tolerance_is_the_callers_to_narrow() -> None:
    beat = time_check.Beat(START.wall_us + 2_000_000, START.monotonic_ns)

    assert time_check.judge(START, beat, tolerance_us=1_000_000).held
    assert not time_check.judge(START, beat).held
