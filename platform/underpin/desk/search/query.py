"""What somebody typed into the search box, read: words to be met, and a ticket's number. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from underpin.desk.search import words
from underpin.desk.search.words import Word
from underpin.kernel.errors import Malformed

MOST: Final = 8
LONGEST: Final = 400
NUMBER: Final = re.compile(r"\s*(?:#|([A-Za-z][A-Za-z0-9]{1,9})-)?([0-9]{1,9})\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Term:
    """A word to be met, or with `prefix` the beginning of one."""

    word: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All `terms` must be met. A ticket of that `number` is found besides, of the client with that
    `key` where one was given."""

    terms: tuple[Term, ...]
    number: int | None = None
    key: str | None = None


def read(text: str) -> Query:
    """What is being typed last may go on: it is the beginning of a word until a space follows; a
    star says so of any. Raises Malformed for what has no word in it."""
    named = NUMBER.fullmatch(text[:LONGEST])
    found = tuple(dict.fromkeys(terms(text[:LONGEST])))[:MOST]
    if not found and named is None:
        raise Malformed("q: a word of two letters or more, or a ticket's number.", field="q")
    number = int(named[2]) if named and 0 < int(named[2]) < 2**31 else None
    return Query(found, number, named[1].upper() if named and named[1] else None)


def terms(text: str) -> Iterator[Term]:
    """Every word of it, in order, again where it comes again."""
    for run in words.RUN.finditer(text):
        found = list(words.within(run[0]))
        open_ = run.end() == len(text) or text[run.end()] == "*"
        if words.unspaced(run[0]):
            yield from _inside(found)
        else:
            yield from (Term(each.word, open_) for each in found)


def _inside(found: list[Word]) -> Iterator[Term]:
    """Each two neighbours; one character alone may begin them."""
    if len(found) == 1:
        yield Term(found[0].word, prefix=True)
    yield from (Term(each.word) for each in found[:-1])
