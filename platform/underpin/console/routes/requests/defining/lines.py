"""Rows of a form: `field-3-label_en` and the like, in the order their numbers say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from underpin.desk.catalogue.definition import LANGUAGES
from underpin.kernel import digits

MOST: Final = 120
FREE: Final = 3
NO_LETTER: Final = re.compile(r"[^a-z0-9]+")
Line = Mapping[str, str]


def typed(form: Line, prefix: str, names: Sequence[str], told_by: Sequence[str]) -> list[Line]:
    """The rows in which any of `told_by` stands, by their `order`, each by its own names."""
    found = []
    for place in range(MOST):
        row = {name: form.get(f"{prefix}-{place}-{name}", "").strip() for name in names}
        if any(row[name] for name in told_by):
            found.append((_order(row["order"], place), place, row))
    return [row for *_, row in sorted(found, key=lambda each: each[:2])]


def _order(given: str, place: int) -> int:
    found = digits.read(given, 4)
    return place + 1 if found is None else found


def shown(rows: Sequence[Line], names: Sequence[str]) -> tuple[Line, ...]:
    """With empty ones for more, numbered anew."""
    blank = [dict.fromkeys(names, "")] * FREE
    return tuple({**row, "order": str(place)} for place, row in enumerate([*rows, *blank], 1))


def by_language(row: Line, name: str) -> dict[str, str]:
    """`label_en`, `label_pl`, ...: those that say something."""
    return {code: row[f"{name}_{code}"] for code in LANGUAGES if row.get(f"{name}_{code}")}


def in_languages(name: str, texts: Line) -> dict[str, str]:
    return {f"{name}_{code}": texts.get(code, "") for code in LANGUAGES}


def names_in(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{code}" for name in names for code in LANGUAGES)


def key_of(given: str, text: str, otherwise: str) -> str:
    """The key that was typed, or one made of the text."""
    made = NO_LETTER.sub("_", text.lower()).strip("_")[:40]
    return given or (made if made[:1].isalpha() else otherwise)
