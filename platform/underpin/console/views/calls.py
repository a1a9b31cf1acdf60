"""Calls: what rings and rang, and the one form in which a call is written down."""

from dataclasses import dataclass
from datetime import datetime

from underpin.console.views.shell import Shell

Pairs = tuple[tuple[str, str], ...]
"""What is sent, and what is read."""


@dataclass(frozen=True, slots=True)
class CallRow:
    """`path` opens the form with it; `base` is where it is put away; `rings`: at this moment."""

    path: str
    base: str
    client: str
    person: str
    number: str
    inward: bool
    missed: bool
    mine: bool
    at: datetime
    minutes: int
    rings: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """What stands in the form. `call` is the one it is about, as KEY.id; empty for none."""

    call: str = ""
    client: str = ""
    person: str = ""
    number: str = ""
    direction: str = "in"
    minutes: str = ""
    at: str = ""
    ticket: str = ""
    subject: str = ""
    words: str = ""
    impact: str = "medium"
    urgency: str = "medium"
    reached: bool = True
    remember: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CallsPage:
    """`callers` are people with the number that was looked up, with the way to choose each."""

    shell: Shell
    rows: tuple[CallRow, ...]
    clients: Pairs
    people: Pairs
    callers: Pairs
    spoken: Spoken
    problem: str = ""
