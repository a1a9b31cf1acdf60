"""Where a remote-support tool is called, from a pattern with a fixed list of places in it. Pure.

Only https, and the schemes of programs we know, which open on the technician's own machine; what
is put in is escaped, so that it can be no more than a value.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

from underpin.kernel.errors import Malformed

SCHEMES: Final = (
    *("https", "teamviewer10", "teamviewer8", "rustdesk", "anydesk", "msrdc", "ms-rd"),
    *("splashtop-business", "screenconnect", "vnc", "ssh"),
)
PLACES: Final = ("id", "name", "serial", "external_id", "ticket")
"""`id` is what the tool calls the machine."""
PLACE: Final = re.compile(r"\{([^{}]{0,40})\}")
LONGEST: Final = 500


def check(pattern: str) -> None:
    """Raises Malformed."""
    found = urlsplit(PLACE.sub("x", pattern))
    if len(pattern) > LONGEST or not pattern.isprintable() or " " in pattern:
        raise Malformed(f"pattern: one address of up to {LONGEST} characters.", field="pattern")
    if found.scheme not in SCHEMES or "{" in pattern.partition(":")[0]:
        raise Malformed(f"pattern: it begins with one of {', '.join(SCHEMES)}.", field="pattern")
    if found.scheme == "https" and not _host_is_fixed(pattern):
        raise Malformed("pattern: the server's name is fixed, and no password.", field="pattern")
    strange = [each for each in PLACE.findall(pattern) if each not in PLACES]
    if strange or "{id}" not in pattern or "{" in PLACE.sub("", pattern):
        wanted = ", ".join(f"{{{each}}}" for each in PLACES)
        raise Malformed(f"pattern: {{id}} in it, and none but {wanted}.", field="pattern")


def _host_is_fixed(pattern: str) -> bool:
    host = pattern.removeprefix("https://").split("/")[0].split("?")[0].split("#")[0]
    return pattern.startswith("https://") and bool(host) and not set("{}@\\") & set(host)


def filled(pattern: str, values: dict[str, str]) -> str:
    """With every value escaped whole."""
    return PLACE.sub(lambda found: quote(values.get(found[1], ""), safe=""), pattern)
