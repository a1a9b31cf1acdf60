"""How a document speaks: its words, dates, numbers and amounts in one of four languages. Pure."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib import resources
from typing import Final

from babel import Locale, dates, numbers

from billing.amounts import exact, money
from billing.amounts.money import Money
from billing.papers.paper import Days

FORMATS: Final = {"en": "en_GB", "pl": "pl_PL", "zh": "zh_Hans_CN", "ar": "ar"}
RIGHT_TO_LEFT: Final = frozenset({"ar"})
AMOUNT_FIRST: Final = frozenset({"pl", "ar"})
BIDI: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]+")


@dataclass(frozen=True, slots=True)
class Language:
    """`code` is one of FORMATS."""

    code: str

    @property
    def direction(self) -> str:
        return "rtl" if self.code in RIGHT_TO_LEFT else "ltr"

    def say(self, key: str, **said: str) -> str:
        """The words under `key` with these put in, each in its own direction; what is put in is
        never read again."""
        own = {name: f"\u2068{each}\u2069" for name, each in said.items()}
        return _filled(_words(self.code)[key], own if self.direction == "rtl" else said)

    def country(self, code: str) -> str:
        """Its name, or the code where the language has none."""
        return str(Locale.parse(FORMATS[self.code]).territories.get(code, code))

    def known(self, key: str) -> str:
        """The words under `key`, or the key itself where a client's own wording is none of ours."""
        return _words(self.code).get(key, key)

    def unit(self, unit: str) -> str:
        return _words(self.code).get(f"unit.{unit}", unit)

    def day(self, on: date) -> str:
        return dates.format_date(on, "long", locale=FORMATS[self.code])

    def days(self, span: Days) -> str:
        """From the first to the last day, both included."""
        said = dates.format_interval(span.start, span.last, "yMMMd", locale=FORMATS[self.code])
        return _plain(said)

    def number(self, value: Decimal) -> str:
        """A quantity or rate, with the decimals it has."""
        tidy = Decimal(exact.plain(value))
        return _plain(
            numbers.format_decimal(tidy, locale=FORMATS[self.code], decimal_quantization=False)
        )

    def amount(self, value: Decimal, currency: str) -> str:
        """To the currency's minor unit (ISO 4217), without its name."""
        places = money.places(currency)
        pattern = "#,##0" + ("." + "0" * places if places else "")
        amount = money.rounded(Money(value, currency)).amount
        return _plain(numbers.format_decimal(amount, pattern, locale=FORMATS[self.code]))

    def money(self, value: Decimal, currency: str) -> str:
        """With the code of the currency, which is the same in every language."""
        amount = self.amount(value, currency)
        parts = (amount, currency) if self.code in AMOUNT_FIRST else (currency, amount)
        return "\N{NO-BREAK SPACE}".join(parts)

    def percent(self, rate: Decimal) -> str:
        return f"{self.number(rate)}%" if self.code != "pl" else f"{self.number(rate)}\u00a0%"


def of(code: str) -> Language:
    """English for a language we do not print in."""
    return Language(code if code in FORMATS else "en")


def clean(text: str) -> str:
    """What people wrote, on one line, without marks that would turn the direction of what follows
    and without what XML cannot hold."""
    return CONTROL.sub(" ", BIDI.sub("", text))


@functools.cache
def _words(code: str) -> Mapping[str, str]:
    path = resources.files("billing.papers.printed") / "words" / f"{code}.json"
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _filled(pattern: str, said: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: said.get(match[1], match[0]), pattern)


def _plain(number: str) -> str:
    """Without direction marks: the template isolates each number itself."""
    return BIDI.sub("", number)
