"""Words that a rule looks for in a text. Pure, and linear in the text: a pattern is plain words, of
which `*` stands for any run of characters; there is nothing in it that could be tried twice.

Both are spelled alike first: case, width and marks dropped. Scripts without spaces between words
are looked for anywhere.
"""

from __future__ import annotations

from typing import Final

from underpin.desk.search import folding, words
from underpin.kernel.errors import Malformed

LONGEST: Final = 200
ANY: Final = "*"


def check(pattern: str, field: str = "words") -> None:
    """Raises Malformed."""
    if not pattern.replace(ANY, "").strip() or len(pattern) > LONGEST:
        raise Malformed(f"{field}: words, of {LONGEST} characters at most.", field=field)


def spelled(text: str) -> str:
    """A text as patterns meet it: one space around and between its words."""
    return f" {' '.join(_spelled(run[0]) for run in words.RUN.finditer(text))} "


def _spelled(run: str) -> str:
    """A word, or a run of a script without spaces, of any length."""
    return "".join(map(folding.fold, run)) if words.unspaced(run) else folding.fold(run)


def found(pattern: str, text: str) -> bool:
    """Whether it stands in a `spelled` text."""
    at = 0
    for part in _parts(pattern):
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part.rstrip(" ")) if part.strip() else 0
    return True


def _parts(pattern: str) -> list[str]:
    """What must stand one after the other; a word's edge where no `*` takes it away."""
    pieces = pattern.split(ANY)
    last = len(pieces) - 1
    parts = []
    for place, piece in enumerate(pieces):
        bare = spelled(piece).strip()
        if not bare:
            continue
        left = " " if place == 0 or piece[0].isspace() else ""
        right = " " if place == last or piece[-1].isspace() else ""
        parts.append(bare if words.IN_A_ROW.search(bare) else f"{left}{bare}{right}")
    return parts
