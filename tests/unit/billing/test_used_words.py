"""What a client reads when a block runs out."""

from decimal import Decimal

import pytest

from billing.prepaid import used_words
from billing.prepaid.used_words import Facts

FACTS = Facts("Ten hours", 80, Decimal("480.000000"), Decimal("600.000000"), "minute", "https://p")


def test_it_says_how_much_of_how_much_and_that_nothing_stops() -> None:
    said = used_words.mail("en", FACTS)

    assert said.subject == "80 % of Ten hours is used"
    assert "480 of 600 minutes" in said.text
    assert "nothing is held up" in said.text
    assert "https://p" in said.text


@pytest.mark.parametrize("locale", ["en", "pl", "zh", "ar", "xx"])
@pytest.mark.parametrize("percent", [80, 100])
def test_every_language_says_it_whole(locale: str, percent: int) -> None:
    facts = Facts("N", percent, Decimal(1), Decimal(2), "EUR", "https://p")
    said = used_words.mail(locale, facts)

    assert "{" not in said.subject + said.text
    assert "N" in said.subject
    assert said.text.count("\n\n") == 2
    if locale == "xx":
        assert said == used_words.mail("en", facts)
