"""A macro: a prepared text and what is done to the ticket with it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from contracts import facts
from underpin.desk.deeds import deed as deeds
from underpin.desk.deeds import placeholders
from underpin.desk.search import folding
from underpin.kernel.errors import Malformed

Audience = Literal["own", "team", "everyone"]
Says = Literal["reply", "note", "nothing"]
AUDIENCES: Final = ("own", "team", "everyone")
SAYS: Final = ("reply", "note", "nothing")


@dataclass(frozen=True, slots=True)
class Said:
    """What its keeper says of it. `says`: whether its text is an answer to the client or a note;
    `texts` by language."""

    name: str
    audience: Audience = "own"
    team_id: UUID | None = None
    says: Says = "nothing"
    texts: Mapping[str, str] | None = None
    deeds: Sequence[deeds.ByHand] = ()


@dataclass(frozen=True, slots=True)
class Macro:
    """`used` counts at the clients whoever asks may see."""

    id: UUID
    name: str
    audience: Audience
    owner_id: UUID
    team_id: UUID | None
    says: Says
    texts: dict[str, str]
    deeds: tuple[deeds.ByHand, ...]
    version: int
    used: int = 0


def check(said: Said) -> None:
    """Raises Malformed naming the field."""
    if not 1 <= len(said.name.strip()) <= 100:
        raise Malformed("name: 1 to 100 characters.", field="name")
    if said.audience not in AUDIENCES or (said.audience == "team") is (said.team_id is None):
        raise Malformed("audience: own, everyone, or team with its team_id.", field="audience")
    if said.says not in SAYS or (said.says == "nothing") is bool(said.texts):
        raise Malformed("texts: for a reply or a note, and only then.", field="texts")
    if said.says == "nothing" and not said.deeds:
        raise Malformed("deeds: it neither says nor does anything.", field="deeds")
    placeholders.check_texts(said.texts or {})
    deeds.check(said.deeds)
    if waits(said.deeds) and said.says != "reply":
        raise Malformed(
            "state: a wait for the client begins with a question to them.", field="says"
        )


WAIT: Final = deeds.SetState(facts.WAITING_CLIENT)


def waits(given: Iterable[deeds.Deed]) -> bool:
    """Whether the ticket then waits for the client."""
    return WAIT in given


def found(macros: Iterable[Macro], words: str) -> list[Macro]:
    """Those whose name or text has every word, or the beginning of one, however it is spelled."""
    wanted = [folding.fold(each) for each in words.split()]
    return [each for each in macros if all(_has(each, word) for word in wanted)]


def _has(macro: Macro, word: str) -> bool:
    said = " ".join((macro.name, *macro.texts.values()))
    return any(word in folding.fold(each) for each in said.split())
