"""Vendors as our staff see them: whom we call, what they owe us, how they kept it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class VendorRow:
    path: str
    name: str
    email: str
    connector: str
    agreements: tuple[str, ...]
    cases: int | None


@dataclass(frozen=True, slots=True)
class VendorsPage:
    """`cases` of a row is None for who may see none."""

    shell: Shell
    rows: tuple[VendorRow, ...]
    may_write: bool = False
    languages: tuple[tuple[str, str], ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class UcVersion:
    number: int
    state: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class UcTarget:
    metric: str
    kind: str
    priority: str
    allowed: timedelta


@dataclass(frozen=True, slots=True)
class Uc:
    """`targets` are of the version in force, else of the newest."""

    name: str
    versions: tuple[UcVersion, ...]
    targets: tuple[UcTarget, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    name: str
    email: str
    phone: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """`kept` as it is shown; `path` leads to what is behind it."""

    metric: str
    met: int
    breached: int
    kept: str
    median: timedelta | None
    path: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    ticket: str
    path: str
    subject: str
    priority: str
    state: str
    reference: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class OwedLine:
    """`percent` of `basis` as it is said, empty without a schedule; `evidence` leads to the
    targets that were missed in that month, `claims` to where it is claimed."""

    month: date
    client: str
    claims: str
    evidence: str
    missed: int
    counted: int
    percent: str
    basis: str
    holder: str
    state: str
    claim_by: datetime | None
    said: str


@dataclass(frozen=True, slots=True)
class UseLine:
    client: str
    path: str
    service: str
    agreement: str


@dataclass(frozen=True, slots=True)
class OurVendorPage:
    """Parts that the reader may not see are None. `since` and `until`: the days of the score.
    `language` is the chosen one's code, which `speaks` changes where the reader may; `keeps` begins
    where the rest is changed, from the fields in `typed`."""

    shell: Shell
    name: str
    email: str
    connector: str
    language: str
    languages: tuple[tuple[str, str], ...]
    speaks: str
    case_cost: Decimal
    currency: str
    phone: str
    customer_number: str
    entitlement: str
    contacts: tuple[Reached, ...]
    agreements: tuple[Uc, ...]
    uses: tuple[UseLine, ...]
    since: date
    until: date
    opened: int
    score: tuple[ScoreLine, ...] | None
    costs: tuple[tuple[Decimal, str], ...]
    cases: tuple[CaseLine, ...] | None
    owed: tuple[OwedLine, ...] | None
    keeps: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""

    @property
    def contact_rows(self) -> range:
        """Those there are, with one to be filled in."""
        return range(min(len(self.contacts) + 1, 9))
