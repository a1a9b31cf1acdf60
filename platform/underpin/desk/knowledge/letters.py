"""An article's Markdown as the plain text of a letter: lists and headings stay readable, and a link
keeps its address. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER: Final = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_CELLS: Final = {
    "table_open": "\n",
    "table_close": "\n\n",
    "tr_open": "\n",
    **dict.fromkeys(("td_close", "th_close"), " | "),
}
_LISTS: Final = {"bullet_list_open": "-", "ordered_list_open": "1"}


def plain(source: str) -> str:
    """Blocks are parted by an empty line, a list's items by a line break."""
    said: list[str] = []
    marks: list[str] = []
    for token in _PARSER.parse(source):
        if token.type in _LISTS:
            marks.append(_LISTS[token.type])
        elif token.type.endswith("_list_close"):
            marks.pop()
        elif token.type == "list_item_open":
            said.append(f"\n{'  ' * (len(marks) - 1)}{_mark(token)} ")
        elif token.type in _CELLS:
            said.append(_CELLS[token.type])
        elif (words := _words(token)) is not None:
            said.append(words if _goes_on(said) else f"\n\n{words}")
    return "".join(said).replace(" | \n", "\n").strip(" |\n")


def _goes_on(said: Sequence[str]) -> bool:
    """Whether a list's mark stands before, or a cell or the beginning of a row."""
    return bool(said) and said[-1].endswith((" ", "\n"))


def _mark(token: Token) -> str:
    return f"{token.info}{token.markup}" if token.info else "-"


def _words(token: Token) -> str | None:
    if token.type in ("fence", "code_block"):
        return token.content.rstrip()
    if token.type != "inline":
        return None
    return _spoken(token.children or ())


def _spoken(children: Sequence[Token]) -> str:
    parts: list[str] = []
    goals: list[str] = []
    for child in children:
        if child.type == "link_open":
            goals.append(str(child.attrGet("href") or ""))
            parts.append("")
        elif child.type == "link_close":
            parts.append(_goal(parts, goals.pop()))
        else:
            parts.append("\n" if child.type.endswith("break") else child.content)
    return "".join(parts)


def _goal(parts: Sequence[str], goal: str) -> str:
    """The address, unless it stands there as the link's own words."""
    return "" if not goal or (parts and parts[-1] == goal) else f" ({goal})"
