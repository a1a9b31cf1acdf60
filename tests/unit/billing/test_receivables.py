"""Terms of payment, how an invoice stands, when a reminder is due, and what it says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from billing.amounts import check
from billing.amounts.money import Money
from billing.receivables import reminder_plan, reminder_words, term_of_payment
from billing.receivables.reminder_plan import Level
from billing.receivables.reminder_words import WORDS, Facts
from billing.receivables.standing import Standing
from billing.receivables.term_of_payment import Term

DUE = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("term", "issued", "due"),
    [
        (Term(30), date(2026, 12, 3), date(2027, 1, 2)),
        (Term(0), date(2026, 12, 3), date(2026, 12, 3)),
        (Term(30, end_of_month=True), date(2026, 12, 3), date(2027, 1, 31)),
        (Term(30, end_of_month=True), date(2028, 1, 30), date(2028, 2, 29)),
        (Term(14, end_of_month=True), date(2026, 11, 30), date(2026, 12, 31)),
    ],
)
def test_when_an_invoice_is_due(term: Term, issued: date, due: date) -> None:
    assert term_of_payment.due_on(issued, term) == due


def stands(
    paid: int = 0, questioned: int = 0, credited: int = 0, written_off: bool = False
) -> Standing:
    amounts = [Decimal(each) for each in (100, credited, paid, questioned)]
    return Standing(*amounts, written_off=written_off, due_on=DUE)


@pytest.mark.parametrize(
    ("of", "on_the_day", "a_day_later"),
    [
        (stands(), "open", "overdue"),
        (stands(paid=40), "partly_paid", "overdue"),
        (stands(paid=100), "paid", "paid"),
        (stands(paid=120), "paid", "paid"),
        (stands(questioned=40), "open", "overdue"),
        (stands(questioned=100), "questioned", "questioned"),
        (stands(paid=60, questioned=50), "questioned", "questioned"),
        (stands(credited=100, written_off=True), "written_off", "written_off"),
        (stands(credited=50), "partly_paid", "overdue"),
    ],
)
def test_how_it_stands(of: Standing, on_the_day: str, a_day_later: str) -> None:
    assert of.state(DUE) == on_the_day
    assert of.state(date(2027, 1, 1)) == a_day_later


def test_a_questioned_line_is_not_dunned_but_open() -> None:
    of = stands(paid=10, questioned=40)
    assert (of.open, of.dunned) == (Decimal(90), Decimal(50))
    assert stands(paid=80, questioned=40).dunned == 0


LEVELS = (Level(3), Level(14), Level(28))


def day(number: int) -> date:
    return date(2027, 1, number)


def test_each_level_is_due_once_and_of_several_the_highest() -> None:
    assert reminder_plan.due(LEVELS, DUE, day(2), ()) is None
    assert reminder_plan.due(LEVELS, DUE, day(3), ()) == 1
    assert reminder_plan.due(LEVELS, DUE, day(13), (1,)) is None
    assert reminder_plan.due(LEVELS, DUE, day(20), ()) == 2
    assert reminder_plan.due(LEVELS, DUE, day(29), (2,)) == 3
    assert reminder_plan.due(LEVELS, DUE, date(2028, 1, 1), (3,)) is None


def test_the_next_day_is_the_overdue_one_then_each_level() -> None:
    assert reminder_plan.next_day(LEVELS, DUE, date(2026, 12, 5), ()) == day(1)
    assert reminder_plan.next_day(LEVELS, DUE, day(1), ()) == day(3)
    assert reminder_plan.next_day(LEVELS, DUE, day(3), (1,)) == day(14)
    assert reminder_plan.next_day(LEVELS, DUE, day(28), (3,)) is None
    assert reminder_plan.next_day((), DUE, day(1), ()) is None


def test_a_schedule_that_makes_no_sense_is_refused() -> None:
    for wrong in ((Level(5), Level(5)), (Level(5, {"EUR": Decimal("0.001")}),)):
        with pytest.raises(check.Invalid):
            reminder_plan.checked(wrong)


@pytest.mark.parametrize("locale", ["en", "pl", "zh", "ar", "fr"])
def test_a_reminder_names_the_invoice_the_amount_and_the_reference(locale: str) -> None:
    facts = Facts(
        number="ACME-2026-0007",
        level=2,
        last=False,
        amount=Money(Decimal("1168.50"), "EUR"),
        fee=Money(Decimal(5), "EUR"),
        due_on=DUE,
        reference="RF39 ACME 2026 0007",
        portal="https://portal.example",
    )
    said = reminder_words.mail(locale, facts)
    assert "ACME-2026-0007" in said.subject and "{" not in said.subject + said.text
    for word in ("ACME-2026-0007", "RF39 ACME 2026 0007", "https://portal.example"):
        assert word in said.text
    assert len(said.text.strip().split("\n\n")) == 4


def test_without_a_fee_none_is_told() -> None:
    facts = Facts(
        "A-2026-0001", 1, True, Money(Decimal(1), "EUR"), Money(Decimal(0), "EUR"), DUE, "RF", "p"
    )  # fmt: skip
    said = reminder_words.mail("en", facts)
    assert said.subject == "Reminder: invoice A-2026-0001"
    assert said.text.startswith("€1.00 of invoice A-2026-0001, due on 31 December 2026, has not")
    assert "next invoice" not in said.text


def test_the_provider_says_it_in_its_own_words_and_names_only_what_is_filled_in() -> None:
    own = msgspec.structs.replace(WORDS["en"], owed="Pay {amount} for {number}!", how="Hi {portal}")
    facts = Facts(
        "A-{x}1", 1, True, Money(Decimal(1), "EUR"), Money(Decimal(0), "EUR"), DUE, "RF", "p"
    )  # fmt: skip
    said = reminder_words.mail("en", facts, {**WORDS, "en": reminder_words.checked(own)})
    assert said.text.startswith("Pay €1.00 for A-{x}1!\n\nHi p\n")
    assert reminder_words.fee_line("A-1", "pl") == "Przypomnienie o fakturze A-1"


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("owed", "Pay {amount.__class__} for {number}"),
        ("owed", "Pay {amount}"),
        ("how", "{password}"),
        ("how", "{"),
        ("first", " "),
        ("first", "two\nlines {number}"),
        ("fee_line", "A fee"),
    ],
)
def test_a_sentence_that_cannot_be_filled_in_is_named(sentence: str, text: str) -> None:
    with pytest.raises(check.Invalid) as refused:
        reminder_words.checked(msgspec.structs.replace(WORDS["en"], **{sentence: text}))
    assert refused.value.field == sentence


@pytest.mark.parametrize("language", WORDS)
def test_the_words_of_the_house_are_such_words(language: str) -> None:
    assert reminder_words.checked(WORDS[language]) is WORDS[language]
