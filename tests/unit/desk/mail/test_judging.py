"""What becomes of a mail: every case of what is known about it, judged."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from underpin.desk.mail.arriving import aiming
from underpin.desk.mail.arriving.judging import Author, Known, Verdict, judge
from underpin.desk.mail.arriving.routing import Found, by_address, by_author
from underpin.desk.mail.leaving import phrases
from underpin.desk.mail.names import public_domains
from underpin.kernel.mail_automatic import Automatic
from underpin.kernel.wordings import filled

KINDS = [None, *Automatic]
TRUTHS = (False, True)
EVERY = [
    Known(automatic, ours, author, verified, suggested, takes_part, is_over)
    for automatic, ours, author, verified, suggested, takes_part, is_over in itertools.product(
        KINDS, TRUTHS, Author, TRUTHS, TRUTHS, TRUTHS, TRUTHS
    )
]


def test_only_a_proven_participant_posts() -> None:
    posted = [known for known in EVERY if judge(known) is Verdict.POST]

    assert posted
    for known in posted:
        assert known.author is Author.MEMBER
        assert known.verified and known.takes_part and known.suggested
        assert known.automatic is None and not known.is_ours and not known.is_over


def test_what_machines_report_opens_nothing() -> None:
    for known in EVERY:
        if known.is_ours or known.automatic in ("bounce", "receipt", "auto-reply"):
            assert judge(known) is Verdict.IGNORE
            assert judge(replace(known, leaves=True)) is Verdict.IGNORE


def test_nobody_opens_a_ticket_who_cannot_be_a_requester() -> None:
    for known in EVERY:
        if judge(known) is Verdict.OPEN:
            assert known.author in (Author.MEMBER, Author.UNKNOWN)
            assert known.author is Author.MEMBER or known.automatic is None


def test_a_ticket_that_is_named_is_never_passed_over_unseen() -> None:
    for known in EVERY:
        if known.suggested and judge(known) is Verdict.OPEN:
            assert known.is_over and known.verified and known.takes_part


def test_only_a_report_marks_a_mail_of_ours() -> None:
    for known in EVERY:
        marked = judge(replace(known, about_ours=True)) is Verdict.BOUNCED
        assert marked == (known.automatic is Automatic.BOUNCE)


def test_two_answers_about_whose_a_mail_is_are_none() -> None:
    one, other = Found("person", 1), Found("person", 2)
    domain = Found("domain", 3)

    assert by_author([one]) == [1]
    assert by_author([one, domain]) == [1]
    assert by_author([domain]) == [3]
    assert by_author([one, other, domain]) == by_author([]) == []
    assert by_address([Found("address", 1), Found("address", 2), one]) == []
    assert by_address([Found("address", 1), other]) == [1]


@pytest.mark.parametrize(
    ("subject", "named"),
    [
        ("Re: [ACME-12] Printer", ["ACME-12"]),
        ("acme-12, ACME-13 and ACME-12", ["ACME-12", "ACME-13"]),
        ("COVID-19X, A-1, X-ACME-12, ACME-0, ACME-12-3", []),
        ("ACME-9999999999", []),
    ],
)
def test_numbers_are_read_from_a_subject(subject: str, named: list[str]) -> None:
    assert aiming.numbers(subject) == named


def test_every_language_says_everything() -> None:
    for told in phrases.ALL.values():
        for name in ("received", "received_body", "wrote", "resolved", "look", "watching"):
            wanted = getattr(phrases.ENGLISH, name)
            given = getattr(told, name)
            assert sorted(_places(given)) == sorted(_places(wanted)), (given, name)
    assert len({told.answer for told in phrases.ALL.values()}) == len(phrases.ALL) == 4


def _places(template: str) -> list[str]:
    return [each.partition("}")[0] for each in template.split("{")[1:]]


def test_what_is_filled_in_is_text() -> None:
    template = phrases.ENGLISH.wrote

    told = filled(template, author="{subject}", number="A-1", subject="{author} {x")

    assert told == "{subject} wrote on A-1, “{author} {x”:"
    assert phrases.of("pl-PL") is phrases.ALL["pl"]
    assert phrases.of("xx") is phrases.ENGLISH


def test_a_part_of_a_public_domain_is_public() -> None:
    assert public_domains.is_public("Mail.GMX.de")
    assert not public_domains.is_public("gmail.com.acme.example")
    assert not public_domains.is_public("de")
