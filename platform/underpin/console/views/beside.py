"""What stands beside a ticket about its kind, and what the form for a new one asks besides."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

Pairs = tuple[tuple[str, str], ...]
"""What is sent, and what is read."""


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field of one's own in a form; `value` is what was said or typed, `chosen` of several."""

    name: str
    label: str
    kind: str
    options: tuple[str, ...]
    required: bool
    value: str = ""
    chosen: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Raised:
    """What the form for a new ticket offers besides, and what was typed in it."""

    types: tuple[str, ...]
    categories: Pairs
    fields: tuple[OwnField, ...]
    type: str = "incident"
    category: str = ""


@dataclass(frozen=True, slots=True)
class ClientEscalation:
    reason: str
    raised: datetime
    by_us: bool
    acknowledged: str
    answer: str
    open: bool


@dataclass(frozen=True, slots=True)
class KnownError:
    number: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class MajorPart:
    """`lead` is the leading ticket's number, where the reader may see it and it is not this."""

    id: UUID
    title: str
    over: bool
    leads: bool
    lead: str


@dataclass(frozen=True, slots=True)
class Kinds:
    """The card of a ticket's page. What only staff may know is empty for members."""

    category: str
    said: tuple[tuple[str, str], ...]
    escalations: tuple[ClientEscalation, ...]
    may_escalate: bool
    may_answer: bool = False
    stage: str = ""
    known: tuple[KnownError, ...] = ()
    part: MajorPart | None = None
    is_problem: bool = False
