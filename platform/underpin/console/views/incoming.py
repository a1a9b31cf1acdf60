"""Mail that waits for a person of ours: of no client yet, or of a client's and not proven."""

from dataclasses import dataclass
from datetime import datetime

from underpin.console.views.shell import Shell

Pairs = tuple[tuple[str, str], ...]
"""What is sent, and what is read."""


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """`path` opens it; `why` says why no rule took it. `client`, `ticket`: empty in triage."""

    path: str
    sender: str
    subject: str
    why: str
    received: datetime
    opened: bool
    client: str = ""
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """The one that is looked at; `base` is where its forms go. `source` are its first characters
    as they came, where it could not be read. `proven` says how its author is, empty for not at
    all; `address` is whom the form offers as its author."""

    base: str
    subject: str
    sender: str
    sender_name: str
    recipients: str
    why: str
    received: datetime
    text: str
    attachments: tuple[str, ...]
    source: str
    address: str = ""
    proven: str = ""
    client: str = ""
    ticket: str = ""
    on_ticket: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed in a decision that could not be taken, and why not."""

    problem: str = ""
    client: str = ""
    address: str = ""
    ticket: str = ""


NOTHING_TYPED = Typed()


@dataclass(frozen=True, slots=True)
class TriagePage:
    """`triage`: of no client yet, to be given to one of `clients`; else of the clients' own."""

    shell: Shell
    triage: bool
    rows: tuple[IncomingRow, ...]
    mail: IncomingMail | None
    clients: Pairs
    tabs: tuple[tuple[str, str, bool], ...]
    may_decide: bool
    next_path: str = ""
    first_path: str = ""
    typed: Typed = NOTHING_TYPED
