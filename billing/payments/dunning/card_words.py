"""What people are told of a card that was declined and of a payment that is disputed, made of the
sentences of their language. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from babel import dates, numbers

from billing.amounts.money import Money
from billing.payments.dunning.card_sentences import WORDS, Occasion
from underpin.kernel.wordings import FORMATS


@dataclass(frozen=True, slots=True)
class Facts:
    """`client`: its key, for the provider's people. `card`: what it is known by, "" for unknown.
    `next_on`: the day of the next try. `reason`, `status`: Stripe's words. `respond_by`: until when
    evidence is taken. `link`: where to pay, or to look."""

    number: str
    client: str
    amount: Money
    link: str
    card: str = ""
    tries: int = 0
    next_on: date | None = None
    reason: str = ""
    status: str = ""
    respond_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Said:
    subject: str
    text: str


def mail(locale: str, occasion: Occasion, facts: Facts) -> Said:
    """In English for a language that the house does not speak."""
    language = locale if locale in WORDS else "en"
    filled = _filled(FORMATS[language], facts)
    subject, *paragraphs = WORDS[language][occasion]
    kept = [each for each in paragraphs if not _lacks(each, facts)]
    text = "\n\n".join(each.format(**filled) for each in kept)
    return Said(subject.format(**filled), f"{_tidy(text)}\n")


def _lacks(paragraph: str, facts: Facts) -> bool:
    return ("{next_on}" in paragraph and facts.next_on is None) or (
        "{respond_by}" in paragraph and facts.respond_by is None
    )


def _tidy(text: str) -> str:
    """Where the card is not known nothing stands in its place."""
    return text.replace("  ", " ").replace(" .", ".").replace(" 。", "。")


def _filled(form: str, facts: Facts) -> dict[str, str]:
    amount = numbers.format_currency(facts.amount.amount, facts.amount.currency, locale=form)
    return {
        "number": facts.number,
        "client": facts.client,
        "amount": amount,
        "link": facts.link,
        "card": f"({facts.card})" if facts.card else "",
        "tries": str(facts.tries),
        "next_on": _day(facts.next_on, form),
        "reason": facts.reason.replace("_", " "),
        "status": facts.status.replace("_", " "),
        "respond_by": _day(facts.respond_by, form),
    }


def _day(at: date | None, form: str) -> str:
    return "" if at is None else dates.format_date(at, "long", locale=form)
