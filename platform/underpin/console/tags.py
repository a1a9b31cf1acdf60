"""A page's own text, read as its tags with their places in it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Tag:
    """From `start` to `end` of the text. `attributes` without a value have None."""

    name: str
    attributes: Mapping[str, str | None]
    start: int
    end: int
    opens: bool

    def said(self, attribute: str) -> str:
        return self.attributes.get(attribute) or ""

    def written(self, **changed: str | bool | None) -> str:
        """With some attributes changed: True for one without a value, None for none."""
        now = {**self.attributes, **{name.replace("_", "-"): it for name, it in changed.items()}}
        gone = {name.replace("_", "-") for name, it in changed.items() if it is None}
        parts = (_attribute(name, it) for name, it in now.items() if name not in gone)
        return f"<{' '.join((self.name, *parts))}>"


def _attribute(name: str, value: str | bool | None) -> str:
    return f'{name}="{escape(value)}"' if isinstance(value, str) else name


class _Reader(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[Tag] = []
        self._text = text
        self._lines = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._place()
        end = start + len(self.get_starttag_text() or "")
        self.tags.append(Tag(tag, dict(attrs), start, end, opens=True))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        start = self._place()
        self.tags.append(Tag(tag, {}, start, self._text.index(">", start) + 1, opens=False))

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def read(text: str) -> list[Tag]:
    return _Reader(text).tags


def ending(tags: list[Tag], at: int) -> Tag:
    """Where what begins there ends; nothing of its own kind may stand in it."""
    return next(tag for tag in tags[at:] if tag.name == tags[at].name and not tag.opens)


@dataclass(frozen=True, slots=True)
class Edit:
    start: int
    end: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """With each place's new text; those of one place in their order."""
    parts, at = [], 0
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join((*parts, text[at:]))
