"""What can happen to a clock. A clock's events are totally ordered by (at, seq)."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from contracts.calendars.calendar import Calendar
from contracts.clocks.clock_target import Target

ANY = ""

ReopenMode = Literal["keep", "restart", "counted"]
"""`keep`: closed time excluded, time used kept. `restart`: from zero. `counted`: the closed time
counts, as though the clock had never stopped."""

RetargetMode = Literal["keep", "forward", "restart"]
"""`keep`: recomputed from creation on the new calendar. `forward`: time used so far is banked and
the new calendar counts from now. `restart`: from zero."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """`at` is in microseconds since the epoch; `seq` orders events of one instant.

    `by` is the kind of actor whose doing it was, `why` the reason in a word or a sentence.
    """

    kind: ClassVar[str]

    at: int
    seq: int = 0
    by: str = ""
    why: str = ""

    @property
    def order(self) -> tuple[int, int]:
        return self.at, self.seq


@dataclass(frozen=True, kw_only=True, slots=True)
class Started(Event):
    kind: ClassVar[str] = "started"


@dataclass(frozen=True, kw_only=True, slots=True)
class Antedated(Event):
    """The clock is taken to have started earlier, at `start`: its ticket took in an older one."""

    kind: ClassVar[str] = "antedated"
    start: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Paused(Event):
    """Holds until every reason given has been lifted; the same reason twice is one."""

    kind: ClassVar[str] = "paused"
    reason: str = ANY


@dataclass(frozen=True, kw_only=True, slots=True)
class Resumed(Event):
    kind: ClassVar[str] = "resumed"
    reason: str = ANY


@dataclass(frozen=True, kw_only=True, slots=True)
class Stopped(Event):
    kind: ClassVar[str] = "stopped"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reopened(Event):
    kind: ClassVar[str] = "reopened"
    mode: ReopenMode = "keep"


@dataclass(frozen=True, kw_only=True, slots=True)
class Retargeted(Event):
    """From now on held to `target`, on `calendar` if that changes too. It opens no epoch.

    `withdraws`: misses that the new target does not support are withdrawn; false for a fall in
    priority that the client has not agreed to. Only `keep` can withdraw.
    """

    kind: ClassVar[str] = "retargeted"
    target: Target
    calendar: Calendar | None = None
    mode: RetargetMode = "keep"
    withdraws: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Merged(Event):
    """The clock's ticket went into another one; the clock counts no more, whatever it showed."""

    kind: ClassVar[str] = "merged"


@dataclass(frozen=True, kw_only=True, slots=True)
class Released(Event):
    """Nothing is promised any more, for instance at a lower priority; a stopped clock stands."""

    kind: ClassVar[str] = "released"


KINDS: dict[str, type[Event]] = {
    event.kind: event
    for event in (
        *(Started, Antedated, Paused, Resumed, Stopped),
        *(Reopened, Retargeted, Merged, Released),
    )
}
