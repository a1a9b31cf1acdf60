"""What monitors clients, as the desk sees it: sources, their alerts, and trying a mapping."""

from dataclasses import dataclass
from datetime import datetime

from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class SourceRow:
    path: str
    client: str
    name: str
    kind: str
    paused: bool
    heard: datetime | None
    firing: int
    storms: int
    flapping: int
    set_aside: int


@dataclass(frozen=True, slots=True)
class SourcesPage:
    shell: Shell
    rows: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True)
class AlertRow:
    title: str
    severity: str
    firing: bool
    storm: bool
    flapping: bool
    ticket: str
    held_until: datetime | None
    heard: datetime


@dataclass(frozen=True, slots=True)
class ReadAlert:
    """What one alert of a sample would be read as."""

    title: str
    firing: bool
    severity: str
    group: str
    text: str


@dataclass(frozen=True, slots=True)
class Trial:
    reader: str
    alerts: tuple[ReadAlert, ...]
    neither: int
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourcePage:
    """`fields` are those of a mapping, with what was typed in each; `trial` is what the sample came
    to, None before one was tried."""

    shell: Shell
    path: str
    client: str
    name: str
    kind: str
    paused: bool
    alerts: tuple[AlertRow, ...]
    fields: tuple[tuple[str, str], ...]
    sample: str = ""
    trial: Trial | None = None
    problem: str = ""
