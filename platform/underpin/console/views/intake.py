"""What comes in for a client beside mail, as its pages show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from underpin.console.views.administration import Choices
from underpin.console.views.administration_intake import SecretRow, Secrets
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class LineRow:
    id: UUID
    name: str
    proof: str
    paused: bool


@dataclass(frozen=True, slots=True)
class AccountRow:
    """`who` is linked to it, empty for nobody."""

    id: UUID
    channel: str
    account: str
    name: str
    who: str
    heard: datetime


@dataclass(frozen=True, slots=True)
class RefusedRow:
    id: UUID
    address: str
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True)
class IntakePage:
    """`refused` None: not the reader's to see. `may`: change what is here."""

    shell: Shell
    key: str
    lines: tuple[LineRow, ...]
    accounts: tuple[AccountRow, ...]
    people: Choices
    colleagues: Choices
    proofs: tuple[str, ...]
    refused: tuple[RefusedRow, ...] | None
    may: bool
    once: Secrets | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ChannelPage:
    """`values`: its name, service and settings as the form has them."""

    shell: Shell
    key: str
    id: UUID
    name: str
    kind: str
    version: int
    paused: bool
    services: Choices
    values: Mapping[str, str]
    secrets: tuple[SecretRow, ...]
    may: bool
    problem: str = ""


@dataclass(frozen=True, slots=True)
class HookPage:
    """A connector's address and key for one client; `key` empty before one is chosen."""

    shell: Shell
    connector_id: UUID
    clients: Choices
    key: str
    proof: str = ""
    secrets: tuple[SecretRow, ...] = ()
    may: bool = False
    once: Secrets | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class NumbersPage:
    shell: Shell
    key: str
    person_id: UUID
    person: str
    numbers: str
    problem: str = ""
