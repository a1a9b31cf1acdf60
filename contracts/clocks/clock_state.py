"""A clock: what its events so far have come to.

Structs rather than dataclasses, because folding is copying, and these copy forty times as fast.
"""

from typing import Final, Literal, NamedTuple

from msgspec import Struct

from contracts.calendars.calendar import Calendar
from contracts.clocks.clock_target import Target

NOT_STARTED: Final = "not_started"
RUNNING: Final = "running"
PAUSED: Final = "paused"
STOPPED: Final = "stopped"
NEVER: Final = "never"
MERGED: Final = "merged"
RELEASED: Final = "released"
STATES: Final = (NOT_STARTED, RUNNING, PAUSED, STOPPED, NEVER, MERGED, RELEASED)

Ended = Literal["stopped", "merged", "released"]


class Due(NamedTuple):
    """`inf` is what people are shown; after `sup` the target is missed, and None is never."""

    inf: int
    sup: int | None


class Miss(Struct, frozen=True):
    """The target was exceeded at `at`. Kept for good; `withdrawn_at` when no longer supported."""

    at: int
    lap: int
    duration: int
    calendar_version: str = ""
    caused_by_change: bool = False
    withdrawn_at: int | None = None

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None


class Warned(Struct, frozen=True):
    """So many percent of the target were reached at `at`; once per epoch, lap and target."""

    at: int
    percent: int
    epoch: int
    lap: int
    duration: int
    calendar_version: str = ""


class Clock(Struct, frozen=True):
    """One target running against one matter. Instants and durations in microseconds.

    `runs` are the stretches, now over, in which it ran, and `banked` the working time in them;
    `since` is when it last began to run, None while it does not. A *lap* begins whenever counting
    begins at zero, an *epoch* whenever the clock is reopened. Warnings before `warns_from` are
    passed over.
    """

    calendar: Calendar
    target: Target
    started_at: int | None = None
    since: int | None = None
    banked: int = 0
    runs: tuple[tuple[int, int], ...] = ()
    paused: tuple[str, ...] = ()
    ended: Ended | None = None
    ended_at: int | None = None
    epoch: int = 1
    lap: int = 1
    warns_from: int | None = None
    misses: tuple[Miss, ...] = ()
    warnings: tuple[Warned, ...] = ()
    last: tuple[int, int] | None = None

    @property
    def state(self) -> str:
        """One of STATES; `never` is running towards an end that no working time reaches."""
        if self.ended is not None:
            return self.ended
        if self.started_at is None:
            return NOT_STARTED
        if self.since is None:
            return PAUSED
        return RUNNING if self.due is not None else NEVER

    @property
    def due(self) -> Due | None:
        """None unless running, and None for never.

        Counted from the last resume with what was left then; once the target was exceeded before
        a pause, counted back from it, so that the time overrun is the working time since.
        """
        if self.since is None:
            return None
        left = self.target.duration - self.banked
        first = self.calendar.add_inf(self.since, left)
        last = self.calendar.add_sup(self.since, left)
        if left < 0:
            first, last = last, first
        return None if first is None else Due(first, last)

    @property
    def standing(self) -> Miss | None:
        """The earliest miss that has not been withdrawn."""
        standing = (miss for miss in self.misses if miss.stands)
        return min(standing, key=lambda miss: miss.at, default=None)

    @property
    def breached(self) -> bool:
        """As of the last event or `clock.advance`; for another instant ask `clock.judge`."""
        return self.standing is not None

    @property
    def breached_at(self) -> int | None:
        return self.standing.at if self.standing else None

    @property
    def caused_by_change(self) -> bool:
        """Whether the miss was there the moment the target changed, and not before."""
        return self.standing is not None and self.standing.caused_by_change
