"""What repeats: macros, and rules that act by themselves."""

from dataclasses import dataclass
from datetime import datetime

from underpin.console.views.shell import Shell

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DeedRow:
    """A deed as a line of a form: what, with what, saying what. A line without `do` is empty."""

    do: str = ""
    value: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition as a line of a form; `values` with commas between."""

    what: str = ""
    negate: bool = False
    values: str = ""


@dataclass(frozen=True, slots=True)
class MacroRow:
    id: str
    name: str
    audience: str
    deeds: tuple[str, ...]
    manner: str
    used: int
    may_change: bool


@dataclass(frozen=True, slots=True)
class MacrosPage:
    shell: Shell
    macros: tuple[MacroRow, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class MacroPage:
    """A form for one; `id` is empty for a new one. `texts` by language. `problem` is why it could
    not be kept, with what was typed still in it."""

    shell: Shell
    id: str
    name: str
    audience: str
    team: str
    manner: str
    texts: Pairs
    rows: tuple[DeedRow, ...]
    version: int
    offered: tuple[str, ...]
    placeholders: tuple[str, ...]
    audiences: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PickedMacro:
    """A macro as the composer offers it: what it would say here and do, and why it could not."""

    id: str
    name: str
    text: str
    deeds: tuple[str, ...]
    refused: tuple[str, ...]
    missing: tuple[str, ...]
    manner: str


@dataclass(frozen=True, slots=True)
class MacroPickerPage:
    """The macros for one ticket; `chosen` is looked at before it is used."""

    shell: Shell
    ticket: str
    macros: tuple[MacroRow, ...]
    chosen: PickedMacro | None = None
    version: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class RuleRow:
    id: str
    name: str
    client: str
    when: str
    position: int
    deeds: tuple[str, ...]
    enabled: bool
    stops: bool
    author: str
    author_here: bool
    version: int


@dataclass(frozen=True, slots=True)
class RulesPage:
    shell: Shell
    rules: tuple[RuleRow, ...]
    may_write: bool


@dataclass(frozen=True, slots=True)
class TrialRow:
    ticket: str
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Trial:
    """What a dry run found at one client."""

    client: str
    looked_at: int
    matched: tuple[TrialRow, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OldVersion:
    number: int
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RulePage:
    """A form for one; `id` is empty for a new one."""

    shell: Shell
    id: str
    name: str
    client: str
    clients: Pairs
    position: str
    stops: bool
    enabled: bool
    when: str
    hours: str
    conditions: tuple[ConditionRow, ...]
    rows: tuple[DeedRow, ...]
    version: int
    offered: tuple[str, ...]
    placeholders: tuple[str, ...]
    versions: tuple[OldVersion, ...] = ()
    trial: Trial | None = None
    problem: str = ""
    may_write: bool = True


@dataclass(frozen=True, slots=True)
class RunRow:
    id: str
    rule: str
    rule_id: str
    ticket: str
    when: str
    state: str
    depth: int
    deeds: tuple[str, ...]
    error: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FaultRow:
    rule_id: str
    name: str
    since: datetime
    error: str


@dataclass(frozen=True, slots=True)
class RuleRunsPage:
    """One client's log."""

    shell: Shell
    client: str
    clients: Pairs
    outcome: str
    runs: tuple[RunRow, ...]
    faults: tuple[FaultRow, ...]
    next_path: str
    first_path: str
    may_write: bool
