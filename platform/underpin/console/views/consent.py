"""What people decide about a version of an agreement: at the desk, and as the client."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from underpin.console.views.shell import Shell

VersionAction = Literal["check", "approve", "send_back", "activate", "accept_risk"]


@dataclass(frozen=True, slots=True)
class Reached:
    """What the version would do to clocks that run: so many of them."""

    effect: str
    count: int


@dataclass(frozen=True, slots=True)
class VersionWork:
    """What may be done with the version shown. `own`: who asks has written it, so a colleague
    approves; `waits`: for the client's consent; `risky`: a promise is not kept, or nobody has
    checked. `starts` is the day proposed.
    `edit_path` opens a draft's editor, empty for who may not write. `consent_link` is what the
    client opens to accept; `open_tickets` are under an older version, with what would become of
    their clocks."""

    path: str
    number: int
    actions: frozenset[VersionAction]
    starts: date
    own: bool = False
    waits: bool = False
    risky: bool = False
    edit_path: str = ""
    what_if_path: str = ""
    consent_link: str = ""
    open_tickets: int = 0
    reached: tuple[Reached, ...] = ()
    revision: int = 1


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A mail to one of the client's admins. `state` is leaving, sent, failing or withdrawn."""

    name: str
    asked: datetime
    sent: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class Asking:
    """The client's consent asked for by mail: `path` asks, once more where `standing`, and takes
    back; empty for who may not or where nothing is to be asked. `document_path` takes what was
    signed on paper."""

    rows: tuple[AskedRow, ...]
    path: str
    standing: bool
    document_path: str = ""


@dataclass(frozen=True, slots=True)
class TakingUp:
    """Open tickets that go on under a version: `done` of `total`, from `at` on."""

    state: str
    done: int
    total: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Awaited:
    """A version that waits for the client's consent."""

    agreement: str
    number: int
    path: str


@dataclass(frozen=True, slots=True)
class Change:
    """One clause: None for what was not there before, or is not any more."""

    what: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class ConsentPage:
    """A version as the client's admin reads it before they accept; `accepted_by` is empty until
    somebody did. `withdrawn`: it is not asked of them any more."""

    shell: Shell
    agreement: str
    number: int
    changes: tuple[Change, ...]
    path: str
    accepted_by: str = ""
    may_accept: bool = False
    withdrawn: bool = False
