"""An article's Markdown as HTML that is safe to show. Pure.

CommonMark with tables and struck words, by markdown-it; raw HTML in the source stays text. What
comes out goes through nh3 all the same: a few elements, links to the web and to mail only, and of
pictures those alone that the article carries, because one that is fetched from elsewhere tells who
reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS: Final = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre"),
    *("code", "em", "strong", "s", "a", "table", "thead", "tbody", "tr", "th", "td"),
    "img",
}
TOLD: Final = {"a": {"href", "title"}, "ol": {"start"}, "img": {"src", "alt"}}
SCHEMES: Final = {"http", "https", "mailto", "tel"}
_PARSER: Final = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_DEMOTED: Final = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6"}


def html(source: str, places: Mapping[str, str] = MappingProxyType({})) -> str:
    """Headings begin at the second level: the title is the page's first. `places` says where the
    files are that the text may name."""
    tokens = _PARSER.parse(source)
    for token in tokens:
        token.tag = _DEMOTED.get(token.tag, token.tag)
        for child in token.children or ():
            _place(child, places)
    markup = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return nh3.clean(
        str(markup),
        tags=TAGS,
        attributes=TOLD,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )


def _place(token: Token, places: Mapping[str, str]) -> None:
    """A picture that is none of the article's own is what it is said to show."""
    goal = {"image": "src", "link_open": "href"}.get(token.type)
    if goal is None:
        return
    place = places.get(unquote(str(token.attrGet(goal))))
    if place is not None:
        token.attrSet(goal, place)
    elif token.type == "image":
        token.type, token.tag, token.children = "text", "", None


def plain(source: str) -> str:
    """Its words alone, for the index and for chat: marks of Markdown say nothing."""
    tokens = _PARSER.parse(source)
    return "\n".join(part for token in tokens if (part := _words(token)))


def _words(token: object) -> str:
    children = getattr(token, "children", None)
    if children is None:
        return str(getattr(token, "content", ""))
    return "".join(
        " " if child.type in ("softbreak", "hardbreak") else child.content for child in children
    )
