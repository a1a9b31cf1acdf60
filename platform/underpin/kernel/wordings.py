"""What mails and messages say, in each language we speak: sentences under names, in values of one
type for all languages. A catalogue that lacks a language, a sentence or a placeholder of one does
not come to be.

    ALL = Catalogue(en=ENGLISH, pl=Words(...), zh=Words(...), ar=Words(...))
    words = ALL.of(reader.locale)
    filled(words.wrote, author=name)
"""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, Generic, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from babel.dates import format_datetime, format_skeleton

LANGUAGES: Final = ("en", "pl", "zh", "ar")
FORMATS: Final[Mapping[str, str]] = types.MappingProxyType(
    {"en": "en_GB", "pl": "pl_PL", "zh": "zh_Hans_CN", "ar": "ar"}
)
"""Dates and numbers follow these; plain "en" would bring the American order and a 12-hour clock."""
DAY: Final = "yMMMEd"
T = TypeVar("T")
_PLACEHOLDER: Final = re.compile(r"\{([a-z_]*)\}")


class Incomplete(ValueError):
    """A catalogue does not say the same in every language."""


CATALOGUES: Final[list[Catalogue[Any]]] = []
"""All there are in this process."""


class Catalogue(Mapping[str, T], Generic[T]):
    """By language. T is a frozen dataclass or Struct, a mapping or a tuple of sentences."""

    def __init__(self, *, en: T, pl: T, zh: T, ar: T) -> None:
        self._by_language: dict[str, T] = {"en": en, "pl": pl, "zh": zh, "ar": ar}
        for language in LANGUAGES[1:]:
            _check(language, dict(sentences(en)), dict(sentences(self._by_language[language])))
        CATALOGUES.append(self)

    def of(self, locale: str) -> T:
        """For a reader's locale (`pl`, `zh-CN`); other readers get English."""
        language = locale.replace("_", "-").split("-")[0].lower()
        return self._by_language.get(language, self._by_language["en"])

    def __getitem__(self, language: str) -> T:
        return self._by_language[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_language)

    def __len__(self) -> int:
        return len(self._by_language)


def moment(at: datetime, locale: str, time_zone: str) -> str:
    """As a reader of this locale writes it, by the clock on their wall, which is named."""
    zone = ZoneInfo(time_zone)
    told = format_datetime(at, "medium", tzinfo=zone, locale=_format(locale))
    return f"{told} ({time_zone})"


def span(starts: datetime, ends: datetime, locale: str, time_zone: str) -> str:
    """From when until when, with the day of the week and the clock of 24 hours, as pages do."""
    zone = ZoneInfo(time_zone)

    def said(skeleton: str, at: datetime) -> str:
        return str(format_skeleton(skeleton, at, tzinfo=zone, locale=_format(locale)))

    first, last = (each.astimezone(zone).date() for each in (starts, ends))
    until = said("Hm", ends) if first == last else f"{said(DAY, ends)} {said('Hm', ends)}"
    return f"{said(DAY, starts)} {said('Hm', starts)} – {until} ({time_zone})"


def _format(locale: str) -> str:
    return FORMATS.get(locale.replace("_", "-").split("-")[0].lower(), FORMATS["en"])


def sentences(words: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every sentence of one language, under its name."""
    if isinstance(words, str):
        yield name, words
    elif isinstance(words, Mapping):
        for key, said in words.items():
            yield from sentences(said, f"{name}.{key}")
    elif isinstance(words, tuple):
        for place, said in enumerate(words):
            yield from sentences(said, f"{name}.{place}")
    elif isinstance(words, msgspec.Struct):
        yield from sentences(msgspec.structs.asdict(words), name)
    elif dataclasses.is_dataclass(words):
        for each in dataclasses.fields(words):
            yield from sentences(getattr(words, each.name), f"{name}.{each.name}")


def _check(language: str, english: Mapping[str, str], other: Mapping[str, str]) -> None:
    if english.keys() != other.keys():
        raise Incomplete(f"{language} lacks or adds {sorted(english.keys() ^ other.keys())}.")
    for name, said in english.items():
        if placeholders(said) != placeholders(other[name]) or not other[name].strip():
            raise Incomplete(f"{language}: {name} says something else than {said!r}.")


def placeholders(sentence: str) -> set[str]:
    return set(_PLACEHOLDER.findall(sentence))


def filled(sentence: str, **words: object) -> str:
    """With its placeholders filled in, in one pass: what is filled in is text, even where it looks
    like a placeholder. Raises KeyError for one that nothing was given for."""
    return _PLACEHOLDER.sub(lambda found: str(words[found[1]]), sentence)
