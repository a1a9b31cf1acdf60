"""A client admin reads what a version says in words, none of them a program's."""

from __future__ import annotations

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
