"""What clients have: assets, sheets of them, sessions onto them; and our own trainings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from underpin.console.views.shell import Shell

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AssetRow:
    """`tone` of the warranty: bad once it is over, warn where it ends soon."""

    id: str
    name: str
    kind: str
    serial: str
    holder: str
    site: str
    state: str
    warranty: date | None
    tone: str


@dataclass(frozen=True, slots=True)
class AssetsPage:
    """One client's; at the portal, those whom the reader may see. `path` is this list's own."""

    shell: Shell
    path: str
    key: str
    client: str
    assets: tuple[AssetRow, ...]
    kinds: Pairs
    words: str
    kind: str
    state: str
    next_path: str
    first_path: str
    may_write: bool
    may_import: bool


@dataclass(frozen=True, slots=True)
class AssetChange:
    at: datetime
    by: str
    way: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssetForm:
    """As text, as it stands or as it was typed."""

    name: str = ""
    kind: str = ""
    serial: str = ""
    maker: str = ""
    owner: str = ""
    site: str = ""
    service: str = ""
    purchased_on: str = ""
    warranty_until: str = ""
    state: str = "in_use"
    cost: str = ""
    currency: str = ""
    attributes: str = ""


@dataclass(frozen=True, slots=True)
class AssetPage:
    """One of them as a form; `id` is empty for a new one."""

    shell: Shell
    key: str
    client: str
    id: str
    form: AssetForm
    version: int
    tickets: Pairs = ()
    changes: tuple[AssetChange, ...] = ()
    problem: str = ""
    may_write: bool = True


@dataclass(frozen=True, slots=True)
class MappedColumn:
    heading: str
    field: str
    sample: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    line: int
    column: str
    cure: str


@dataclass(frozen=True, slots=True)
class AssetImportRow:
    id: str
    file: str
    at: datetime
    created: int
    changed: int
    same: int
    refused: int


@dataclass(frozen=True, slots=True)
class AssetImportPage:
    """A sheet: pasted, looked at with its columns, taken in."""

    shell: Shell
    key: str
    client: str
    sheet: str
    source: str
    columns: tuple[MappedColumn, ...]
    fields: tuple[str, ...]
    counts: tuple[int, int, int] | None
    refused: tuple[RefusedRow, ...]
    imports: tuple[AssetImportRow, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class RemoteButton:
    tool_id: str
    tool: str
    target: str


@dataclass(frozen=True, slots=True)
class TicketAsset:
    id: str
    name: str
    kind: str
    serial: str
    holder: str
    buttons: tuple[RemoteButton, ...]
    path: str = ""
    warranty: date | None = None
    tone: str = ""
    vendor: str = ""


@dataclass(frozen=True, slots=True)
class RemoteSession:
    """`minutes` are offered as a time entry; None while it goes on, and once they are written."""

    id: str
    tool: str
    target: str
    by: str
    begun: datetime
    ended: datetime | None
    minutes: int | None
    mine: bool


@dataclass(frozen=True, slots=True)
class TicketAssetsPage:
    """What a ticket is about; `found` are assets that could be linked, `address` opens a session
    that was just begun, `known` are ways onto the requester's own machine."""

    shell: Shell
    ticket: str
    assets: tuple[TicketAsset, ...]
    found: tuple[AssetRow, ...]
    words: str
    tools: Pairs
    sessions: tuple[RemoteSession, ...]
    address: str = ""
    requester: str = ""
    known: tuple[RemoteButton, ...] = ()


@dataclass(frozen=True, slots=True)
class TrainingRow:
    who: str
    skill: str
    title: str
    issuer: str
    certificate: str
    done: date
    expires: date | None
    tone: str


@dataclass(frozen=True, slots=True)
class TrainingsPage:
    shell: Shell
    rows: tuple[TrainingRow, ...]
    people: Pairs
    skills: Pairs
    may_write: bool
    problem: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
