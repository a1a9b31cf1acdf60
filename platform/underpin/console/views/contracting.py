"""The contract editor: a version as a form, and whether what stands behind it can keep it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Literal

from underpin.console.views.consent import Change
from underpin.console.views.shell import Shell
from underpin.kernel import digits

Verdict = Literal["always_kept", "commitment_kept", "not_kept", "unchecked"]
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Form:
    """`kind` is SLA, OLA, UC or template. What was typed by field; `errors` are msgids by field.
    `types` are the ticket types, those that say something `open`. `settings` are the choices of
    each setting by its name."""

    kind: str
    typed: Mapping[str, str]
    metrics: tuple[str, ...]
    types: tuple[str, ...]
    priorities: tuple[str, ...]
    states: tuple[str, ...]
    calendars: Choices
    settings: tuple[tuple[str, tuple[str, ...]], ...]
    errors: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return self.typed.get(name, "")

    def error(self, name: str) -> str:
        return self.errors.get(name, "")

    def promises(self, kind: str) -> int:
        """Of how many cells of a ticket type something is promised."""
        names = (f"t.{kind}.{p}.{m}" for p in self.priorities for m in self.metrics)
        return sum(bool(self.value(name)) for name in names)

    def rows(self, group: str, spare: int = 1) -> range:
        """The numbers of a group's rows, with some to be filled in."""
        own = [name.split(".") for name in self.typed if name.startswith(f"{group}.")]
        numbers = [digits.read(parts[1], 9) for parts in own]
        last = max((each for each in numbers if each is not None), default=-1)
        return range(min(last + 1 + spare, 100))

    def says(self, *groups: str) -> bool:
        """Whether anything is said under one of these."""
        return any(
            value and name.startswith(tuple(f"{group}." for group in groups))
            for name, value in self.typed.items()
        )

    def calendar(self, name: str) -> str:
        """The name of the calendar a cell counts on, empty for the version's own."""
        return dict(self.calendars).get(self.value(name), "")


@dataclass(frozen=True, slots=True)
class Segment:
    """A holder's part of a bar, from `x` on, of 1000. `hue` tells holders apart; `over` lies beyond
    the promise."""

    holder: str
    hue: int
    x: int
    width: int
    over: bool = False


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that alone closes the gap: `deed` sets it into the grid, `path` leads to where it
    is made; with neither it is somebody else's to make."""

    text: str
    deed: str = ""
    path: str = ""
    smallest: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """From `x` on, of 1000. `kind` is counts, late, holds or works."""

    kind: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Lane:
    """Who has the ticket; empty for the promise itself."""

    holder: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class DayMark:
    """One date of the drawn time. `kind` is weekend or holiday, empty for another; `name` what is
    celebrated."""

    label: str
    x: int
    width: int
    kind: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """The worst ticket's way. `due` is where the promise ends, of 1000, None where it does not."""

    raised: datetime
    done: datetime | None
    lanes: tuple[Lane, ...]
    days: tuple[DayMark, ...]
    due: int | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise and its worst case; `mark` is where the promise ends, of 1000. `over` is how
    much too long, None where it fits or never ends. `expected` is the share kept, when every stage
    uses all it is allowed."""

    metric: str
    kind: str
    priority: str
    arriving: str
    verdict: Verdict
    allowed: timedelta
    worst: timedelta | None
    over: timedelta | None
    mark: int
    segments: tuple[Segment, ...]
    missed: Fraction | None = None
    expected: Fraction | None = None
    credit: str = ""
    fixes: tuple[Fix, ...] = ()
    course: Course | None = None

    @property
    def about(self) -> tuple[str, str]:
        """What tells it apart within its metric and type."""
        return self.priority, self.arriving


@dataclass(frozen=True, slots=True)
class Promises:
    """Of one metric and the ticket types of which the same is promised, the highest priority
    first."""

    metric: str
    kinds: tuple[str, ...]
    rows: tuple[Promise, ...]

    @property
    def holders(self) -> tuple[tuple[str, int], ...]:
        """Whom the bars show, with their hues."""
        return tuple(dict.fromkeys((s.holder, s.hue) for row in self.rows for s in row.segments))


@dataclass(frozen=True, slots=True)
class Picture:
    """`counts` by verdict. `live`: of what stands in the form, not of what was stored. `unread`:
    the form says something that cannot be read. `all_fixed` is the deed that lifts every broken
    promise to what can be kept."""

    verdict: Verdict
    counts: Mapping[str, int]
    groups: tuple[Promises, ...]
    unattended: tuple[str, ...] = ()
    checked: datetime | None = None
    live: bool = False
    unread: bool = False
    all_fixed: str = ""

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class ClashRow:
    """A clause that somebody else wrote meanwhile, to be chosen by the field `name`; `taken`:
    theirs is. Empty where nothing is said."""

    name: str
    what: str
    before: str
    theirs: str
    mine: str
    taken: bool


@dataclass(frozen=True, slots=True)
class EditorPage:
    """A draft's form. `path` stores it, `check_path` shows what it would come to; `back` is the
    page it belongs to; `client` is empty for the provider's own. `picture` is of an SLA only;
    `changes` are against the version before, as it is stored. `place` is the msgid of the page that
    it belongs to where there is no client; `terms`: it says a contract's terms too. `clashes` are
    what `clashes_by` stored meanwhile; None where nobody did."""

    shell: Shell
    title: str
    number: int
    client: str
    form: Form
    path: str
    check_path: str
    back: str
    zone: str
    picture: Picture | None = None
    changes: tuple[Change, ...] = ()
    problem: str = ""
    place: str = "Behind the promises"
    terms: bool = False
    clashes: tuple[ClashRow, ...] | None = None
    clashes_by: str = ""
