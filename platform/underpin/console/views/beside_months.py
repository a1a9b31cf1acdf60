"""What stands beside a client's compliance: the months kept, tickets set apart, the other truth of
vendors' time, due times moved later, what vendors promise and owe."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class MonthRow:
    month: date
    path: str
    state: str
    counted: int | None
    frozen: datetime | None
    seal: str


@dataclass(frozen=True, slots=True)
class ApartRow:
    """`back_path` counts it again, empty for who may not."""

    ticket: str
    path: str
    kind: str
    reason: str
    by: str
    at: datetime
    back_path: str


@dataclass(frozen=True, slots=True)
class TruthRow:
    """Working time as the contract counts it and the other way, None where facts no longer show."""

    ticket: str
    path: str
    priority: str
    at: datetime
    allowed: timedelta
    used: timedelta | None
    otherwise: timedelta | None
    missed_otherwise: bool | None


@dataclass(frozen=True, slots=True)
class MovedRow:
    ticket: str
    path: str
    metric: str
    priority: str
    kind: str
    by: str
    at: datetime
    reason: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class VendorKept:
    """A vendor's availability in the span of the month shown; `shown` None: nothing counted yet."""

    vendor: str
    of: str
    shown: str | None
    promised: str
    kept: bool | None


@dataclass(frozen=True, slots=True)
class OwedRow:
    month: date
    vendor: str
    missed: int
    counted: int
    state: str
    claim_by: datetime | None


@dataclass(frozen=True, slots=True)
class BesidePage:
    """Paths are empty for who may not; parts that are not the reader's to see are None."""

    shell: Shell
    client: str
    back: str
    path: str
    month: date
    months: tuple[MonthRow, ...]
    apart: tuple[ApartRow, ...]
    truths: tuple[TruthRow, ...]
    moved: tuple[MovedRow, ...] | None
    vendors: tuple[VendorKept, ...]
    owed: tuple[OwedRow, ...] | None
    object_days: int
    confirm_days: int
    apart_path: str = ""
    terms_path: str = ""
    older_path: str = ""
    more_truths: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
