"""Prepared texts: a fixed list of names in braces, filled once, and nothing like a template."""

from __future__ import annotations

import pytest

from contracts import facts
from underpin.desk.deeds import deed, placeholders
from underpin.desk.deeds.deed import Assign, MoveTier, Prioritise, SetState, Tag, Tell
from underpin.desk.macros import macro
from underpin.desk.macros.macro import Macro, Said
from underpin.kernel import ids
from underpin.kernel.errors import Malformed


def test_a_value_is_put_in_once_and_never_read_for_more() -> None:
    values = {"requester.name": "{{ticket.number}}", "ticket.number": "ACME-7"}
    text = "Dear {{requester.name}}, {{ ticket.number }} {{service.name}}."
    assert placeholders.filled(text, values) == "Dear {{ticket.number}}, ACME-7 ."


@pytest.mark.parametrize(
    "text",
    [
        "{{requester.email}}",
        "{{ 7 * 7 }}",
        "{{}}",
        "{{ticket.number",
        "{{{ticket.number}}}}{{",
        "{{" * 5000,
        "{{ticket.__class__}}",
    ],
)
def test_an_unknown_name_is_refused_with_the_list(text: str) -> None:
    with pytest.raises(Malformed, match=r"\{\{requester.first_name\}\}"):
        placeholders.check(text)


def test_the_text_of_the_readers_language_or_the_next_best() -> None:
    texts = {"en": "Hello", "pl": "Cześć"}
    assert [placeholders.spoken(texts, each) for each in ("pl", "ar")] == ["Cześć", "Hello"]
    assert placeholders.spoken({"zh": "你好"}, "en") == "你好"
    assert not placeholders.spoken({}, "en")


@pytest.mark.parametrize(
    "wrong",
    [
        SetState("new"),
        Assign("person"),
        Assign("me", ids.new()),
        MoveTier(4),
        Tag([]),
        Tag(["-"]),
        Prioritise("huge", "low", "why"),
        Prioritise("high", "low", " "),
        Tell("Look", None, None),
        Tell("{{nobody}}", ids.new()),
    ],
)
def test_a_deed_that_makes_no_sense_is_refused(wrong: deed.Any) -> None:
    with pytest.raises(Malformed):
        deed.check([wrong])


def test_a_macro_says_or_does_something_and_waits_only_with_a_question() -> None:
    waiting = [SetState(facts.WAITING_CLIENT)]
    macro.check(Said("Ask", says="reply", texts={"en": "Which?"}, deeds=waiting))
    for wrong in (
        Said("Nothing"),
        Said("", deeds=[MoveTier(2)]),
        Said("Silent wait", deeds=waiting),
        Said("No text", says="reply"),
        Said("Unused text", texts={"en": "Hello"}, deeds=[MoveTier(2)]),
        Said("Tongue", says="note", texts={"fr": "Bonjour"}),
        Said("Teamless", "team", deeds=[MoveTier(2)]),
    ):
        with pytest.raises(Malformed):
            macro.check(wrong)


def test_macros_are_found_by_words_of_name_or_text_however_spelled() -> None:
    owner, said = ids.new(), {"pl": "Poproszę o żółty formularz"}
    form = Macro(ids.new(), "Ask for the form", "own", owner, None, "reply", said, (), 1)
    other = Macro(ids.new(), "Close", "own", owner, None, "nothing", {}, (), 1)
    assert macro.found([form, other], "zolt FORM") == [form]
    assert macro.found([form, other], "form close") == []
