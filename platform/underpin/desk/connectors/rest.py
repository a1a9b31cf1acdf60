"""Any far side that takes JSON: what is sent is a template, what comes back is read by pointers
(RFC 6901). Without settings it is our own form (docs/connectors.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

import msgspec

from underpin.desk.alerts import mapping, words
from underpin.desk.connectors import template
from underpin.desk.connectors.adapter import (
    LONGEST_TEXT,
    Asked,
    Matter,
    Opened,
    Side,
    Told,
    Unreadable,
)
from underpin.desk.hooks import proof
from underpin.kernel.outbound import OutboundFailed

OURS: Final = ("acknowledge", "update", "question", "fixed", "refuse")
MATTER: Final[dict[str, Any]] = {
    "id": "{identity}",
    "case": "{name}",
    "subject": "{subject}",
    "priority": "{priority}",
    "text": "{shared}",
    "opened_at": "{opened_at}",
}
MESSAGE: Final[dict[str, Any]] = {
    "id": "{identity}",
    "case": "{name}",
    "reference": "{reference}",
    "author": "{author}",
    "text": "{text}",
}
STATE: Final[dict[str, Any]] = {
    "id": "{identity}",
    "case": "{name}",
    "reference": "{reference}",
    "state": "{state}",
}


class Request(msgspec.Struct, forbid_unknown_fields=True):
    """`path` stands below the connector's address; `body` is a template."""

    path: str
    body: dict[str, Any]
    method: Literal["POST", "PUT", "PATCH"] = "POST"


class Reading(msgspec.Struct, forbid_unknown_fields=True):
    """Where each field of an update stands. `each` points at a list of updates, empty for the
    payload itself. `words`: theirs to ours; what is not among them is `update` where `otherwise`
    says so, else it is set aside. `programs`: authors who are nobody."""

    each: str = ""
    id: str = "/id"
    case: str = "/case"
    reference: str = "/reference"
    word: str = "/word"
    author: str = "/author"
    text: str = "/text"
    at: str = "/at"
    words: dict[str, str] = {}
    otherwise: Literal["update", ""] = ""
    programs: list[str] = []


class Settings(msgspec.Struct, forbid_unknown_fields=True):
    """`say`, `turn`: null where the far side takes none. `reference`, `page`: where its own number
    and the address of its page stand in the answer to `open`. `look`: a path that is asked what
    became of it, empty for never. `values`: what we say to what they say, by placeholder."""

    open: Request = msgspec.field(default_factory=lambda: Request("", MATTER))
    say: Request | None = msgspec.field(default_factory=lambda: Request("", MESSAGE))
    turn: Request | None = msgspec.field(default_factory=lambda: Request("", STATE))
    reference: str = "/reference"
    page: str = "/url"
    hears: Reading = msgspec.field(default_factory=Reading)
    look: str = ""
    looks: Reading = msgspec.field(default_factory=lambda: Reading(each="/updates"))
    greets: str = ""
    values: dict[str, dict[str, str]] = {}
    proof: str = proof.OURS


def wrong(settings: Settings) -> str:
    if settings.proof not in proof.PROOFS:
        return f"proof: one of {', '.join(proof.PROOFS)}."
    for name in ("open", "say", "turn"):
        asked = getattr(settings, name)
        why = "" if asked is None else _wrong_request(asked)
        if why:
            return f"{name}: {why}"
    for name in ("look", "greets"):
        why = _wrong_path(getattr(settings, name))
        if why:
            return f"{name}: {why}"
    if not _is_pointer(settings.reference) or not _is_pointer(settings.page):
        return "reference: a JSON pointer, such as /result/number."
    strange = sorted(set(settings.values) - template.KNOWN)
    if strange:
        return f"values: {strange[0]} is no placeholder."
    return _wrong_reading("hears", settings.hears) or _wrong_reading("looks", settings.looks)


def _wrong_request(asked: Request) -> str:
    return _wrong_path(asked.path) or template.wrong(asked.body)


def _wrong_path(path: str) -> str:
    if path and (not path.startswith(("/", "?")) or path.startswith("//") or " " in path):
        return "path: begins with / or ?, without blanks."
    return template.wrong_text(path)


def _wrong_reading(name: str, reading: Reading) -> str:
    pointers = ("each", "id", "case", "reference", "word", "author", "text", "at")
    for each in pointers:
        if not _is_pointer(getattr(reading, each)):
            return f"{name}: {each} is a JSON pointer, such as /data/{each}, or empty."
    if not reading.id:
        return f"{name}: id says where an update's own name stands, so that it counts once."
    strange = sorted(set(reading.words.values()) - set(OURS))
    return f"{name}: {strange[0]} is none of {', '.join(OURS)}." if strange else ""


def _is_pointer(said: str) -> bool:
    return said == "" or (said.startswith("/") and len(said) <= 300)


@dataclass(frozen=True, slots=True)
class Rest:
    kind: str = "rest"
    form: type[Settings] = Settings
    proof: str = proof.OURS

    def wrong(self, settings: Settings) -> str:
        return wrong(settings)

    async def open(self, side: Side, matter: Matter) -> Opened:
        answer = await _sent(side, side.settings.open, matter)
        found = (side.settings.reference, side.settings.page)
        reference, page = (mapping.filled(f"{{{at}}}", answer) if at else "" for at in found)
        return Opened(reference[:200], page[:2000] if page.startswith("https://") else "")

    async def say(self, side: Side, matter: Matter) -> str:
        if side.settings.say is not None:
            answer = await _sent(side, side.settings.say, matter)
            return mapping.filled("{/id}", answer)[:200]
        return ""

    async def turn(self, side: Side, matter: Matter) -> None:
        if side.settings.turn is not None:
            await _sent(side, side.settings.turn, matter)

    async def look(
        self, side: Side, references: Sequence[str], since: datetime | None
    ) -> list[Told]:
        if not side.settings.look:
            return []
        found = list[Told]()
        for each in references:
            path = template.path(side.settings.look, {"reference": each})
            answer = await side.call(Asked("GET", path))
            found += list(read(side.settings.looks, answer, reference=each))
        return found

    def hear(self, settings: Settings, payload: Any) -> list[Told]:
        return list(read(settings.hears, payload))

    async def greet(self, side: Side) -> str:
        await side.call(Asked("GET", template.path(side.settings.greets, {})))
        return ""


async def _sent(side: Side, request: Request, matter: Matter) -> Any:
    said = _valued(matter.words, side.settings.values)
    used = (request.path, *_texts(request.body))
    if any("{reference}" in text for text in used) and not said.get("reference"):
        raise OutboundFailed("The far side has not said yet what it calls this: tried again.")
    body = msgspec.json.encode(template.filled(request.body, said))
    path = template.path(request.path, said)
    return await side.call(Asked(request.method, path, body, matter.identity))


def _texts(body: Any) -> Iterator[str]:
    """Our own form has a reference for who wants it, but needs none."""
    return iter(()) if body in (MESSAGE, STATE) else iter([str(body)])


def _valued(said: Mapping[str, Any], values: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    return {name: values.get(name, {}).get(str(each), each) for name, each in said.items()}


def read(reading: Reading, payload: Any, *, reference: str = "") -> Iterator[Told]:
    """Raises Unreadable for what has no name, is of nothing, or says a word that nobody knows."""
    inside = mapping.at(payload, reading.each)
    if reading.each and inside is None:
        if reference:
            return
        raise Unreadable(f"each: nothing stands at {reading.each}.")
    for one in inside if isinstance(inside, list) else [inside]:
        yield _one(reading, one, reference)


def _one(reading: Reading, payload: Any, reference: str) -> Told:
    def at(pointer: str) -> str:
        return mapping.filled(f"{{{pointer}}}", payload) if pointer else ""

    name, case = at(reading.id), at(reading.case)
    found = at(reading.reference) or reference
    if not name or not (case or found):
        raise Unreadable(f"It has no name, or is of no case: see {reading.id}, {reading.case}.")
    author = at(reading.author)[:200]
    return Told(
        id=name[:200],
        case=case[:200],
        reference=found[:200],
        word=_word(reading, at(reading.word)),
        author="" if author in reading.programs else author,
        text=_long(mapping.at(payload, reading.text) if reading.text else ""),
        at=words.moment(at(reading.at)),
    )


def _word(reading: Reading, said: str) -> str:
    known = {words.plain(theirs): ours for theirs, ours in reading.words.items()}
    plain = words.plain(said)
    found = known.get(plain) or (plain if plain in OURS else "")
    if not found and not said:
        return "update"
    if not found and reading.otherwise:
        return reading.otherwise
    if not found:
        raise Unreadable(f"Nobody knows the word {said[:60]!r}: say in `words` what it means.")
    return found


def _long(value: Any) -> str:
    """A text that can be stored and shown."""
    said = str(value)[:LONGEST_TEXT] if isinstance(value, str | int | float) else ""
    return "".join(letter for letter in said if letter.isprintable() or letter in "\n\t").strip()


ADAPTER: Final = Rest()
