"""What the provider keeps for all clients' work: remote tools, change templates, gateways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class QuietPage:
    """`said` by field, as it stands or as it was typed and could not be taken."""

    shell: Shell
    said: Mapping[str, str]
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class ToolRow:
    id: str
    name: str
    pattern: str
    attribute: str
    team_id: str = ""


@dataclass(frozen=True, slots=True)
class RemoteToolsPage:
    """`typed` could not be taken: for the tool `at`, or a new one where that is empty."""

    shell: Shell
    rows: tuple[ToolRow, ...]
    schemes: tuple[str, ...]
    places: tuple[str, ...]
    typed: Mapping[str, str]
    at: str
    problem: str
    may_write: bool
    teams: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeTemplateRow:
    """`approved` None: nothing is made from it yet. `may_approve`: by this reader."""

    id: str
    name: str
    risk: str
    plan: str
    approved: datetime | None
    may_approve: bool


@dataclass(frozen=True, slots=True)
class ChangeTemplatesPage:
    shell: Shell
    rows: tuple[ChangeTemplateRow, ...]
    typed: Mapping[str, str]
    problem: str
    may_write: bool


@dataclass(frozen=True, slots=True)
class GatewayCard:
    """`address`: where a test went that could not be sent; `sent`: it was."""

    carrier: str
    state: Literal["none", "on", "paused"]
    values: Mapping[str, str]
    address: str
    problem: str
    sent: bool


@dataclass(frozen=True, slots=True)
class GatewaysPage:
    shell: Shell
    cards: tuple[GatewayCard, ...]
    may_write: bool
