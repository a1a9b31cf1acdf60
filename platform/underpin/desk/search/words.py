"""A text's words, where they stand in it, and as the index spells them. Pure.

Scripts that put no spaces between words (Chinese, Japanese kana, Thai and its neighbours) are cut
into every two neighbouring characters, and the last one alone: whatever stands inside is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from underpin.desk.search import folding
from underpin.desk.tickets import masking

MOST: Final = 3_000
"""Different words that are kept of one text."""

UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003134f"
)
MARKS: Final = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u094f\u200c\u200d"
)
RUN: Final = re.compile(f"[{UNSPACED}]+|(?:(?![{UNSPACED}])[^\\W_]|[{MARKS}])+")
IN_A_ROW: Final = re.compile(f"[{UNSPACED}]")


@dataclass(frozen=True, slots=True)
class Word:
    """`start` and `end` are offsets in the text."""

    word: str
    start: int
    end: int


def of(text: str) -> list[str]:
    """The different words of a text, in the order in which they come. What is masked is none."""
    found: dict[str, None] = {}
    for each in within(masking.masked(text)):
        found[each.word] = None
        if len(found) >= MOST:
            break
    return list(found)


def within(text: str) -> Iterator[Word]:
    """Every word with its place."""
    for run in RUN.finditer(text):
        yield from _pairs(run) if unspaced(run[0]) else _one(run)


def unspaced(run: str) -> bool:
    return IN_A_ROW.match(run) is not None


def _one(run: re.Match[str]) -> Iterator[Word]:
    folded = folding.fold(run[0])
    if len(folded) >= folding.SHORTEST:
        yield Word(folded, run.start(), run.end())


def _pairs(run: re.Match[str]) -> Iterator[Word]:
    for at in range(len(run[0])):
        folded = folding.fold(run[0][at : at + 2])
        if folded:
            yield Word(folded, run.start() + at, run.start() + min(at + 2, len(run[0])))
