"""An HTML mail: its words, for when it came without a plain text, and a form of it that is safe
to show.

nh3 leaves a well-formed tree of a few harmless elements; from those come the line breaks and the
marks of quotation. Nothing is fetched and nothing is rendered. What is shown keeps the pictures
that came with the mail (cid:) and loses those that would be fetched, which tell who reads.
"""

import html
import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Any

import nh3

LONGEST = 1_000_000
_DEEPEST = 500
_MOST_UNCUT = 8_000
_MOST_IN_PIECE = 1_000
_DEEPEST_QUOTE = 20
_KEPT = {"p", "div", "br", "li", "tr", "td", "th", "blockquote", "pre", "hr"} | {
    f"h{level}" for level in range(1, 7)
}
_BREAKS = frozenset(_KEPT - {"br", "td", "th", "blockquote", "pre"})
# What opens or closes an element that others may stand in, one inside the other.
_NESTS = re.compile(
    r"<(/?)(?!(?:p|br|hr|li|tr|td|th|img|meta|link|input|wbr)[\s/>])[a-z]", re.IGNORECASE
)
_TOKEN = re.compile(r"<(/?)([a-z0-9]+)[^>]*>|([^<]+)")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SHOWN = (
    _KEPT
    | {"a", "b", "i", "u", "s", "em", "strong", "span", "code", "sub", "sup", "img"}
    | {
        *(
            "table",
            "thead",
            "tbody",
            "tfoot",
            "caption",
            "ul",
            "ol",
            "dl",
            "dt",
            "dd",
            "small",
            "del",
        ),
    }
)
_TOLD = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "*": {"dir", "lang"},
}


def clean(markup: str) -> str:
    """The mail as it may be shown: no script, style, form or picture that is fetched."""
    return _cleaned(
        markup,
        tags=_SHOWN,
        attributes=_TOLD,
        attribute_filter=_only_inside,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel="noopener noreferrer nofollow",
    )


def _cleaned(markup: str, **how: Any) -> str:
    """Safe markup. What might be nested deeper than anybody nests is cleaned in pieces, since the
    parser's time grows with the square of the depth; each piece is well-formed by itself."""
    return "".join(nh3.clean(piece, **how) for piece in _pieces(markup[:LONGEST]))


def _pieces(markup: str) -> Iterator[str]:
    """The markup as it is; where it looks too deep, or has so many elements that its closing tags
    cannot be believed (they may stand in a comment), cut before each thousandth element."""
    found = [(each.start(), not each[1]) for each in _NESTS.finditer(markup)]
    opened = [at for at, opens in found if opens]
    depth = max(accumulate(1 if opens else -1 for _, opens in found), default=0)
    is_whole = depth <= _DEEPEST and len(opened) <= _MOST_UNCUT
    cuts = [0, *([] if is_whole else opened[_MOST_IN_PIECE::_MOST_IN_PIECE]), len(markup)]
    return (markup[start:end] for start, end in pairwise(cuts))


def _only_inside(tag: str, name: str, value: str) -> str | None:
    is_fetched = tag == "img" and name == "src" and not value.lower().startswith("cid:")
    return None if is_fetched else value


def to_text(markup: str) -> str:
    """The text, quotations marked by "> " as in plain mail; cut after a million characters."""
    clean = _cleaned(markup, tags=_KEPT, attributes={}, link_rel=None)
    writer = _Writer()
    for closing, tag, text in _TOKEN.findall(clean):
        if tag:
            writer.tag(tag, closing=bool(closing))
        else:
            writer.text(html.unescape(text))
    return writer.finished()


class _Writer:
    """Lines under construction."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line = ""
        self._quoted = 0
        self._as_is = 0

    def tag(self, tag: str, *, closing: bool) -> None:
        if tag == "br":
            self._end_line()
        elif tag in _BREAKS:
            self._break()
            if tag == "p" and closing:
                self._blank()
        elif tag in {"td", "th"}:
            self._line += " " if self._line and not closing else ""
        else:
            self._nest(tag, -1 if closing else 1)

    def text(self, text: str) -> None:
        if self._as_is:
            first, *others = text.split("\n")
            self._line += first
            for each in others:
                self._end_line()
                self._line += each
        else:
            spaced = _SPACE.sub(" ", text)
            self._line += spaced.lstrip(" ") if not self._line else spaced

    def finished(self) -> str:
        self._break()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")

    def _nest(self, tag: str, by: int) -> None:
        self._break()
        if tag == "blockquote":
            self._quoted += by
        else:
            self._as_is += by

    def _break(self) -> None:
        if self._line.strip():
            self._end_line()
        self._line = ""

    def _blank(self) -> None:
        if self._lines and self._lines[-1].strip("> "):
            self._end_line()

    def _end_line(self) -> None:
        marks = "> " * min(self._quoted, _DEEPEST_QUOTE)
        self._lines.append((marks + self._line.strip("\n")).rstrip())
        self._line = ""
