"""Pages about problems, major incidents, and how tickets are sorted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from underpin.console.views.beside import OwnField, Pairs
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class Hit:
    number: str
    client: str
    subject: str
    state: str


@dataclass(frozen=True, slots=True)
class TicketKindPage:
    """Where a ticket's type, stage, category and fields are changed."""

    shell: Shell
    number: str
    subject: str
    version: int
    type: str
    stage: str
    ahead: tuple[str, ...]
    types: tuple[str, ...]
    category: str
    categories: Pairs
    fields: tuple[OwnField, ...]
    similar: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class ProblemRow:
    number: str
    priority: str
    subject: str
    client: str
    stage: str
    known: str
    incidents: int
    open_incidents: int


@dataclass(frozen=True, slots=True)
class ProblemHint:
    by: str
    said: str
    numbers: tuple[str, ...]
    before: int


@dataclass(frozen=True, slots=True)
class ProblemsPage:
    """`hints` of the one client chosen."""

    shell: Shell
    rows: tuple[ProblemRow, ...]
    clients: Pairs
    client: str
    hints: tuple[ProblemHint, ...]
    may_make: bool
    next: str = ""


@dataclass(frozen=True, slots=True)
class ProblemIncident:
    number: str
    plain: int
    subject: str
    state: str
    proposed: bool


@dataclass(frozen=True, slots=True)
class ProblemDetailPage:
    shell: Shell
    number: str
    subject: str
    state: str
    stage: str
    version: int
    root_cause: str
    workaround: str
    known: str
    known_since: datetime | None
    incidents: tuple[ProblemIncident, ...]
    may_work: bool

    @property
    def proposed(self) -> tuple[ProblemIncident, ...]:
        return tuple(each for each in self.incidents if each.proposed)


@dataclass(frozen=True, slots=True)
class MajorRow:
    id: UUID
    title: str
    open: bool
    declared: datetime
    tickets: int


@dataclass(frozen=True, slots=True)
class MajorsPage:
    shell: Shell
    rows: tuple[MajorRow, ...]
    may_declare: bool
    next: str = ""
    first: str = ""


@dataclass(frozen=True, slots=True)
class MajorTicket:
    number: str
    client: str
    client_key: str
    subject: str
    state: str
    leads: bool
    may_undo: bool
    undone: bool


@dataclass(frozen=True, slots=True)
class MajorUpdate:
    """`texts` by language, the empty one for all others; `own` by client's key."""

    id: UUID
    number: int
    resolves: bool
    author: str
    written: datetime
    approver: str
    approved: datetime | None
    texts: Mapping[str, str]
    own: Mapping[str, str]
    told: int


@dataclass(frozen=True, slots=True)
class MajorPage:
    shell: Shell
    id: UUID
    title: str
    open: bool
    declared: datetime
    declared_by: str
    review: str
    tickets: tuple[MajorTicket, ...]
    updates: tuple[MajorUpdate, ...]
    may_lead: bool
    may_work: bool
    q: str = ""
    hits: tuple[Hit, ...] = ()

    @property
    def clients(self) -> Pairs:
        return tuple({each.client_key: each.client for each in self.tickets}.items())


@dataclass(frozen=True, slots=True)
class CategoryRow:
    id: UUID
    name: str
    hidden: bool
    below: tuple["CategoryRow", ...] = ()


@dataclass(frozen=True, slots=True)
class FieldRow:
    id: UUID
    label: str
    kind: str
    options: str
    types: tuple[str, ...]
    required: str
    staff_only: bool
    own: bool


@dataclass(frozen=True, slots=True)
class SortingPage:
    """Categories, fields and priorities: of the provider, or of the client chosen. `cells` by
    impact and urgency; `own_matrix`: the client's."""

    shell: Shell
    clients: Pairs
    client: str
    categories: tuple[CategoryRow, ...]
    fields: tuple[FieldRow, ...]
    cells: Mapping[str, Mapping[str, str]]
    own_matrix: bool = False
