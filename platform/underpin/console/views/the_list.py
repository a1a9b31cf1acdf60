"""The list across clients: what narrows it, its lines, and what was just done to many of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Self
from urllib.parse import urlencode

from underpin.console.views.clock import Countdown
from underpin.console.views.desk import Choice, Priority, State, TicketPage, Tier
from underpin.console.views.shell import Shell

Words = tuple[tuple[str, str], ...]


FURTHER = ("assignee", "team", "category", "service", "field", "escalated", "major", "waiting")


@dataclass(frozen=True, slots=True)
class ListFilters:
    """What the address says. `words` narrow the list, as `desk/queues/address.py` reads them; a
    name may stand several times. `split`: the ticket `opened` stands beside the list. `snoozed`:
    one's snoozed tickets are shown too."""

    words: Words = ()
    split: bool = False
    opened: str = ""
    snoozed: bool = False
    cursor: str = ""  # of this page

    @classmethod
    def of(cls, **words: str) -> Self:
        return cls(tuple(words.items()))

    def one(self, name: str) -> str:
        """The first value of a word, empty for none."""
        return next((value for key, value in self.words if key == name), "")

    @property
    def narrower(self) -> bool:
        """By something that stands among the further filters."""
        return any(name in FURTHER for name, _ in self.words)

    def said_in_field(self) -> tuple[str, str]:
        """The field, and what is said in it."""
        field_id, _, said = self.one("field").partition(":")
        return field_id, said

    @property
    def text(self) -> str:
        """As a saved view keeps it."""
        return urlencode(self.words)

    @property
    def active(self) -> bool:
        return bool(self.words)

    def query(self, **changes: str) -> str:
        """The address of the list with these changes, without a cursor unless one is given."""
        looks = {"split": "1" if self.split else "", "snoozed": "1" if self.snoozed else ""}
        looks |= {name: changes.pop(name) for name in ("split", "snoozed") if name in changes}
        after = {name: changes.pop(name, "") for name in ("after", "open")}
        kept = [pair for pair in self.words if pair[0] not in changes]
        pairs = [*kept, *changes.items(), *looks.items(), *after.items()]
        query = urlencode([pair for pair in pairs if pair[1]])
        return f"/list?{query}" if query else "/list"


@dataclass(frozen=True, slots=True)
class ListSummary:
    """What burns, over the whole filtered list and not only this page."""

    open: int
    breached: int
    risk: int
    unassigned: int


@dataclass(frozen=True, slots=True)
class ListRow:
    """One open ticket, in rank order (PRACTICE 21). `chosen` is what a form sends for it: its
    number, version, tier and holder."""

    rank: int
    number: str
    client: str
    subject: str
    priority: Priority
    tier: Tier
    state: State
    assignee: str
    due: Countdown
    mine: bool = False
    unread: bool = False
    major: bool = False
    out_of_contract: bool = False
    escalated: bool = False
    chosen: str = ""
    snoozed: datetime | None = None
    here: tuple[str, ...] = ()  # colleagues who look at it now


@dataclass(frozen=True, slots=True)
class KeptView:
    """A saved view. `id` is empty where it is a colleague's, shared with the team."""

    name: str
    path: str
    id: str = ""
    team: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Undo:
    """What was done to many, and what takes it back."""

    said: str
    what: Literal["assignment", "tier", "tag"]
    tickets: tuple[str, ...]
    word: str = ""


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of the list. `offered`: categories, fields, teams and the chosen client's services.
    `after` is the cursor of the next page, None on the last."""

    shell: Shell
    filters: ListFilters
    summary: ListSummary
    rows: tuple[ListRow, ...]
    clients: tuple[Choice, ...]
    after: str | None = None
    first: bool = True
    may_take: bool = True
    may_work: bool = False
    kept: tuple[KeptView, ...] = ()
    colleagues: tuple[Choice, ...] = ()
    asleep: int = 0
    undo: Undo | None = None
    opened: TicketPage | None = None
    name: str = ""  # typed for a view that could not be kept
    problem: str = ""
    offered: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A ticket that was searched for; parts of its text are marked."""

    number: str
    client: str
    priority: Priority
    state: State
    tier: Tier | None
    assignee: str
    raised: datetime
    subject: tuple[tuple[str, bool], ...]
    snippet: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`complete` false: older tickets were not looked at."""

    shell: Shell
    words: str
    found: tuple[Found, ...]
    more: str = ""
    complete: bool = True
    problem: str = ""


def pairs(words: Iterable[tuple[str, str]]) -> Words:
    return tuple((name, value) for name, value in words if value)
