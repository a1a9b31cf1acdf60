"""What a channel is to the desk: something that can be read, and something that can be told.

Each kind is one adapter: pure reading of what came in, and the calls that say something there. A
channel knows its far side from its own settings alone: no address that came in is ever called.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from underpin.kernel.outbound import HttpAnswer, HttpCall

Call = Callable[[HttpCall], Awaitable[HttpAnswer]]
LONGEST_TEXT = 50_000


class NotForUs(Exception):
    """Nothing in it is said to us; the message says why."""


class Unreadable(Exception):
    """It is not in the form this channel speaks; the message says why."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said there. `identity` names the message, `thread` the conversation; with
    `opens` false it only goes on with a conversation that we know. `ticket` names one (ACME-12)
    that it goes on with, where the far side knows it."""

    identity: str
    thread: str
    account: str
    text: str
    name: str = ""
    subject: str = ""
    ticket: str = ""
    at: datetime | None = None
    opens: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What we say there, at this moment. `identity` is the same at every try."""

    identity: str
    thread: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Setup:
    """A channel's own side of the far end: its settings, and the credential to speak there with."""

    settings: Mapping[str, Any]
    credential: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Immediate:
    """What must be answered within the request; with `keep` false that is all there is to it."""

    body: bytes
    keep: bool


def no_answer(payload: Any, locale: str) -> Immediate | None:
    return None


@dataclass(frozen=True, slots=True)
class Adapter:
    """`proof` is how a delivery is signed; `wrong` says what is wrong with settings, empty for
    nothing. `tell` raises OutboundFailed to be tried again, outgoing.NeverTaken to be looked at;
    `greet`, given what to say where something is said, shows whether it can be spoken to, and
    raises the same. `immediate` speaks the client's language."""

    kind: str
    proof: str
    wrong: Callable[[Setup], str]
    read: Callable[[Setup, Any], Said]
    tell: Callable[[Setup, Answer, Call], Awaitable[None]]
    greet: Callable[[Setup, Answer, Call], Awaitable[None]]
    immediate: Callable[[Any, str], Immediate | None] = no_answer
