"""A client admin reads what a version says in words, none of them a program's."""

from __future__ import annotations

import re

import pytest

from underpin.console import locale, words_of_clauses


def test_a_target_names_its_states_as_people_do() -> None:
    said = "4 h on Office v1, warns at 75, 90 %, paused by waiting_client, scheduled"
    told = words_of_clauses.told("resolution · incident · P1", said, "en")
    assert told == "4 h on Office v1, warns at 75, 90 %, paused: Waiting for client, Scheduled"
    polish = str(words_of_clauses.told("resolution · incident · P1", said, "pl"))
    assert locale.gettext("pl", "Waiting for client") in polish
    assert "paused" not in polish


def test_a_setting_says_its_value_as_the_editor_does() -> None:
    told = words_of_clauses.told
    assert told("exclude_vendor_time", "False", "en") == "no"
    assert told("holder", "msp", "en") == "us"
    assert told("reopen", None, "en") is None


def test_credits_are_told_phrase_by_phrase() -> None:
    said = "price reduction on the service fee, by the month, automatic, at most 15 %"
    assert words_of_clauses.told("credits", said, "en") == said
    polish = str(words_of_clauses.told("credits", said, "pl"))
    assert not [word for word in said.split() if word.isalpha() and word in polish.split()]
    steps = "below 95 %: 5 %; below 80 %: 10 %"
    assert words_of_clauses.told("credits · resolution", steps, "en") == steps


def test_what_has_no_words_here_stays_as_it_is() -> None:
    assert words_of_clauses.told("commitment", "95 %", "ar") == "95 %"


SAID = (
    ("commitment · resolution", "95 %, with fewer than 20 tickets 1 may miss"),
    ("commitment · resolution", "95 %, with fewer than 20 tickets counts as kept"),
    ("raised outside hours · resolution", "8 h on Office v2 when raised outside Round v1"),
    ("availability", "99.9 % a month on Round v1, outages from 5 min, at most 4 h of maintenance"),
    ("exclusion · maintenance", "left out if announced 48 h ahead"),
    ("credits", "at most 15 % of the service fee a month, at most 5 % a year"),
    ("credits", "after 3 months missed in a row within 6 the right to terminate"),
    ("credits", "after 2 quarters missed in a row no less than 5 %"),
    ("credits", "after 3 months missed in a row the right to terminate with 30 days' notice"),
    ("credits · resolution", "from 90 % to below 95 %: 5 %; above 80 % up to 90 %: 10 %"),
    ("credits · resolution", "2 % per ticket missed"),
)


@pytest.mark.parametrize(("what", "said"), SAID)
def test_every_clause_is_told_in_the_readers_language(what: str, said: str) -> None:
    named = {"Office", "Round", "min", "h"}
    assert words_of_clauses.told(what, said, "en") == said
    for language in ("pl", "zh", "ar"):
        found = str(words_of_clauses.told(what, said, language))
        own = {word.strip(",;:") for word in said.split()} - named
        left = {word for word in own if word.isalpha() and len(word) > 1 and word in found.split()}
        assert not left, (language, found)
        numbers = set(re.findall(r"\d[\d.]*", said))
        assert numbers <= set(re.findall(r"\d[\d.]*", found)), (language, found)
