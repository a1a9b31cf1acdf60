"""One file with every icon that pages name, drawn by Tabler, and our own mark.

An icon is named in a template, `ui.icon("inbox")` or `icon="inbox"`, or in the navigation. Any
name from https://tabler.io/icons will do; nothing else has to be told.
"""

import functools
import pathlib
import re
from collections.abc import Iterable, Mapping

from underpin.console import navigation

TEMPLATES = pathlib.Path(__file__).with_name("templates")
NAMED = re.compile(r'(?:\b|_)icon(?:\(|=)"([a-z0-9-]+)"')
LINES = (
    'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" '
    'stroke-linecap="round" stroke-linejoin="round"'
)
MARK = (
    '<symbol id="mark" viewBox="0 0 24 24"><path fill="currentColor" '
    'd="M3 4h18v3.5H3zM5 9.5h3.5V16a3.5 3.5 0 0 0 7 0V9.5H19V16a7 7 0 0 1-14 0z"/></symbol>'
)
# Those that point somewhere are mirrored where people read from right to left.
MIRRORED = frozenset(
    {
        "arrow-back-up",
        "arrow-left",
        "arrow-right",
        "chevron-left",
        "chevron-right",
        "external-link",
        "list",
        "logout",
        "player-play",
        "send",
    }
)


# Named in Python, where what the palette offers is made, and where administration is gathered.
OFFERED = frozenset(
    {
        *("building", "flame", "layout-columns", "ticket", "user", "user-off"),
        *("adjustments", "plug"),
    }
)


class UnknownIcon(KeyError):
    """No icon of this name is in the sprite: misspelt, or named where nobody looks for names."""


@functools.cache
def names() -> frozenset[str]:
    """Every icon that is named anywhere."""
    texts = (path.read_text("utf-8") for path in TEMPLATES.rglob("*.html"))
    named = {name for text in texts for name in NAMED.findall(text)}
    return frozenset(named | OFFERED | {entry.icon for entry in navigation.ENTRIES})


def drawn(wanted: Iterable[str], shapes: Mapping[str, str]) -> str:
    """The sprite of these icons. Raises UnknownIcon."""
    symbols = [_symbol(name, shapes) for name in sorted(wanted)]
    inside = "".join([*symbols, MARK])
    return f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'


def known(name: str) -> str:
    """The name, if it is in the sprite. Raises UnknownIcon."""
    if name not in names():
        raise UnknownIcon(name)
    return name


def _symbol(name: str, shapes: Mapping[str, str]) -> str:
    if name not in shapes:
        raise UnknownIcon(name)
    return f'<symbol id="{name}" {LINES}>{shapes[name]}</symbol>'
