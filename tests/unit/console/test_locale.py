"""The languages: nothing untranslated, nothing left over, placeholders kept."""

import re

import pytest

from tests.unit.console import messages
from underpin.console import locale

TRANSLATED = [language for language in locale.LANGUAGES if language != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|\{\d\}")

BARE = re.compile(r"(?<!%)%(?!\(|%)")
"""A sign that a message which is filled in would take for a placeholder."""


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_and_no_other_is_kept(language: str) -> None:
    catalog = messages.read(language)
    kept = {(message.context, message.id) for message in catalog if message.id}
    assert kept == messages.said()
    assert [m.id for m in catalog if m.id and not all(forms(m.string))] == []
    assert [m.id for m in catalog if m.fuzzy and m.id] == []
    assert catalog.obsolete == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_names_what_its_message_names(language: str) -> None:
    for message in messages.read(language):
        wanted = placeholders("".join(forms(message.id)))
        for form in forms(message.string):
            assert placeholders(form) <= wanted, message.id
            if message.id and not BARE.search("".join(forms(message.id))):
                assert not BARE.search(form), message.id
        assert placeholders("".join(forms(message.string))) == wanted, message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_plural_form_of_the_language_is_there(language: str) -> None:
    catalog = messages.read(language)
    plurals = [message for message in catalog if isinstance(message.id, tuple)]
    assert plurals
    assert {len(message.string) for message in plurals} == {catalog.num_plurals}


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_the_catalogues_are_as_the_command_writes_them() -> None:
    for language in TRANSLATED:
        written = (locale.FOLDER / f"{language}.po").read_text("utf-8")
        assert written == messages.refreshed(language)


def test_polish_counts_in_three_forms() -> None:
    def attempts(count: int) -> str:
        one, many = "%(num)s attempt", "%(num)s attempts"
        return locale.ngettext("pl", one, many, count) % {"num": count}

    assert [attempts(n) for n in (1, 3, 5, 22)] == ["1 próba", "3 próby", "5 prób", "22 próby"]


def test_one_word_in_two_senses_is_translated_by_its_sense() -> None:
    assert locale.gettext("pl", "open") == "otwarte"
    assert locale.pgettext("pl", "what a key does", "open") == "otwórz"


def test_english_and_unknown_messages_stay_as_they_are() -> None:
    assert locale.gettext("en", "The list") == "The list"
    assert locale.gettext("ar", "never said") == "never said"


def test_only_arabic_is_written_from_the_right() -> None:
    assert {language: locale.direction(language) for language in locale.LANGUAGES} == {
        "en": "ltr",
        "pl": "ltr",
        "zh": "ltr",
        "ar": "rtl",
    }


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("pl", "pl"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("de-DE,de;q=0.9,ar;q=0.5,pl;q=0.7", "pl"),
        ("fr, ar;q=0.001", "ar"),
        ("pl;q=0, ar;q=0.2", "ar"),
        ("pl;q=nonsense, zh", "zh"),
        ("*", "en"),
    ],
)
def test_the_browsers_wishes_choose_the_language(header: str, language: str) -> None:
    assert locale.negotiate(header) == language
