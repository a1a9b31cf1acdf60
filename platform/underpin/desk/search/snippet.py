"""The part of a text in which words were met, cut up so that a page can mark them. Pure.

A snippet is a list of parts, never markup: whoever shows it escapes each part and marks those that
are marked, so that nothing a client wrote is ever read as HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from underpin.desk.search import folding, words
from underpin.desk.search.query import Term
from underpin.desk.search.words import Word
from underpin.desk.tickets import masking

WIDTH: Final = 160
BEFORE: Final = 40
ELLIPSIS: Final = "\u2026"


@dataclass(frozen=True, slots=True)
class Part:
    text: str
    marked: bool = False


def best(texts: Iterable[str], terms: Sequence[Term]) -> list[Part]:
    """Of the text that meets the most of them, the first of two as good; empty where none does."""
    best_text, best_hits = "", list[Word]()
    for text in map(masking.masked, (each for each in texts if may_meet(each, terms))):
        hits = met(text, terms)
        if len({hit.word for hit in hits}) > len({hit.word for hit in best_hits}):
            best_text, best_hits = text, hits
        if len({hit.word for hit in best_hits}) >= len(terms):
            break
    return cut(best_text, best_hits) if best_hits else []


def may_meet(text: str, terms: Sequence[Term]) -> bool:
    """Whether a long text is worth being taken apart into words."""
    spelled = folding.plain(text)
    return any(term.word in spelled for term in terms)


def met(text: str, terms: Sequence[Term]) -> list[Word]:
    """Where the text meets them, in order."""
    return [each for each in words.within(text) if any(meets(each.word, term) for term in terms)]


def meets(word: str, term: Term) -> bool:
    return word.startswith(term.word) if term.prefix else word == term.word


def whole(text: str, terms: Sequence[Term]) -> list[Part]:
    """A short text in full, such as a subject."""
    hits = met(text, terms) if may_meet(text, terms) else []
    return list(_parts(text, hits, 0, len(text)))


def cut(text: str, hits: Sequence[Word]) -> list[Part]:
    """About as many characters as fit on two lines, around the first hit."""
    start = max(0, hits[0].start - BEFORE)
    end = min(len(text), start + WIDTH)
    parts = list(_parts(text, [hit for hit in hits if hit.end <= end], start, end))
    before = [Part(ELLIPSIS)] if start else []
    return [*before, *parts, *([Part(ELLIPSIS)] if end < len(text) else [])]


def _parts(text: str, hits: Sequence[Word], start: int, end: int) -> Iterator[Part]:
    at = start
    for first, last in _joined(hits):
        if first > at:
            yield Part(text[at:first])
        yield Part(text[first:last], marked=True)
        at = last
    if at < end:
        yield Part(text[at:end])


def _joined(hits: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Hits that touch or overlap, as the pairs of a Chinese word do, are one."""
    first, last = -1, -1
    for hit in hits:
        if hit.start > last:
            if last >= 0:
                yield first, last
            first = hit.start
        last = max(last, hit.end)
    if last >= 0:
        yield first, last
