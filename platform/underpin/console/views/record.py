"""A contract's own page: its terms, notice, services in and out, who stands behind them, and each
amendment on record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from underpin.console.views.contracting import Choices, Form
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class NoticeGiven:
    on: date
    by: str
    last_day: date


@dataclass(frozen=True, slots=True)
class CoverRow:
    """A vendor behind a service, under a UC."""

    vendor_id: str
    vendor: str
    agreement: str


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """Days are None where they are the contract's own. `told` are the parts of a ticket that
    leave with a vendor's case. `path` begins where it is changed."""

    id: str
    name: str
    starts: date | None
    ends: date | None
    over: bool
    covers: tuple[CoverRow, ...]
    told: tuple[str, ...]
    path: str


@dataclass(frozen=True, slots=True)
class AmendedField:
    """None where there was or is nothing."""

    term: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """`by` is empty for the product itself."""

    version: int
    kind: str
    fields: tuple[AmendedField, ...]
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FromTemplate:
    """An SLA version that came from a template's version."""

    template: str
    number: int
    used: datetime
    path: str


@dataclass(frozen=True, slots=True)
class RecordPage:
    """`typed` are the fields of its forms, as they stand or as they were typed; `path` is empty for
    who may not write. `parts` are what may be shared with vendors; `ucs` what a vendor's service
    can come under; `last` is the last day it would run if notice were given today, None where it
    cannot be given."""

    shell: Shell
    client: str
    name: str
    contracts_path: str
    path: str
    version: int
    starts: date
    ends: date | None
    last_notice: date | None
    notice: NoticeGiven | None
    services: tuple[ServiceRow, ...]
    amendments: tuple[AmendmentRow, ...]
    templates: tuple[FromTemplate, ...] = ()
    parts: tuple[str, ...] = ()
    ucs: Choices = ()
    older_path: str = ""
    policy_path: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class EscalationPage:
    """The policy that counts for new tickets, as a form of its rows; `number` is None while there
    is none."""

    shell: Shell
    client: str
    contract: str
    contracts_path: str
    record_path: str
    path: str
    may_write: bool
    number: int | None
    since: datetime | None
    form: Form
    actions: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ConsideredRow:
    """`why` it governs or not. Empty `contract`: the provider's default agreement.
    `path` opens the version in force."""

    why: str
    contract: str
    agreement: str
    service: str
    number: int | None
    path: str
    speaks: bool


@dataclass(frozen=True, slots=True)
class ChoicePage:
    shell: Shell
    client: str
    path: str
    contracts_path: str
    typed: Mapping[str, str]
    types: tuple[str, ...]
    services: Choices
    rows: tuple[ConsideredRow, ...]
    problem: str = ""
