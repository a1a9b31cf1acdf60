"""Whether the machine's clock may be believed, judged between two beats of the pulse.

The wall clock can be set, and the monotonic one cannot; when they disagree about how long the
beat took, somebody moved the time, and alarms fired by it would be wrong. Then the pulse is held
until a person confirms. A machine that slept shows the same way, and is held the same way.
"""

from dataclasses import dataclass

TOLERANCE_US = 30_000_000


@dataclass(frozen=True, slots=True)
class Beat:
    """One reading of both clocks, taken together in one process."""

    wall_us: int
    monotonic_ns: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What two beats say. `drift_us` is how far the wall clock ran ahead of the monotonic one, in
    microseconds, negative when it fell behind."""

    drift_us: int
    held: bool


def judge(previous: Beat, current: Beat, *, tolerance_us: int = TOLERANCE_US) -> Reading:
    """Held when the two clocks disagree by more than the tolerance, exactly that much being fine,
    or when the monotonic clock ran backwards, which no clock of one process does."""
    lived_us = (current.monotonic_ns - previous.monotonic_ns) // 1000
    drift_us = current.wall_us - previous.wall_us - lived_us
    return Reading(drift_us, held=lived_us < 0 or abs(drift_us) > tolerance_us)
