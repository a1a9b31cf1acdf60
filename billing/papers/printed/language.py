"""How a document speaks of quantities and money, in one of four languages. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Final

from babel import dates, numbers

from billing.amounts import exact, money
from billing.amounts.money import Money
from billing.papers.paper import Days
from underpin.kernel.printing import speech
from underpin.kernel.printing.speech import Speech, clean

__all__ = ["Language", "clean", "of"]

AMOUNT_FIRST: Final = frozenset({"pl", "ar"})


@dataclass(frozen=True, slots=True)
class Language(Speech):
    package: ClassVar[str] = "billing.papers.printed"

    def unit(self, unit: str) -> str:
        return self.words.get(f"unit.{unit}", unit)

    def days(self, span: Days) -> str:
        """From the first to the last day, both included."""
        said = dates.format_interval(span.start, span.last, "yMMMd", locale=self.locale)
        return speech.plain(said)

    def number(self, value: Decimal | int) -> str:
        """A quantity or rate, with the decimals it has."""
        return Speech.number(self, Decimal(exact.plain(Decimal(value))))

    def amount(self, value: Decimal, currency: str) -> str:
        """To the currency's minor unit (ISO 4217), without its name."""
        places = money.places(currency)
        pattern = "#,##0" + ("." + "0" * places if places else "")
        amount = money.rounded(Money(value, currency)).amount
        return speech.plain(numbers.format_decimal(amount, pattern, locale=self.locale))

    def money(self, value: Decimal, currency: str) -> str:
        """With the code of the currency, which is the same in every language."""
        amount = self.amount(value, currency)
        parts = (amount, currency) if self.code in AMOUNT_FIRST else (currency, amount)
        return "\N{NO-BREAK SPACE}".join(parts)


def of(code: str) -> Language:
    """English for a language we do not print in."""
    return Language(speech.code_of(code))
