"""A payload read without trust: its leaves by normalised path, bounded in number, depth and length.

`checkParams.full_url` and `CHECK_PARAMS.FullURL` are one path, `checkparams.fullurl`; the second
of a list is `alerts.1`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from underpin.desk.alerts import words

DEEPEST: Final = 8
MOST: Final = 2_000
LONGEST: Final = 4_000
Leaves = Mapping[str, str]


def of(payload: Any) -> Leaves:
    """Every leaf's text; the first of several with one path counts."""
    found: dict[str, str] = {}
    for path, text in _walked(payload, "", 0):
        found.setdefault(path, text)
        if len(found) >= MOST:
            break
    return found


def first(leaves: Leaves, *paths: str) -> str:
    """The first of these that says something; empty when none does."""
    return next((leaves[path] for path in paths if leaves.get(path)), "")


def under(leaves: Leaves, *prefixes: str) -> dict[str, str]:
    """The leaves right under one of these, by their last name."""
    found: dict[str, str] = {}
    for path, text in leaves.items():
        head, _, name = path.rpartition(".")
        if head in prefixes and text:
            found.setdefault(name, text)
    return found


def clean(said: object) -> str:
    """Text that can be stored and shown: without control characters and halves of pairs."""
    if isinstance(said, bool):
        return "true" if said else "false"
    text = str(said)[: LONGEST * 2]
    return "".join(map(_kept, text)).strip()[:LONGEST]


def _kept(letter: str) -> str:
    if letter in "\n\t" or letter.isprintable():
        return letter
    return " " if letter.isspace() else ""


def _walked(value: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping) or (isinstance(value, Sequence) and not isinstance(value, str)):
        if depth < DEEPEST:
            for name, inner in _inside(value):
                yield from _walked(inner, f"{path}.{name}" if path else name, depth + 1)
    elif value is not None:
        yield path, clean(value)


def _inside(value: Mapping[Any, Any] | Sequence[Any]) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        return ((words.plain(str(name)), inner) for name, inner in value.items())
    return ((str(place), inner) for place, inner in enumerate(value))
