"""A client's audit trail says what was done in its reader's words, and none that programs use."""

from __future__ import annotations

from underpin.console.routes.shaping.own import audit_words


def test_fields_are_said_by_their_labels_and_choices_by_their_words() -> None:
    detail = {"cause": "suggestion", "helpful": "False", "comment": "False", "reach": "company"}
    assert audit_words.said(detail, "en") == (
        ("Found through", "Suggestion"),
        ("Helpful", "no"),
        ("Comment", "False"),
        ("Sees", "The company's tickets"),
    )


def test_what_only_programs_know_is_left_out() -> None:
    assert audit_words.said({"version": "3", "then_wait": "True", "name": "Ann"}, "pl") == (
        ("Nazwa", "Ann"),
    )


def test_who_audits_reads_all_of_it_what_programs_know_last() -> None:
    detail = {"version": "3", "helpful": "True", "name": "Ann"}
    assert audit_words.in_full(detail, "en") == (
        ("Helpful", "yes"),
        ("Name", "Ann"),
        ("version", "3"),
    )
