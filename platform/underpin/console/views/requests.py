"""What clients ask for and how it is done: the catalogue, its forms, the work on a ticket."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from underpin.console.views.knowledge import ArticleRow
from underpin.console.views.shell import Shell

Pair = tuple[str, str]
"""One line of a select: what is sent, and what is read."""


@dataclass(frozen=True, slots=True)
class Offer:
    key: str
    name: str
    summary: str
    price: str
    icon: str


@dataclass(frozen=True, slots=True)
class OfferGroup:
    category: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """`wanted` are the words searched for."""

    shell: Shell
    groups: tuple[OfferGroup, ...]
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class FormField:
    """`error` is a msgid. Asked for where the field `when_field` was answered `when_equals`;
    `when_says` is that as people read it. `kept`: how many files wait under `value`."""

    key: str
    kind: str
    label: str
    help: str = ""
    required: bool = False
    choices: tuple[Pair, ...] = ()
    value: str = ""
    error: str = ""
    when_field: str = ""
    when_equals: str = ""
    when_says: str = ""
    kept: int = 0


@dataclass(frozen=True, slots=True)
class RequestFormPage:
    """`wanted`: no, may or must a date be named; `notice_hours` ahead. `read_first`: what may
    spare the request."""

    shell: Shell
    key: str
    name: str
    description: str
    price: str
    needs_approval: bool
    fields: tuple[FormField, ...]
    wanted: str = "no"
    notice_hours: int = 0
    wanted_value: str = ""
    wanted_error: str = ""
    problem: str = ""
    read_first: tuple[ArticleRow, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskRow:
    """`after`: the places of the tasks that come first."""

    id: str
    place: int
    title: str
    detail: str
    mandatory: bool
    state: str  # open, done, skipped
    ready: bool
    after: tuple[int, ...] = ()
    holder: str = ""
    tier: str = ""
    due: datetime | None = None
    late: bool = False
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Visit:
    """`state`: planned, cancelled, done. `answer`: none, accepted, declined,
    tentative, countered."""

    id: str
    starts: datetime
    ends: datetime
    technician: str
    place: str
    state: str
    answer: str = "none"
    note: str = ""
    reason: str = ""
    version: int = 1
    begun: bool = False


@dataclass(frozen=True, slots=True)
class FileLink:
    """`url` is empty for one that was withheld."""

    name: str
    size: str
    url: str
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a ticket's conversation: its files, visits, and the asker's own files that
    wait for their next message. `tasks` of staff alone."""

    files: tuple[FileLink, ...] = ()
    staged: tuple[Pair, ...] = ()
    visits: tuple[Visit, ...] = ()
    tasks_closed: int = 0
    tasks: int = 0
    wanted: datetime | None = None
    watching: bool = False
    may_answer: bool = False


NOTHING_BESIDE = Beside()


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Clash:
    """`what` is a ticket's name, empty for an absence."""

    what: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Clashing:
    """A visit that was asked for while its technician has something else: `values` is the form as
    it was sent to `path`, to be sent all the same."""

    path: str
    values: Mapping[str, str]
    clashes: tuple[Clash, ...]


@dataclass(frozen=True, slots=True)
class SiteRow:
    """What is to know before going there."""

    id: str
    name: str
    address: str
    contact: str
    phone: str
    hours: str
    directions: str


@dataclass(frozen=True, slots=True)
class SitesPage:
    """A client's places; `may` add one. `zone`: the one proposed for the next."""

    shell: Shell
    key: str
    sites: tuple[SiteRow, ...]
    may: bool
    zones: tuple[str, ...] = ()
    zone: str = "UTC"
    name: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class WorkPage:
    """The tasks, visits and people of a ticket, staff's own page. `asked` is empty for a ticket
    that no form made. `sites` to choose from are `places` with what is to know of them."""

    shell: Shell
    number: str
    subject: str
    version: int
    is_done: bool
    tasks: tuple[TaskRow, ...] = ()
    templates: tuple[Pair, ...] = ()
    visits: tuple[Visit, ...] = ()
    technicians: tuple[Pair, ...] = ()
    sites: tuple[Pair, ...] = ()
    watchers: tuple[Pair, ...] = ()
    people: tuple[Pair, ...] = ()
    asked_name: str = ""
    asked: tuple[Line, ...] = ()
    wanted: datetime | None = None
    places: tuple[SiteRow, ...] = ()
    clashing: Clashing | None = None
    copied: tuple[Pair, ...] = ()

    @property
    def closed(self) -> int:
        return sum(1 for task in self.tasks if task.state != "open")


@dataclass(frozen=True, slots=True)
class RecurringRow:
    """`coming` are the next ones, local to `zone`."""

    id: str
    client: str
    client_name: str
    name: str
    subject: str
    rule: str
    zone: str
    state: str  # active, paused, ended
    next: datetime | None
    coming: tuple[datetime, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True)
class RecurringPage:
    """`client` is the key of the one for whom something new is set up; its lists are empty without
    one. `coming`: when what is typed would be raised."""

    shell: Shell
    rows: tuple[RecurringRow, ...]
    clients: tuple[Pair, ...]
    may_change: bool = False
    client: str = ""
    people: tuple[Pair, ...] = ()
    services: tuple[Pair, ...] = ()
    calendars: tuple[Pair, ...] = ()
    templates: tuple[Pair, ...] = ()
    today: date | None = None
    problem: str = ""
    name: str = ""
    subject: str = ""
    body: str = ""
    rule: str = "FREQ=MONTHLY;BYMONTHDAY=1"
    starts_on: str = ""
    at: str = "08:00"
    on_closed: str = "keep"
    coming: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemRow:
    key: str
    name: str
    category: str
    price: str
    fields: int
    tasks: str
    active: bool
    version: int
    own: bool = False


@dataclass(frozen=True, slots=True)
class ClientCataloguePage:
    """What one client may ask for: ours, and its own, which stands in the place of ours of the same
    key."""

    shell: Shell
    client: str
    items: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class TemplateRow:
    key: str
    name: str
    steps: int
    active: bool
    version: int


@dataclass(frozen=True, slots=True)
class CatalogueAdminPage:
    shell: Shell
    items: tuple[ItemRow, ...]
    templates: tuple[TemplateRow, ...]


@dataclass(frozen=True, slots=True)
class DefinitionPage:
    """One item or task template as a form. `version` 0 is a new one. `rows`: its fields or steps,
    by name, with empty ones for more; `head`: what stands above an item's; `tasks` and
    `articles` to choose from. `client`: whose own item it is, empty for one of ours."""

    shell: Shell
    is_item: bool
    key: str
    rows: tuple[Mapping[str, str], ...]
    head: Mapping[str, str] = field(default_factory=dict)
    tasks: tuple[tuple[str, str], ...] = ()
    name: str = ""
    version: int = 0
    active: bool = True
    problem: str = ""
    client: str = ""
    articles: tuple[Pair, ...] = ()

    @property
    def home(self) -> str:
        """The page it is a part of."""
        own = f"/clients/{self.client}/catalogue"
        return own if self.client else "/administration/catalogue"
