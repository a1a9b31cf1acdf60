"""What changed between two versions of an article, line by line. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from underpin.desk.knowledge.text import Text, Texts

Kind = Literal["same", "added", "removed", "skipped"]
AROUND: Final = 3
"""Unchanged lines that are shown beside a change."""
_KINDS: Final[dict[str, Kind]] = {" ": "same", "+": "added", "-": "removed"}
EMPTY: Final = Text("", "", "")


@dataclass(frozen=True, slots=True)
class Line:
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """The lines of one language that differ, with some around them."""

    language: str
    lines: tuple[Line, ...]


def between(old: Texts, new: Texts) -> list[Change]:
    """Each language that changed; one that is new or gone is added or removed whole."""
    found = (
        Change(language, tuple(_lines(old.get(language, EMPTY), new.get(language, EMPTY))))
        for language in sorted({*old, *new})
    )
    return [change for change in found if any(line.kind != "same" for line in change.lines)]


def _lines(old: Text, new: Text) -> Iterator[Line]:
    words = difflib.unified_diff(_written(old), _written(new), n=AROUND, lineterm="")
    for at, line in enumerate(words):
        if at < 3:  # the two names and the first place
            continue
        if line.startswith("@@"):
            yield Line("skipped", "")
        else:
            yield Line(_KINDS[line[0]], line[1:])


def _written(text: Text) -> list[str]:
    if text == EMPTY:
        return []
    filed = [text.category] if text.category else []
    return [*filed, text.title, *text.summary.splitlines(), "", *text.body.splitlines()]
