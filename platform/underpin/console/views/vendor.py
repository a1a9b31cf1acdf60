"""The vendor's page: one case, behind one link, and nothing else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from underpin.console.views.clock import Clock
from underpin.console.views.shell import Shell
from underpin.console.views.talk import Message

CaseAction = Literal["acknowledge", "update", "question", "fix", "refuse"]


@dataclass(frozen=True, slots=True)
class VendorPage:
    """`path` is the link itself; forms go to `path/acknowledgment`, `/updates`, `/questions`,
    `/fix` and `/refusal`. What could not be taken stands again in its `form`: `acknowledge`,
    `update` or `refuse`."""

    shell: Shell
    path: str
    case: str
    provider: str
    vendor: str
    subject: str
    shared: str
    state: str  # sent, acknowledged, questioned, fixed, refused, closed
    priority: str
    service: str
    opened: datetime
    expires: datetime
    clocks: tuple[Clock, ...]
    messages: tuple[Message, ...]
    actions: frozenset[CaseAction]
    reference: str = ""
    typed: str = ""
    problem: str = ""
    name: str = ""
    form: str = "update"


@dataclass(frozen=True, slots=True)
class EndedLinkPage:
    """For a link that opens nothing; `kept` is what was typed behind it."""

    shell: Shell
    kept: str = ""
