"""What the list's address says: what narrows it, and how it is looked at. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from underpin.console import views
from underpin.console.routes.shaping import listing
from underpin.console.views.the_list import pairs

PARTS = ("in_field", "says")
LOOKS = ("after", "split", "open", "snoozed", "empty")


@dataclass(frozen=True, slots=True)
class Asked:
    """`above`: how many rows stand on the pages before; `key`: where this one begins."""

    filters: views.ListFilters
    above: int = 0
    key: str | None = None


def of(query: Iterable[tuple[str, str]]) -> Asked:
    """Raises Malformed for an `after` that is none of ours."""
    given = _joined(query)
    looks = {name: value for name, value in given if name in LOOKS}
    narrowing = pairs(pair for pair in given if pair[0] not in LOOKS)
    above, key = listing.cursor(looks.get("after", ""))
    filters = views.ListFilters(
        narrowing,
        split=bool(looks.get("split")),
        opened=looks.get("open", ""),
        snoozed=bool(looks.get("snoozed")),
        cursor=looks.get("after", ""),
    )
    return Asked(filters, above, key)


def _joined(query: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """A form has a field's name and what is said in it apart; the address has them in one word."""
    given = list(query)
    parts = dict(pair for pair in given if pair[0] in PARTS)
    kept = [pair for pair in given if pair[0] not in PARTS]
    if all(parts.get(name) for name in PARTS):
        kept.append(("field", ":".join(parts[name].strip() for name in PARTS)))
    return kept


def of_path(path: str) -> Asked:
    """Of an address of the list; the whole list for any other."""
    parts = urlsplit(path)
    return of(parse_qsl(parts.query) if parts.path == "/list" else ())
