"""A client's people, seats, contracts and audit trail, as its administrator keeps them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from underpin.console.views.desk import Choice
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class OwnPerson:
    """`path` is where forms about them go; `is_self` may not change their own roles."""

    name: str
    email: str
    state: str
    roles: tuple[str, ...]
    reach: str
    site: str
    limits: tuple[tuple[str, Decimal], ...]
    path: str
    is_self: bool = False
    locale: str = ""


@dataclass(frozen=True, slots=True)
class OwnPeoplePage:
    """`link` is an invitation's, shown this once, for `invited`. `typed_*` bring back what could
    not be taken."""

    shell: Shell
    people: tuple[OwnPerson, ...]
    sites: tuple[Choice, ...]
    roles: tuple[str, ...]
    has_seats: bool
    link: str = ""
    invited: str = ""
    typed_name: str = ""
    typed_email: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class OwnPersonPage:
    shell: Shell
    person: OwnPerson
    roles: tuple[str, ...]
    currency: str
    languages: tuple[tuple[str, str], ...] = ()
    typed_amount: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    id: str
    name: str
    email: str
    seated: bool


@dataclass(frozen=True, slots=True)
class SeatListRow:
    day: date
    count: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SeatsPage:
    shell: Shell
    seats: tuple[Seat, ...]
    lists: tuple[SeatListRow, ...]
    day: date
    first_day: date
    problem: str = ""


@dataclass(frozen=True, slots=True)
class OwnVersion:
    number: int
    state: str
    starts: datetime | None
    accepted: datetime | None
    waits: bool
    path: str


@dataclass(frozen=True, slots=True)
class OwnAgreement:
    name: str
    versions: tuple[OwnVersion, ...]


@dataclass(frozen=True, slots=True)
class OwnContract:
    """`ends` None: until notice. `in_force` today."""

    name: str
    starts: date
    ends: date | None
    notice_days: int
    renewal_months: int | None
    last_day: date | None
    in_force: bool
    services: tuple[str, ...]
    agreements: tuple[OwnAgreement, ...]


@dataclass(frozen=True, slots=True)
class OwnContractsPage:
    shell: Shell
    contracts: tuple[OwnContract, ...]


@dataclass(frozen=True, slots=True)
class AuditLine:
    """`deed` is empty for what is the provider's own."""

    position: int
    hash: str
    at: datetime
    actor_kind: str
    actor: str
    deed: str
    number: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """The chain, recomputed: `kept` says whether a head that was named is still on it, None where
    none was named."""

    intact: bool
    broken_at: int | None
    altered: int
    erased: int
    count: int
    hash: str
    kept: bool | None = None


@dataclass(frozen=True, slots=True)
class AuditPage:
    shell: Shell
    lines: tuple[AuditLine, ...]
    checked: Checked | None = None
    known_count: str = ""
    known_hash: str = ""
    problem: str = ""
    next_path: str = ""
    first_path: str = ""
