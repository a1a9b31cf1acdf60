"""What an announcement says, once for each language. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from tenants.company import LOCALES
from underpin.kernel.errors import Malformed

LONGEST: Final = 5_000


@dataclass(frozen=True, slots=True)
class Words:
    """`body` is Markdown, as in articles."""

    title: str
    body: str


def check(texts: Mapping[str, Words], original: str) -> dict[str, Words]:
    """Raises Malformed naming what is wrong."""
    if original not in texts or not texts.keys() <= set(LOCALES):
        raise Malformed(
            f"texts: its own language, and besides any of {', '.join(LOCALES)}.", field="texts"
        )
    return {language: _checked(texts[language], language) for language in sorted(texts)}


def _checked(words: Words, language: str) -> Words:
    found = Words(words.title.strip(), words.body.strip())
    if not 3 <= len(found.title) <= 200:
        raise Malformed(f"title ({language}): 3 to 200 characters.", field="title")
    if len(found.body) > LONGEST:
        raise Malformed(f"body ({language}): at most {LONGEST} characters.", field="body")
    return found


def to_json(texts: Mapping[str, Words]) -> str:
    return msgspec.json.encode(texts, order="deterministic").decode()


def from_json(stored: str) -> dict[str, Words]:
    return msgspec.json.decode(stored, type=dict[str, Words])
