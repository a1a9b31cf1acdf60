"""Templates, what they propose to contracts, and what account managers are reminded of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from underpin.console.views.consent import Change
from underpin.console.views.contracting import Choices
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class TemplateVersionRow:
    """Paths are empty for what may not be done. `own`: the reader wrote this draft."""

    number: int
    state: str
    since: datetime | None
    changes: tuple[Change, ...]
    edit_path: str = ""
    approve_path: str = ""
    publish_path: str = ""
    back_path: str = ""
    own: bool = False
    revision: int = 1


@dataclass(frozen=True, slots=True)
class TemplateCard:
    """`promised` to incidents by priority: first response, resolution; of the current version."""

    name: str
    promised: tuple[tuple[str, timedelta | None, timedelta | None], ...]
    commitment: Decimal | None
    amend_path: str
    versions: tuple[TemplateVersionRow, ...]


@dataclass(frozen=True, slots=True)
class TemplatesPage:
    """`like` are those a new one may begin as, for who `writes`; `proposed` counts what waits to
    be decided. `default` is the template that counts out of contract, `default_name` what
    it is called, empty for none; `defaults` to choose from, empty for who may not."""

    shell: Shell
    cards: tuple[TemplateCard, ...]
    path: str
    like: Choices = ()
    writes: bool = True
    proposed: int = 0
    default: str = ""
    default_name: str = ""
    defaults: Choices = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """`client` is the key of the client; `path` decides."""

    client: str
    agreement: str
    contract: str
    template: str
    before: int
    after: int
    proposed: datetime
    changes: tuple[Change, ...]
    path: str


@dataclass(frozen=True, slots=True)
class ProposalsPage:
    shell: Shell
    cards: tuple[ProposalCard, ...]
    all_path: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ReminderRow:
    client: str
    contract: str
    contract_path: str
    occasion: str
    due: date
    path: str


@dataclass(frozen=True, slots=True)
class RemindersPage:
    shell: Shell
    rows: tuple[ReminderRow, ...]
