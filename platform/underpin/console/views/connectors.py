"""Far sides by REST as their keepers see them, a ticket's issues there, and where one is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from underpin.console.views.shell import Shell

Choices = tuple[tuple[str, str], ...]
"""What is sent, and what is read."""
Told = Literal["waiting", "sent", "told", "set_aside"]
ConnectorKind = Literal["rest", "jira", "bugzilla", "mantis"]
Carrier = Literal["sms", "voice", "push"]


@dataclass(frozen=True, slots=True)
class ConnectorRow:
    """`vendor` empty: a bug tracker; `tested` is what the last try came to, empty for none."""

    path: str
    name: str
    kind: ConnectorKind
    vendor: str
    url: str
    tested: str
    fine: bool
    paused: bool


@dataclass(frozen=True, slots=True)
class ConnectorsPage:
    """`typed` is what the form is filled with; `may` whether there is one."""

    shell: Shell
    rows: tuple[ConnectorRow, ...]
    may: bool
    vendors: Choices
    kinds: Choices
    ways: Choices
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """`again` is where it is told once more, empty where it left."""

    ticket: str
    told: Literal["open", "say", "turn"]
    state: Told
    attempts: int
    error: str
    at: datetime
    again: str


@dataclass(frozen=True, slots=True)
class ConnectorPage:
    shell: Shell
    row: ConnectorRow
    tested_at: datetime | None
    deliveries: tuple[DeliveryRow, ...]
    may: bool
    ways: Choices
    typed: Mapping[str, str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class IssueNote:
    ours: bool
    author: str
    body: str
    at: datetime


@dataclass(frozen=True, slots=True)
class IssueRow:
    """`url` empty where the tracker has said none; `over`: it is asked after no more."""

    path: str
    tracker: str
    reference: str
    url: str
    status: str
    resolution: str
    state: Told
    error: str
    hears: bool
    over: bool
    notes: tuple[IssueNote, ...]


@dataclass(frozen=True, slots=True)
class IssuesPage:
    shell: Shell
    number: str
    subject: str
    issues: tuple[IssueRow, ...]
    trackers: Choices
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class NumberRow:
    carrier: Carrier
    address: str
    verified: bool


@dataclass(frozen=True, slots=True)
class CallingPage:
    """`carriers` are those of this installation; `chosen` how one asked to be called."""

    shell: Shell
    numbers: tuple[NumberRow, ...]
    carriers: Choices
    ways: Choices
    chosen: str
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
