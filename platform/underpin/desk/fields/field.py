"""A field of one's own: what it is, and what may be said in it. Pure.

What is said comes as JSON and is kept as JSON, typed: a number as its digits in text, never a
float, a date as ISO 8601 says, a person by id, several choices as a list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Literal
from uuid import UUID

from contracts.agreements import clause
from underpin.kernel.errors import Malformed

Kind = Literal["text", "number", "date", "choice", "choices", "person", "yes_no"]
Required = Literal["never", "raise", "resolve"]
Audience = Literal["members", "staff"]
KINDS: Final[tuple[Kind, ...]] = (
    *("text", "number", "date", "choice"),
    *("choices", "person", "yes_no"),
)
REQUIRED: Final[tuple[Required, ...]] = ("never", "raise", "resolve")
AUDIENCES: Final[tuple[Audience, ...]] = ("members", "staff")
LONGEST: Final = 2_000
FOUND_BY: Final = 200
"""So many characters of a text are found in the list."""

Value = str | bool | list[str]


@dataclass(frozen=True, slots=True)
class Definition:
    """`types`: for tickets of these, all where empty. `options` of a choice. `own`: this client's
    alone. `audience`: whether members see it."""

    id: UUID
    label: str
    kind: Kind
    options: tuple[str, ...]
    types: tuple[str, ...]
    required: Required
    searchable: bool
    audience: Audience
    position: int
    own: bool
    made_at: datetime | None = None

    @property
    def name(self) -> str:
        """As an error names it."""
        return f"fields.{self.id}"

    def concerns(self, ticket_type: str) -> bool:
        return not self.types or ticket_type in self.types


@dataclass(frozen=True, slots=True)
class New:
    """A definition as it is asked for."""

    label: str
    kind: Kind
    options: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    required: Required = "never"
    searchable: bool = True
    audience: Audience = "members"
    position: int = 0


def check(new: New) -> None:
    """Raises Malformed naming the field."""
    choice = new.kind in ("choice", "choices")
    wrong = {
        "label": not 1 <= len(new.label.strip()) <= 80,
        "kind": new.kind not in KINDS,
        "required": new.required not in REQUIRED,
        "audience": new.audience not in AUDIENCES,
        "types": not set(new.types) <= set(clause.TYPES),
        "position": not 0 <= new.position <= 1000,
        "options": choice != bool(new.options) or not _plain(new.options),
    }
    cures = {
        "label": "1 to 80 characters",
        "kind": f"one of {', '.join(KINDS)}",
        "required": f"one of {', '.join(REQUIRED)}",
        "audience": f"one of {', '.join(AUDIENCES)}",
        "types": f"among {', '.join(clause.TYPES)}",
        "position": "0 to 1000",
        "options": "1 to 100 different ones of a choice, each 1 to 80 characters; none else",
    }
    for field, bad in wrong.items():
        if bad:
            raise Malformed(f"{field}: {cures[field]}.", field=field)


def _plain(options: Sequence[str]) -> bool:
    each = [option.strip() for option in options]
    return len(each) <= 100 and len(set(each)) == len(each) and all(0 < len(o) <= 80 for o in each)


def read(definition: Definition, given: Any) -> Value | None:
    """What is kept of it; None where nothing is said. Raises Malformed naming the field."""
    if given is None or given in ("", []):
        return None
    found = READERS[definition.kind](definition, given)
    if found is None:
        raise Malformed(f"{definition.label}: {CURES[definition.kind]}.", field=definition.name)
    return found


def _text(_: Definition, given: Any) -> Value | None:
    return given.strip() if isinstance(given, str) and 0 < len(given.strip()) <= LONGEST else None


def _number(_: Definition, given: Any) -> Value | None:
    """Never a float: its digits, as text or a whole number."""
    if isinstance(given, bool) or not isinstance(given, str | int):
        return None
    try:
        number = Decimal(str(given).strip().replace(",", "."))
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 18:
        return None
    exponent = number.normalize().as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -9:
        return None
    return format(number.normalize() + 0, "f")


def _date(_: Definition, given: Any) -> Value | None:
    try:
        return date.fromisoformat(given).isoformat() if isinstance(given, str) else None
    except ValueError:
        return None


def _choice(definition: Definition, given: Any) -> Value | None:
    return given if given in definition.options else None


def _choices(definition: Definition, given: Any) -> Value | None:
    chosen = [given] if isinstance(given, str) else given
    if not isinstance(chosen, list) or not all(each in definition.options for each in chosen):
        return None
    return [option for option in definition.options if option in chosen]


def _person(_: Definition, given: Any) -> Value | None:
    """An id; an e-mail address is looked up where the ticket's client is known."""
    if isinstance(given, str) and "@" in given and len(given) <= 254:
        return given.strip().lower()
    try:
        return str(UUID(given)) if isinstance(given, str) else None
    except ValueError:
        return None


def _yes_no(_: Definition, given: Any) -> Value | None:
    return {True: True, False: False, "true": True, "false": False}.get(given)


READERS: Final[Mapping[Kind, Callable[[Definition, Any], Value | None]]] = {
    "text": _text,
    "number": _number,
    "date": _date,
    "choice": _choice,
    "choices": _choices,
    "person": _person,
    "yes_no": _yes_no,
}
CURES: Final[Mapping[Kind, str]] = {
    "text": f"1 to {LONGEST} characters",
    "number": "a number of up to 18 digits, such as 12.5",
    "date": "a date such as 2026-03-31",
    "choice": "one of its options",
    "choices": "some of its options",
    "person": "a person of this client",
    "yes_no": "true or false",
}


def words(definition: Definition, value: Value | None) -> list[str]:
    """By what the list finds it: nothing where it is not to be found."""
    if value is None or not definition.searchable:
        return []
    each = value if isinstance(value, list) else [value]
    return [said(definition.id, one) for one in each]


def said(field_id: UUID, value: str | bool) -> str:
    """One thing said in a field, as a single word that can be looked up."""
    plain = str(value).lower() if isinstance(value, bool) else value.casefold()[:FOUND_BY]
    return f"{field_id}:{plain}"
