"""What if: a draft tried against a client's past, side by side with what was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from underpin.console.views.contracting import Choices
from underpin.console.views.pricing import Tried
from underpin.console.views.shell import Shell

Turn = Literal["missed", "saved", "other"]


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run that was asked for; `share` of its tickets are done."""

    path: str
    asked: datetime
    since: date | None
    until: date | None
    state: str
    share: Fraction


@dataclass(frozen=True, slots=True)
class WhatIfPage:
    """A form to ask, with what was typed, and what was asked before. `drafts` are versions of UCs
    that could be tried with it, `vendors` whose fee counts in the margin, empty for who may not see
    costs; `plans` that it could be priced on."""

    shell: Shell
    title: str
    number: int
    client: str
    back: str
    path: str
    typed: Mapping[str, str]
    runs: tuple[RunRow, ...]
    drafts: Choices = ()
    vendors: Choices = ()
    plans: Choices = ()
    costs: bool = False
    currency: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Shares kept, None where nothing was decided; `tone` of the change."""

    metric: str
    priority: str
    today: Fraction | None
    draft: Fraction | None
    today_counts: tuple[int, int]
    draft_counts: tuple[int, int]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class CreditRow:
    """What is owed for a period, in percent of its basis as a share; None for nothing. `vendor` is
    who owes it, empty where we do."""

    period: str
    vendor: str
    basis: str
    today: Fraction | None
    draft: Fraction | None


@dataclass(frozen=True, slots=True)
class MarginRow:
    what: str
    today: Decimal
    draft: Decimal


@dataclass(frozen=True, slots=True)
class Turned:
    """One clock that comes out otherwise; outcomes are None where nothing was promised."""

    metric: str
    priority: str
    turn: Turn
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class TurnedTicket:
    """`path` is empty where the reader may not see it."""

    name: str
    subject: str
    path: str
    raised: datetime
    clocks: tuple[Turned, ...]


@dataclass(frozen=True, slots=True)
class Priced:
    """What the span cost under the client's own terms, `invoiced` of it, beside the plan tried;
    None where the two cannot be compared."""

    tried: Tried
    currency: str
    did: Decimal | None
    invoiced: Decimal | None


@dataclass(frozen=True, slots=True)
class RunPage:
    """`done` of `total` while it runs; the rest once it is over. `problem` says why it failed.
    `plans` to choose from, `plan` the one chosen; empty for who may not see prices."""

    shell: Shell
    title: str
    number: int
    client: str
    back: str
    path: str
    state: str
    done: int
    total: int
    since: date | None
    until: date | None
    problem: str = ""
    changed: int = 0
    missed: int = 0
    saved: int = 0
    figures: tuple[FigureRow, ...] = ()
    credits: tuple[CreditRow, ...] = ()
    margin: tuple[MarginRow, ...] = ()
    currency: str = ""
    no_margin: str = ""
    tickets: tuple[TurnedTicket, ...] = ()
    next_path: str = ""
    hash: str = ""
    plans: Choices = ()
    plan: str = ""
    priced: Priced | None = None

    @property
    def running(self) -> bool:
        return self.state in ("queued", "running")
