"""What a clock is held to."""

from dataclasses import dataclass
from typing import Final

UNLIMITED: Final = 2**62
"""A duration longer than the horizon of any calendar."""


@dataclass(frozen=True, slots=True)
class Target:
    """One target of an agreement version, copied onto the clock that runs under it.

    `duration` is the working time allowed, in microseconds. `pauses` are the ticket states that
    pause the clock. `version` and `calendar_version` name what it was copied from.
    """

    metric: str
    duration: int
    pauses: tuple[str, ...] = ()
    warn_percents: tuple[int, ...] = ()
    version: str = ""
    calendar_version: str = ""

    def __post_init__(self) -> None:
        if self.duration < 0:
            raise ValueError(f"{self.metric}: a target of {self.duration} µs; allow 0 or more")
        if any(percent <= 0 for percent in self.warn_percents):
            raise ValueError(f"{self.metric}: warnings are at percentages above 0")

    def threshold(self, percent: int) -> int:
        """That share of the target, rounded up to a microsecond."""
        return -(-self.duration * percent // 100)

    def allows_as(self, duration: int, calendar_version: str) -> bool:
        """Whether it allows so much time on that very calendar."""
        return (self.duration, self.calendar_version) == (duration, calendar_version)
