"""A catalogue of sentences says the same in every language, or does not come to be."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest

import billing
import underpin.desk
from underpin.kernel import wordings
from underpin.kernel.wordings import Catalogue, Incomplete, filled


@dataclass(frozen=True)
class Words:
    hello: str
    more: tuple[str, ...] = ("{count} more",)


ENGLISH = Words("Hello {name}")


def test_the_readers_language_or_english() -> None:
    polish = Words("Witaj, {name}", ("jeszcze {count}",))
    found = Catalogue(en=ENGLISH, pl=polish, zh=ENGLISH, ar=ENGLISH)
    try:
        assert found.of("pl-PL") is polish
        assert found.of("de") is ENGLISH
        assert list(found) == list(wordings.LANGUAGES)
    finally:
        wordings.CATALOGUES.remove(found)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(ENGLISH, hello="Witaj"),
        replace(ENGLISH, hello="Witaj, {nmae}"),
        replace(ENGLISH, more=()),
        Words(" "),
    ],
)
def test_what_lacks_a_sentence_or_a_placeholder_is_refused(wrong: Words) -> None:
    with pytest.raises(Incomplete):
        Catalogue(en=ENGLISH, pl=wrong, zh=ENGLISH, ar=ENGLISH)


def test_what_is_filled_in_is_text() -> None:
    assert filled("{a} and {b}", a="{b}", b="x") == "{b} and x"
    with pytest.raises(KeyError):
        filled("{a}", b="x")


def test_every_sentence_of_the_rooms_stands_in_four_languages() -> None:
    """To come to be is to be whole; and none is another language's by oversight."""
    for room in (underpin.desk, billing):
        _read(room)
    assert len(wordings.CATALOGUES) >= 12
    for each in wordings.CATALOGUES:
        said = {language: dict(wordings.sentences(each[language])) for language in each}
        english = said.pop("en")
        for language, words in said.items():
            same = [name for name, text in words.items() if text == english[name]]
            assert len(same) <= len(words) // 4, (language, same)


def _read(room: ModuleType) -> None:
    for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
        if found.name.rpartition(".")[2].endswith(("words", "phrases", "sentences")):
            importlib.import_module(found.name)


@pytest.mark.parametrize(
    ("locale", "hours", "text"),
    [
        ("en", 2, "Mon, 30 Nov 2026 09:00 – 11:00 (Europe/Warsaw)"),
        ("pl-PL", 2, "pon., 30 lis 2026 09:00 – 11:00 (Europe/Warsaw)"),
        ("ar", 2, "الاثنين، 30 نوفمبر 2026 09:00 – 11:00 (Europe/Warsaw)"),
        ("zh", 20, "2026年11月30日周一 09:00 – 2026年12月1日周二 05:00 (Europe/Warsaw)"),
    ],
)
def test_from_when_until_when_as_a_reader_writes_it(locale: str, hours: int, text: str) -> None:
    starts = datetime(2026, 11, 30, 8, tzinfo=UTC)
    ends = starts + timedelta(hours=hours)
    assert wordings.span(starts, ends, locale, "Europe/Warsaw") == text
