"""An article as it is written: one text for each language, in Markdown. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from tenants.company import LOCALES
from underpin.kernel.errors import Malformed

LONGEST: Final = 50_000
TITLE: Final = range(3, 201)
SUMMARY: Final = 500
CATEGORY: Final = 80


@dataclass(frozen=True, slots=True)
class Text:
    """`summary` is what a list shows, and where words stand that the title has no room for; `body`
    is Markdown (CommonMark with tables). `category` is what its category is called in this
    language, empty where it is called as everywhere."""

    title: str
    summary: str
    body: str
    category: str = ""


Texts = Mapping[str, Text]


def check(texts: Texts, original: str) -> Texts:
    """As they may be kept, without outer blanks. Raises Malformed naming what is wrong."""
    if original not in texts:
        raise Malformed("texts: write it in its own language first.", field="texts")
    unknown = sorted(texts.keys() - set(LOCALES))
    if unknown:
        raise Malformed(f"texts: languages are {', '.join(LOCALES)}.", field="texts")
    return {language: _checked(texts[language], language) for language in sorted(texts)}


def _checked(text: Text, language: str) -> Text:
    found = Text(*(each.strip() for each in (text.title, text.summary, text.body, text.category)))
    if len(found.title) not in TITLE:
        raise Malformed(f"title ({language}): 3 to 200 characters.", field="title")
    if len(found.summary) > SUMMARY:
        raise Malformed(f"summary ({language}): at most {SUMMARY} characters.", field="summary")
    if len(found.category) > CATEGORY:
        raise Malformed(f"category ({language}): at most {CATEGORY} characters.", field="category")
    if not 1 <= len(found.body) <= LONGEST:
        raise Malformed(f"body ({language}): 1 to {LONGEST} characters.", field="body")
    return found


def to_json(texts: Texts) -> str:
    return msgspec.json.encode(texts, order="deterministic").decode()


def from_json(stored: str) -> dict[str, Text]:
    return msgspec.json.decode(stored, type=dict[str, Text])


def chosen(languages: Mapping[str, bool], reader: str) -> str:
    """Which language somebody reads: their own, or the one it was written in (the one that is
    marked); of several that are neither, the first."""
    if reader in languages:
        return reader
    return min(languages, key=lambda each: (not languages[each], each))
