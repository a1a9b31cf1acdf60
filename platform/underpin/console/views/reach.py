"""What a version would do to what is open: each ticket behind the counts."""

from dataclasses import dataclass
from datetime import datetime

from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class EffectTab:
    """`effect` is empty for all that change."""

    effect: str
    count: int
    path: str
    shown: bool


@dataclass(frozen=True, slots=True)
class ReachedClock:
    """`holder` is a tier or vendor's part, empty for the client's; due times are None where nothing
    is or would be promised."""

    metric: str
    holder: str
    effect: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class ReachedTicket:
    """`path` is empty for one that the asker may not open."""

    name: str
    subject: str
    path: str
    clocks: tuple[ReachedClock, ...]


@dataclass(frozen=True, slots=True)
class Going:
    """How far what is under way goes over; `at` is when it begins."""

    at: datetime
    waiting: int
    running: int
    total: int
    done: int


@dataclass(frozen=True, slots=True)
class ReachPage:
    """`back` is the page of the version; `area` its name. `take_path` lets what is under way go on
    under it, empty for who may not, and while it does."""

    shell: Shell
    title: str
    number: int
    back: str
    area: str
    tickets: int
    clocks: int
    tabs: tuple[EffectTab, ...]
    rows: tuple[ReachedTicket, ...]
    zone: str
    first_path: str = ""
    next_path: str = ""
    take_path: str = ""
    going: Going | None = None
