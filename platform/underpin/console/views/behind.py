"""What stands behind the promises: OLAs of tiers, UCs of vendors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from underpin.console.views.consent import Change
from underpin.console.views.contracting import Choices
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class AllowedRow:
    """One priority of some ticket types; cells in the order of the metrics, None where nothing is
    agreed."""

    kinds: tuple[str, ...]
    priority: str
    cells: tuple[timedelta | None, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A version that is not in force yet. `path` decides about it, empty for who may not; `own`:
    who asks has written it, so that a colleague approves. `reach_path` shows what it would do to
    what is open."""

    number: int
    state: str
    changes: tuple[Change, ...]
    edit_path: str
    path: str
    own: bool
    starts: date
    revision: int = 1
    reach_path: str = ""


@dataclass(frozen=True, slots=True)
class BehindCard:
    """`tier`: of a tier, else of a vendor. `number` is of the version in force, None for none."""

    name: str
    holder: str
    tier: bool
    number: int | None
    since: datetime | None
    hours: str
    rows: tuple[AllowedRow, ...]
    metrics: tuple[str, ...]
    amend_path: str
    waiting: Waiting | None = None
    reach_path: str = ""


@dataclass(frozen=True, slots=True)
class BehindPage:
    """`calendars` and `vendors` to choose from for a new one, empty for who may not write."""

    shell: Shell
    cards: tuple[BehindCard, ...]
    path: str
    calendars: Choices = ()
    vendors: Choices = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
