"""When a declined card is tried again, and what people are told of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.amounts.money import Money
from billing.payments.dunning import card_words, schedule
from billing.payments.dunning.card_sentences import WORDS, Occasion
from billing.payments.dunning.card_words import Facts
from billing.payments.dunning.schedule import Next, Standing

NOW = datetime(2026, 12, 3, 9, tzinfo=UTC)
DAYS = st.lists(st.integers(1, 60), max_size=10)


def _standing(
    tries: int = 1, declined: str = "", *, is_open: bool = True, held: bool = False
) -> Standing:
    return Standing(tries, NOW, declined, is_open, held)


@pytest.mark.parametrize(
    ("standing", "then"),
    [
        (_standing(1), Next("trying", NOW + timedelta(days=3))),
        (_standing(2), Next("trying", NOW + timedelta(days=5))),
        (_standing(3, "insufficient_funds"), Next("trying", NOW + timedelta(days=7))),
        (_standing(4), Next("given_up")),
        (_standing(1, "stolen_card"), Next("given_up")),
        (_standing(1, held=True), Next("stopped")),
        (_standing(9, "stolen_card", held=True), Next("stopped")),
        (_standing(1, is_open=False, held=True), Next("paid")),
    ],
)
def test_what_follows_a_refusal(standing: Standing, then: Next) -> None:
    assert schedule.decide(schedule.USUAL, standing) == then


@given(DAYS, st.integers(1, 12))
def test_there_is_one_try_for_each_wait_and_then_none(days: list[int], tries: int) -> None:
    then = schedule.decide(days, _standing(tries))
    assert (then.state == "trying") == (tries <= len(days))
    assert then.at is None or then.at > NOW


FACTS = Facts(
    number="ACME-2026-0001",
    client="ACME",
    amount=Money(Decimal("1343.78"), "EUR"),
    link="https://pay.example/1",
    card="visa, ends in 4242",
    tries=2,
    next_on=date(2026, 12, 6),
    reason="insufficient_funds",
    status="needs_response",
    respond_by=NOW,
)


@pytest.mark.parametrize("language", sorted(WORDS))
@pytest.mark.parametrize("occasion", get_args(Occasion))
def test_every_language_says_all_of_it(language: str, occasion: Occasion) -> None:
    said = card_words.mail(language, occasion, FACTS)
    assert "ACME" in said.subject
    assert FACTS.link in said.text
    assert "{" not in said.subject + said.text
    assert set(WORDS[language]) == set(WORDS["en"])
    for each in ("card", "tries", "next_on", "reason", "respond_by", "amount"):
        assert (f"{{{each}}}" in "".join(WORDS[language][occasion])) == (
            f"{{{each}}}" in "".join(WORDS["en"][occasion])
        ), each


def test_what_is_not_known_is_not_said() -> None:
    bare = Facts("A-1", "ACME", FACTS.amount, FACTS.link, status="won")
    text = card_words.mail("xx", "declined", bare).text
    assert "could not be taken from your card." in text
    assert "We try again" not in text
    assert "Evidence" not in card_words.mail("en", "disputed", bare).text
