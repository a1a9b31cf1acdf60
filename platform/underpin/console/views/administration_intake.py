"""Administration of what comes in and goes out: mailboxes, channels, webhooks, monitoring sources;
and one's own API tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from underpin.console.views.administration import Choices
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class MailboxRow:
    id: UUID
    address: str
    client: str
    host: str
    on: bool
    read: datetime | None
    error: str
    sends: bool


@dataclass(frozen=True, slots=True)
class MailboxesPage:
    shell: Shell
    rows: tuple[MailboxRow, ...]
    clients: Choices
    typed: Mapping[str, str]
    house_name: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Secrets:
    """Shown once: where to send, by mail too, and the key to sign with; `of` is whose."""

    of: str
    address: str
    mail: str
    key: str


@dataclass(frozen=True, slots=True)
class ChannelLine:
    id: UUID
    name: str
    kind: str
    paused: bool


@dataclass(frozen=True, slots=True)
class WebhookLine:
    id: UUID
    name: str
    url: str
    kinds: tuple[str, ...]
    for_staff: bool
    paused: bool
    version: int = 1


@dataclass(frozen=True, slots=True)
class SourceLine:
    id: UUID
    name: str
    kind: str
    paused: bool


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    id: UUID
    at: datetime
    purpose: str
    reason: str


@dataclass(frozen=True, slots=True)
class ConnectionsPage:
    """A client's connections; `may`: change them. `said`: what a test came to, `fine` whether it
    answered."""

    shell: Shell
    key: str
    clients: Choices
    channels: tuple[ChannelLine, ...]
    webhooks: tuple[WebhookLine, ...]
    sources: tuple[SourceLine, ...]
    aside: tuple[DeliveryLine, ...]
    services: Choices
    people: Choices
    channel_kinds: Choices
    source_kinds: tuple[str, ...]
    events: tuple[str, ...]
    may: bool
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    once: Secrets | None = None
    tested: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class ToldLine:
    id: UUID
    what: str
    state: str
    attempts: int
    error: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WebhookPage:
    shell: Shell
    key: str
    row: WebhookLine
    told: tuple[ToldLine, ...]
    may: bool
    next: str = ""
    events: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class TriedAlert:
    title: str
    firing: bool
    severity: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SecretRow:
    """`ends` None: until it is ended."""

    id: UUID
    made: datetime
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A monitoring source, and a sample tried against it; `mapping` is JSON as it would be kept.
    `may`: end a secret."""

    shell: Shell
    key: str
    row: SourceLine
    mapping: str
    sample: str = ""
    tried: bool = False
    reader: str = ""
    alerts: tuple[TriedAlert, ...] = ()
    neither: int = 0
    refused: tuple[str, ...] = ()
    problem: str = ""
    secrets: tuple[SecretRow, ...] = ()
    may: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """`rights`: each capability with what it lets one do."""

    name: str
    rights: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TokenRow:
    """`count` of capabilities, by area."""

    id: UUID
    name: str
    count: int
    areas: tuple[Area, ...]
    client: str
    created: datetime
    expires: datetime
    used: datetime | None


@dataclass(frozen=True, slots=True)
class TokensPage:
    """One's own tokens; `once` is the value of the one just made. `areas` of what its owner may do,
    `chosen` of it; `usual` are sets of it, one of them typed as `scope`."""

    shell: Shell
    rows: tuple[TokenRow, ...]
    clients: Choices
    areas: tuple[Area, ...]
    typed: Mapping[str, str]
    usual: Choices
    chosen: frozenset[str] = frozenset()
    once: str = ""
    problem: str = ""
