"""What is sent, as a JSON template with placeholders: `{subject}`, and nothing more.

A string that is one placeholder alone keeps its value's type (`{number}` is a number); within a
longer text it is written out. There is no template language, no condition and no loop. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from typing import Any, Final
from urllib.parse import quote

PLACE: Final = re.compile(r"\{([a-z_]{1,30})\}")
DEEPEST: Final = 8
MOST: Final = 500
ALWAYS: Final = (
    *("identity", "name", "subject", "priority", "number", "type", "opened_at", "reference"),
    *("shared", "text", "author", "state", "reply_to"),
)
BY_RULE: Final = (
    *("client", "site", "service", "requester", "reached_at", "opening", "conversation"),
)
"""What leaves only where the service's sharing rule lets it; empty otherwise."""
KNOWN: Final = frozenset((*ALWAYS, *BY_RULE))


def wrong(template: Any, known: Set[str] = KNOWN) -> str:
    """What keeps it from being used, empty when nothing does."""
    leaves = list(_leaves(template, 0))
    if len(leaves) > MOST or any(depth > DEEPEST for _, depth in leaves):
        return f"at most {MOST} fields, {DEEPEST} deep."
    for said, _ in leaves:
        wrong_one = wrong_text(said, known) if isinstance(said, str) else ""
        if wrong_one:
            return wrong_one
    return ""


def wrong_text(text: str, known: Set[str] = KNOWN) -> str:
    """The same of one text."""
    if len(text) > 2_000:
        return "at most 2,000 characters in a text."
    strange = sorted(set(PLACE.findall(text)) - known)
    return f"{{{strange[0]}}} is none of {', '.join(sorted(known))}." if strange else ""


def filled(template: Any, words: Mapping[str, Any]) -> Any:
    """The template with what stands for its placeholders."""
    if isinstance(template, Mapping):
        return {name: filled(inner, words) for name, inner in template.items()}
    if isinstance(template, list):
        return [filled(inner, words) for inner in template]
    return _text(template, words) if isinstance(template, str) else template


def path(template: str, words: Mapping[str, Any]) -> str:
    """A path, each placeholder written as one of its parts."""
    return PLACE.sub(lambda place: quote(str(words.get(place[1], "")), safe=""), template)


def _text(text: str, words: Mapping[str, Any]) -> Any:
    whole = PLACE.fullmatch(text)
    if whole:
        return words.get(whole[1], "")
    return PLACE.sub(lambda place: str(words.get(place[1], "")), text)


def _leaves(template: Any, depth: int) -> Iterator[tuple[Any, int]]:
    if isinstance(template, Mapping | list) and template and depth <= DEEPEST:
        inside = template.values() if isinstance(template, Mapping) else template
        for inner in inside:
            yield from _leaves(inner, depth + 1)
    else:
        yield template, depth
