"""What a connector is to the desk: a far side that can be told of a matter, written to, asked what
became of it, and heard. A vendor's case and a bug tracker's issue go through the same.

Each kind is one adapter. What it reads is pure; what it says goes by `Side.call`, which adds who we
are and judges the answer, so that an adapter sees only answers that mean yes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol

LONGEST_TEXT: Final = 20_000


class Unreadable(Exception):
    """It is not in the form that this far side speaks; the message says why."""


class NotForUs(Exception):
    """Nothing in it is said about a matter of ours; the message says why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One call to be made: `path` stands below the connector's address. `identity` is the same at
    every try."""

    method: str
    path: str
    body: bytes = b""
    identity: str = ""


Call = Callable[[Asked], Awaitable[Any]]
"""Makes a call and gives the JSON of its answer, None where it has none. Raises NeverTaken,
TryLater, OutboundFailed."""


@dataclass(frozen=True, slots=True)
class Side:
    """A far side at this moment; `settings` are its kind's own, read."""

    settings: Any
    call: Call = field(repr=False)


@dataclass(frozen=True, slots=True)
class Matter:
    """What may leave of a ticket: `words` are the placeholders of docs/connectors.md with what
    stands for them, empty for what the service's sharing rule keeps (PRACTICE 22)."""

    identity: str
    words: Mapping[str, Any]

    def __getitem__(self, name: str) -> str:
        return str(self.words.get(name, ""))


@dataclass(frozen=True, slots=True)
class Opened:
    """What the far side calls it, empty where it has not said so, and its page there."""

    reference: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing the far side says. `id` names it there and is the same however often it is told.
    `reference` or `case` says of what; `word` is what it means for a case, empty for none. `author`
    is the person who says so, empty for a program. `at` is when they say it was."""

    id: str
    reference: str = ""
    case: str = ""
    word: str = ""
    author: str = ""
    text: str = ""
    at: datetime | None = None
    status: str = ""
    resolution: str = ""
    url: str = ""
    over: bool = False


class Adapter(Protocol):
    """`Settings` is the form of its settings; `proof` how its webhooks are signed unless those say
    otherwise."""

    @property
    def kind(self) -> str: ...
    @property
    def form(self) -> type[Any]: ...
    @property
    def proof(self) -> str: ...

    def wrong(self, settings: Any) -> str:
        """What is wrong with settings, `field: cure`; empty for nothing."""
        ...

    async def open(self, side: Side, matter: Matter) -> Opened:
        """Tell it there; told again under the same identity it is the same."""
        ...

    async def say(self, side: Side, matter: Matter) -> str:
        """Write to what was told before; what the far side calls this, where it says so."""
        ...

    async def turn(self, side: Side, matter: Matter) -> None:
        """Say which state it has with us now."""
        ...

    async def look(
        self, side: Side, references: Sequence[str], since: datetime | None
    ) -> list[Told]:
        """What became of these; of comments at least those since then."""
        ...

    def hear(self, settings: Any, payload: Any) -> list[Told]:
        """What a webhook says. Raises Unreadable, NotForUs."""
        ...

    async def greet(self, side: Side) -> str:
        """Whether it can be spoken to; who we are there, where it says so."""
        ...
