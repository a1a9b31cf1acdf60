"""What stands in a prepared text for what is known only when it is used: a fixed list of names in
double braces, and nothing else. Pure; what is put in is never read again for more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from underpin.kernel.errors import Malformed

NAMES: Final = (
    "requester.name",
    "requester.first_name",
    "ticket.number",
    "ticket.subject",
    "ticket.type",
    "ticket.priority",
    "ticket.state",
    "ticket.link",
    "client.name",
    "service.name",
    "agent.name",
    "agent.first_name",
)
PLACE: Final = re.compile(r"\{\{([^{}]{0,60})\}\}")
LANGUAGES: Final = ("en", "pl", "zh", "ar")
LONGEST: Final = 20_000


def check(text: str, field: str = "text") -> None:
    """Raises Malformed for a name that is not on the list, with the list, and for braces that hold
    no name."""
    if len(text) > LONGEST:
        raise Malformed(f"{field}: {LONGEST} characters at most.", field=field)
    strange = [each for each in used(text) if each not in NAMES]
    if strange or "{{" in PLACE.sub("", text):
        wrong = f"{{{{{strange[0]}}}}}" if strange else "an open {{"
        raise Malformed(f"{field}: {wrong} is none of {_listed()}.", field=field)


def check_texts(texts: Mapping[str, str], field: str = "texts") -> None:
    """One for each language. Raises Malformed."""
    for language, text in texts.items():
        if language not in LANGUAGES or not text.strip():
            wanted = ", ".join(LANGUAGES)
            raise Malformed(f"{field}: a text for each of {wanted} that is named.", field=field)
        check(text, f"{field}.{language}")


def used(text: str) -> list[str]:
    """The names that stand in a text, in order."""
    return [found[1].strip() for found in PLACE.finditer(text)]


def filled(text: str, values: Mapping[str, str]) -> str:
    """With a value for each name; one that has none is left out."""
    return PLACE.sub(lambda found: values.get(found[1].strip(), ""), text)


def spoken(texts: Mapping[str, str], language: str) -> str:
    """The text in this language; else in English, else in any; empty where there is none."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def _listed() -> str:
    return ", ".join(f"{{{{{each}}}}}" for each in NAMES)
