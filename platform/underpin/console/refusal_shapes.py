"""Refusals that hold values: recognised by what stands around the values, and said anew around them
in another language. A shape is the room's sentence with {0}, {1}, ... for its values; the
catalogues have them in the context `refusal` (`tests/unit/console/refused.py` finds them)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from underpin.console import locale
from underpin.console.views.shell import Language

CONTEXT: Final = "refusal"
PLACE: Final = re.compile(r"\{\d\}")


@dataclass(frozen=True, slots=True)
class Shape:
    """`parts` stand around the values, one more than there are of these."""

    template: str
    parts: tuple[str, ...]

    @property
    def said(self) -> int:
        """How much of it is the sentence's own."""
        return sum(map(len, self.parts))

    def values(self, text: str) -> Sequence[str] | None:
        """What the text has in their places; None where it is another sentence."""
        if len(self.parts) == 1:
            return () if text == self.parts[0] else None
        opening, *between, closing = self.parts
        if not (text.startswith(opening) and text.endswith(closing)):
            return None
        return _between(text, len(opening), len(text) - len(closing), between)


def _between(text: str, start: int, end: int, parts: Sequence[str]) -> Sequence[str] | None:
    """The values from `start` to `end`, around these parts: each one letter or more, and as short
    as the sentence lets it be. The first place where a part stands leaves the most to the others,
    so that none is ever looked for twice."""
    found = []
    for part in parts:
        at = text.find(part, start + 1, end)
        if at < 0:
            return None
        found.append(text[start:at])
        start = at + len(part)
    return (*found, text[start:end]) if start < end else None


def read(template: str) -> Shape:
    parts = (part.replace("{{", "{").replace("}}", "}") for part in PLACE.split(template))
    return Shape(template, tuple(parts))


@functools.cache
def _known(language: Language) -> tuple[Shape, ...]:
    """Those that say the most themselves come first: they are the surest."""
    shapes = map(read, locale.in_context(language, CONTEXT))
    return tuple(sorted(shapes, key=lambda shape: -shape.said))


def told(text: str, language: Language) -> str | None:
    """The sentence in the language, its values as they are or, where the catalogues know one, in
    the language too; None where it has no shape that is known."""
    for shape, values in _matching(text, language):
        said = locale.pgettext(language, CONTEXT, shape.template)
        return said.format(*(locale.gettext(language, value) for value in values))
    return None


def _matching(text: str, language: Language) -> Iterator[tuple[Shape, Sequence[str]]]:
    for shape in _known(language):
        if (values := shape.values(text)) is not None:
            yield shape, values
