"""A client's contracts: a card each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from underpin.console.views.contracting import Choices
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An SLA: the version in force since when, and the one that waits; None for neither."""

    name: str
    path: str
    active: int | None
    since: datetime | None
    waits: int | None
    waits_state: str


@dataclass(frozen=True, slots=True)
class ContractCard:
    """Dates are days of the client's; None where there is no such day."""

    name: str
    path: str
    in_force: bool
    starts: date
    ends: date | None
    renews: date | None
    notice_by: date | None
    uplift_on: date | None
    uplift: Decimal | None
    services: tuple[str, ...]
    agreements: tuple[AgreementRow, ...]
    draft_path: str
    record_path: str = ""


@dataclass(frozen=True, slots=True)
class WishedRow:
    """What the client asked for; `path` opens its ticket, `amend_path` begins the amendment."""

    subject: str
    path: str
    state: str
    matter: str
    amend_path: str


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """What a template's version proposed to an SLA, and what became of it."""

    template: str
    number: int
    agreement: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WarnedRow:
    """A promise of a version in force that was found not to be kept any more; `about` is empty for
    the whole version."""

    kind: str
    about: str
    at: datetime
    path: str


@dataclass(frozen=True, slots=True)
class OfferedRow:
    """A version of the default agreement that counted out of contract."""

    number: int
    since: datetime | None
    path: str


@dataclass(frozen=True, slots=True)
class ContractsPage:
    """`templates` can be signed from; `amendable` are SLAs of which no version waits."""

    shell: Shell
    client: str
    path: str
    cards: tuple[ContractCard, ...]
    templates: Choices
    wishes: tuple[WishedRow, ...]
    amendable: Choices
    may_write: bool
    calendars_path: str
    choice_path: str = ""
    hours: Choices = ()
    proposed: tuple[ProposedRow, ...] = ()
    propose_path: str = ""
    warned: tuple[WarnedRow, ...] = ()
    offered: tuple[OfferedRow, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
