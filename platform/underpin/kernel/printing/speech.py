"""How a document speaks: its words, dates and numbers in one of four languages. Pure."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib import resources
from typing import ClassVar, Final

from babel import Locale, dates, numbers

from underpin.kernel.wordings import FORMATS

RIGHT_TO_LEFT: Final = frozenset({"ar"})
BIDI: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]+")


@dataclass(frozen=True, slots=True)
class Speech:
    """`code` is one of FORMATS; `package` is where the words stand, in `words/{code}.json`."""

    code: str
    package: ClassVar[str] = ""

    @property
    def locale(self) -> str:
        return FORMATS[self.code]

    @property
    def direction(self) -> str:
        return "rtl" if self.code in RIGHT_TO_LEFT else "ltr"

    @property
    def words(self) -> Mapping[str, str]:
        return _words(self.package, self.code)

    def say(self, key: str, **said: str) -> str:
        """The words under `key` with these put in, each in its own direction; what is put in is
        never read again."""
        own = {name: f"\u2068{each}\u2069" for name, each in said.items()}
        return _filled(self.words[key], own if self.direction == "rtl" else said)

    def country(self, code: str) -> str:
        """Its name, or the code where the language has none."""
        return str(Locale.parse(self.locale).territories.get(code, code))

    def known(self, key: str) -> str:
        """The words under `key`, or the key itself where a client's own wording is none of ours."""
        return self.words.get(key, key)

    def day(self, on: date) -> str:
        return dates.format_date(on, "long", locale=self.locale)

    def number(self, value: Decimal | int) -> str:
        """With the decimals it has."""
        said = numbers.format_decimal(value, locale=self.locale, decimal_quantization=False)
        return plain(said)

    def percent(self, rate: Decimal) -> str:
        return f"{self.number(rate)}%" if self.code != "pl" else f"{self.number(rate)}\u00a0%"


def code_of(code: str) -> str:
    """English for a language we do not print in."""
    return code if code in FORMATS else "en"


def clean(text: str) -> str:
    """What people wrote, on one line, without marks that would turn the direction of what follows
    and without what XML cannot hold."""
    return CONTROL.sub(" ", BIDI.sub("", text))


def plain(number: str) -> str:
    """Without direction marks: the template isolates each number itself."""
    return BIDI.sub("", number)


@functools.cache
def _words(package: str, code: str) -> Mapping[str, str]:
    path = resources.files(package) / "words" / f"{code}.json"
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _filled(pattern: str, said: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: said.get(match[1], match[0]), pattern)
