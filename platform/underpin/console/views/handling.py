"""Who handles a ticket, who knows of it, and what came in about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from underpin.console.views.desk import Choice
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class ConfidantRow:
    """`by`: who named them, empty where nobody is known."""

    id: str
    name: str
    by: str
    named: datetime


@dataclass(frozen=True, slots=True)
class SentMail:
    """`state`: waiting, left, withdrawn, bounced; `why` it came back."""

    kind: str
    address: str
    made: datetime
    state: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class WaitingMail:
    path: str
    sender: str
    subject: str
    received: datetime


@dataclass(frozen=True, slots=True)
class AlertRow:
    """`link` is the tool's own, shown as text."""

    title: str
    severity: str
    firing: bool
    text: str
    labels: tuple[tuple[str, str], ...]
    link: str
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class CalledRow:
    """`state`: calling, accepted, ended; `by` accepted it."""

    raised: datetime
    state: str
    called: tuple[str, ...]
    by: str = ""


@dataclass(frozen=True, slots=True)
class HandlingPage:
    """`is_done`: nobody is given it any more. `typed` is what could not be taken."""

    shell: Shell
    number: str
    subject: str
    client: str
    version: int
    is_done: bool
    is_confidential: bool
    holder: str
    team: str
    verdict: str
    requester: str
    service: str
    services: tuple[Choice, ...]
    confidants: tuple[ConfidantRow, ...]
    colleagues: tuple[Choice, ...]
    teams: tuple[Choice, ...]
    waiting: tuple[WaitingMail, ...] = ()
    sent: tuple[SentMail, ...] = ()
    alerts: tuple[AlertRow, ...] = ()
    called: tuple[CalledRow, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class WholeMessagePage:
    """A message with what was folded away. `is_staff`: at the desk."""

    shell: Shell
    number: str
    is_staff: bool
    text: str
