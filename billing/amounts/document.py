"""Reading a JSON document field by field, so that every error names the field and the cure.

Numbers are written as text ("0.10"): a JSON number has passed through a float somewhere.
Each level knows only its own fields; an error gets its path on the way out.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from billing.amounts import check

Value = TypeVar("Value")
Choice = TypeVar("Choice", bound=StrEnum)


def read(data: object, reader: Callable[[Document], Value]) -> Value:
    """What `reader` makes of the object `data`; a field it does not ask for is refused."""
    document = Document(data)
    value = reader(document)
    document.refuse_unknown()
    return value


class Document:
    """The fields of one JSON object. Null is the same as left out. Raises `check.Invalid`."""

    def __init__(self, data: object) -> None:
        if not isinstance(data, Mapping):
            raise check.Invalid("", "it is no object", "write it as {...}")
        self._data = data
        self._known: set[str] = set()

    def has(self, field: str) -> bool:
        self._known.add(field)
        return self._data.get(field) is not None

    def text(self, field: str, default: str | None = None) -> str:
        value = self._value(field, default)
        if not isinstance(value, str):
            raise check.Invalid(field, f"{value!r} is no text", "put it in quotes")
        return value

    def number(self, field: str, default: Decimal | None = None) -> Decimal:
        value = self._value(field, default)
        return value if isinstance(value, Decimal) else _number(value, field)

    def maybe_number(self, field: str) -> Decimal | None:
        return self.number(field) if self.has(field) else None

    def flag(self, field: str, default: bool) -> bool:
        value = self._value(field, default)
        if not isinstance(value, bool):
            raise check.Invalid(field, f"{value!r} is no yes or no", "use true or false")
        return value

    def choice(self, field: str, kind: type[Choice], default: Choice) -> Choice:
        allowed = [choice.value for choice in kind]
        return kind(check.one_of(self.text(field, default), allowed, field))

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts; empty where it is left out."""
        items = self._list(field)
        for place, item in enumerate(items):
            if not isinstance(item, str):
                raise check.Invalid(f"{field}[{place}]", f"{item!r} is no text", "put it in quotes")
        return tuple(str(item) for item in items)

    def inner(self, field: str, reader: Callable[[Document], Value]) -> Value:
        return _at(field, self._value(field, None), reader)

    def each(self, field: str, reader: Callable[[Document], Value]) -> tuple[Value, ...]:
        """A list of objects; empty where it is left out."""
        items = enumerate(self._list(field))
        return tuple(_at(f"{field}[{place}]", item, reader) for place, item in items)

    def refuse_unknown(self) -> None:
        for field in sorted(str(field) for field in self._data if field not in self._known):
            near = difflib.get_close_matches(field, self._known, n=1)
            cure = f"did you mean {near[0]}" if near else f"use {', '.join(sorted(self._known))}"
            raise check.Invalid(field, "there is no such field here", cure)

    def _value(self, field: str, default: object) -> object:
        if self.has(field):
            return self._data[field]
        if default is None:
            raise check.Invalid(field, "it is missing", "add it")
        return default

    def _list(self, field: str) -> list[object]:
        value = self._value(field, [])
        if not isinstance(value, list):
            raise check.Invalid(field, "it is no list", "write it as [...]")
        return value


def _at(path: str, data: object, reader: Callable[[Document], Value]) -> Value:
    try:
        return read(data, reader)
    except check.Invalid as error:
        raise error.within(path) from error


def _number(value: object, field: str) -> Decimal:
    if not isinstance(value, str):
        raise check.Invalid(field, f"{value!r} is no exact number", 'write it in quotes: "0.10"')
    try:
        return check.number(Decimal(value), field)
    except InvalidOperation as error:
        raise check.Invalid(field, f"{value!r} is no number", 'write it as "0.10"') from error
