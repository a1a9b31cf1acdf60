"""An article's Markdown as HTML that is safe to show. Pure.

CommonMark with tables and struck words, by markdown-it; raw HTML in the source stays text. What
comes out goes through nh3 all the same: a few elements, links to the web and to mail only, and no
pictures, because one that is fetched from elsewhere tells who reads.
"""

from __future__ import annotations

from typing import Final

import nh3
from markdown_it import MarkdownIt

TAGS: Final = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre"),
    *("code", "em", "strong", "s", "a", "table", "thead", "tbody", "tr", "th", "td"),
}
TOLD: Final = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES: Final = {"http", "https", "mailto", "tel"}
_PARSER: Final = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_DEMOTED: Final = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6"}


def html(source: str) -> str:
    """Headings begin at the second level: the title is the page's first."""
    tokens = _PARSER.parse(source)
    for token in tokens:
        token.tag = _DEMOTED.get(token.tag, token.tag)
    markup = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return nh3.clean(
        str(markup),
        tags=TAGS,
        attributes=TOLD,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )


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
