"""Where in a mail's words its pictures stand. Pure.

What is shown of a mail is its author's own words, as text, without what they quoted. A picture's
place there is found by the words around it in the mail's HTML, or by the mark that a mail program
leaves in the plain text (`[cid:…]`, `[image: name]`). One without a place stands below.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

AROUND: Final = 6
SURE: Final = 2
_WORD: Final = re.compile(r"\w+")
_TAG: Final = re.compile(r'<img\b[^>]*?\bsrc="cid:([^"]*)"[^>]*>|<[^>]*>')
_MARK: Final = re.compile(r"\[cid:([^\]\s]+)\]|\[image:\s*([^\]]+)\]")


@dataclass(frozen=True, slots=True)
class Came:
    """A picture that came with the mail; `key` is whatever who asks knows it by."""

    key: str
    content_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, or the picture that stands between them."""

    text: str = ""
    picture: str = ""


def pieces(text: str, markup: str, came: Sequence[Came]) -> tuple[Piece, ...]:
    """The words with the pictures in their places, those without one at the end."""
    found = _marked(text, came)
    around = _around(markup)
    turn = {content_id: place for place, content_id in enumerate(around)}
    bare = [(match.group().casefold(), match.end()) for match in _WORD.finditer(text)]
    at = 0
    for each in sorted(came, key=lambda each: turn.get(each.content_id, 0)):
        if each.key not in found and each.content_id in around:
            place = _best(around[each.content_id], [word for word, _ in bare], at)
            if place is not None:
                at = place
                found[each.key] = (_end(text, bare[place - 1][1]) if place else 0,) * 2
    rest = [Piece(picture=each.key) for each in came if each.key not in found]
    return (*_cut(text, found), *rest)


def _marked(text: str, came: Sequence[Came]) -> dict[str, tuple[int, int]]:
    """Marks that a mail program left, from where to where."""
    found: dict[str, tuple[int, int]] = {}
    for match in _MARK.finditer(text):
        content_id, name = match[1], (match[2] or "").strip()
        for each in came:
            is_it = each.content_id == content_id if content_id else each.name == name
            if is_it and each.key not in found:
                found[each.key] = match.span()
                break
    return found


def _around(markup: str) -> dict[str, tuple[list[str], list[str]]]:
    """By content id, the words before a picture and those behind it."""
    words: list[str] = []
    stands: dict[str, int] = {}
    at = 0
    for tag in [*_TAG.finditer(markup), None]:
        said = markup[at : tag.start() if tag else len(markup)]
        words += [each.casefold() for each in _WORD.findall(html.unescape(said))]
        if tag is None:
            break
        at = tag.end()
        if tag[1]:
            stands.setdefault(html.unescape(tag[1]), len(words))
    return {
        each: (words[max(0, place - AROUND) : place], words[place : place + AROUND])
        for each, place in stands.items()
    }


def _best(around: tuple[list[str], list[str]], words: Sequence[str], least: int) -> int | None:
    """Before which word it stands: where most of what is around it agrees, the first of several."""
    before, behind = around
    wanted = min(SURE, len(before) + len(behind))
    scored = [
        (_agree(before[::-1], words[:place][::-1]) + _agree(behind, words[place:]), -place)
        for place in range(least, len(words) + 1)
    ]
    score, place = max(scored, default=(0, 0))
    return -place if score >= wanted else None


def _agree(ours: Sequence[str], theirs: Sequence[str]) -> int:
    for many, (one, other) in enumerate(zip(ours, theirs, strict=False)):
        if one != other:
            return many
    return min(len(ours), len(theirs))


def _end(text: str, at: int) -> int:
    """Behind what closes a word."""
    while at < len(text) and not text[at].isspace():
        at += 1
    return at


def _cut(text: str, found: dict[str, tuple[int, int]]) -> list[Piece]:
    cut: list[Piece] = []
    at = 0
    for key, (start, end) in sorted(found.items(), key=lambda each: each[1]):
        cut += [Piece(text[at:start].strip()), Piece(picture=key)]
        at = max(at, end)
    cut.append(Piece(text[at:].strip()))
    return [each for each in cut if each.text or each.picture]
