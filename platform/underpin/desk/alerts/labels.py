"""What a tool attaches to its alert, for a person to read: names and values, bounded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from underpin.desk.alerts import leaves, words
from underpin.kernel import digits

MOST: Final = 50
LONGEST: Final = 500
Pairs = tuple[tuple[str, str], ...]


def of(payload: Any, paths: Sequence[str]) -> Pairs:
    """From whatever stands under these normalised paths: an object, a list of names and values, or
    a list of texts like `host:web1`. Sorted by name."""
    found: dict[str, str] = {}
    for path in paths:
        for name, value in _pairs(_at(payload, path)):
            if name and value:
                found.setdefault(leaves.clean(name)[:100], leaves.clean(value)[:LONGEST])
    return tuple(sorted(found.items())[:MOST])


def _at(payload: Any, path: str) -> Any:
    inner = payload
    for name in path.split("."):
        if isinstance(inner, Mapping):
            inner = next((v for k, v in inner.items() if words.plain(str(k)) == name), None)
        elif isinstance(inner, list) and (place := digits.read(name, 5)) is not None:
            inner = inner[place] if place < len(inner) else None
        else:
            return None
    return inner


def _pairs(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if isinstance(inner, str | int | float):
                yield str(name), str(inner)
    elif isinstance(value, str):
        yield from map(_split, value.split(","))
    elif isinstance(value, list):
        for each in value:
            yield from _listed(each)


def _listed(each: Any) -> Iterator[tuple[str, str]]:
    if isinstance(each, str):
        yield _split(each)
    elif isinstance(each, Mapping):
        name = next((each[key] for key in ("name", "key", "tag", "title") if key in each), "")
        value = next((each[key] for key in ("value", "displayValue") if key in each), "")
        yield str(name), str(value)


def _split(text: str) -> tuple[str, str]:
    name, colon, value = text.strip().partition(":")
    return (name, value) if colon else (name, "yes")
