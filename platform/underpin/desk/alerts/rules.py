"""What an alert does to tickets. Pure: from how the matter of a ticket stood and what is heard now,
to the steps to take.

- Firing twice is one ticket; a firing again within the window goes on with it, later it is a new
  one.
- Over, it waits to be quiet for the set time; then its ticket is resolved, if no person touched it.
- One that changes too often is flapping: it is said once, and quiet must last as long as the span
  in which changes are counted.
- Above a rate of new alerts the rest goes into one ticket for the storm.
- What only repeats what is known does nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Literal

FIRST_COUNT: Final = 10


@dataclass(frozen=True, slots=True)
class Rules:
    """A source's own measures. `storm_alerts` new alerts within `storm_span` are tickets of their
    own, what comes beyond is the storm's."""

    stable: timedelta = timedelta(minutes=10)
    reopen: timedelta = timedelta(hours=2)
    flap_changes: int = 6
    flap_span: timedelta = timedelta(minutes=30)
    storm_alerts: int = 30
    storm_span: timedelta = timedelta(minutes=5)


Ticket = Literal["none", "live", "done"]


@dataclass(frozen=True, slots=True)
class Matter:
    """What one ticket is about, before this news. `done_at` is when its ticket was done."""

    ticket: Ticket = "none"
    done_at: datetime | None = None
    firing: bool = False
    flapping: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """What is heard: does any alert of the matter fire now, did one change, did one join that is
    new to the matter, do they change too often."""

    now: datetime
    firing: bool
    changed: bool = True
    joined: bool = False
    flapping: bool = False


class Step(StrEnum):
    RAISE = "raise"
    REOPEN = "reopen"
    AGAIN = "again"
    JOINED = "joined"
    FLAPPING = "flapping"
    WAIT = "wait"
    """Resolve it once it has been quiet long enough."""
    STAY = "stay"
    """It is not quiet: wait no more."""


def goes_on(rules: Rules, matter: Matter, now: datetime) -> bool:
    """Whether a firing now belongs to this matter's ticket; else it is one of its own."""
    if matter.ticket == "done" and matter.done_at is not None:
        return now <= matter.done_at + rules.reopen
    return matter.ticket == "live"


def steps(matter: Matter, news: News) -> tuple[Step, ...]:
    """For a matter to which the alert belongs (`goes_on`), or one without a ticket."""
    if not news.changed:
        return ()
    if not news.firing:
        return (Step.WAIT,) if matter.ticket == "live" and matter.firing else ()
    if matter.ticket == "none":
        return (Step.RAISE,)
    said = () if news.flapping or matter.flapping else _said(matter, news)
    flapping = (Step.FLAPPING,) if news.flapping and not matter.flapping else ()
    back = (Step.REOPEN,) if matter.ticket == "done" else ()
    return (*back, *said, *flapping, Step.STAY)


def _said(matter: Matter, news: News) -> tuple[Step, ...]:
    if news.joined:
        return (Step.JOINED,)
    return () if matter.firing or matter.ticket == "done" else (Step.AGAIN,)


def quiet_for(rules: Rules, *, flapping: bool) -> timedelta:
    """How long it must have been quiet before its ticket is resolved."""
    return max(rules.stable, rules.flap_span) if flapping else rules.stable


def is_flapping(rules: Rules, changes: int) -> bool:
    """`changes` are those within `flap_span`; a rule of none never finds one flapping."""
    return 0 < rules.flap_changes <= changes


def is_storm(rules: Rules, joined: int) -> bool:
    """`joined` alerts came new within `storm_span`; a rule of none never finds a storm."""
    return 0 < rules.storm_alerts <= joined


def count_is_told(told: int, counted: int) -> bool:
    """Whether a storm's count is said again: at ten, and whenever it has doubled since."""
    return counted >= max(FIRST_COUNT, 2 * told)


Ending = Literal["resolve", "leave", "nothing"]


def ending(*, live: bool, firing: bool, touched: bool) -> Ending:
    """When the quiet time has passed: a ticket that a person has touched is theirs to resolve."""
    if not live or firing:
        return "nothing"
    return "leave" if touched else "resolve"
