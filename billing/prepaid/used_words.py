"""What a client is told when a prepaid block is used to a part, in the four languages of the house.
Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from babel import numbers

from underpin.kernel.wordings import FORMATS, Catalogue


@dataclass(frozen=True, slots=True)
class Facts:
    """`used` of `size` by then, `percent` of it; `portal` is where it stands."""

    name: str
    percent: int
    used: Decimal
    size: Decimal
    unit: str
    portal: str


@dataclass(frozen=True, slots=True)
class Said:
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class _Words:
    """One language's sentences; `units` by the meter's unit, others stand as they are."""

    some: str
    all: str
    used: str
    beyond: str
    where: str
    units: dict[str, str]


WORDS: Final = Catalogue(
    en=_Words(
        some="{percent} % of {name} is used",
        all="{name} is used up",
        used="Of {name}, {used} of {size} {unit} have been used.",
        beyond="What goes beyond it is charged as agreed; nothing is held up by it. "
        "Tell us if you would like another one.",
        where="Your blocks, and what was drawn from them: {portal}",
        units={"minute": "minutes"},
    ),
    pl=_Words(
        some="Wykorzystano {percent} % pakietu {name}",
        all="Pakiet {name} został wykorzystany",
        used="Z pakietu {name} wykorzystano {used} z {size} {unit}.",
        beyond="To, co go przekroczy, będzie rozliczane zgodnie z umową; żadna praca nie zostanie "
        "wstrzymana. Prosimy o wiadomość, jeśli potrzebny jest kolejny pakiet.",
        where="Pakiety i ich wykorzystanie: {portal}",
        units={"minute": "min"},
    ),
    zh=_Words(
        some="预付包 {name} 已使用 {percent}%",
        all="预付包 {name} 已用完",
        used="预付包 {name} 已使用 {used}，共 {size} {unit}。",
        beyond="超出部分将按约定计费，工作不会因此中断。如需再购买一个预付包，请告知我们。",
        where="查看预付包及其使用情况：{portal}",
        units={"minute": "分钟"},
    ),
    ar=_Words(
        some="استُخدم {percent}٪ من باقة {name}",
        all="استُنفدت باقة {name}",
        used="استُخدم من باقة {name} {used} من أصل {size} {unit}.",
        beyond="ما يتجاوزها يُحتسب وفقًا للاتفاق ولا يتوقف أي عمل بسببه. "
        "أخبرونا إن كنتم ترغبون في باقة أخرى.",
        where="الباقات وما سُحب منها: {portal}",
        units={"minute": "دقيقة"},
    ),
)


def mail(locale: str, facts: Facts) -> Said:
    """In English for a language that the house does not speak."""
    language = locale if locale in WORDS else "en"
    words, filled = WORDS[language], _filled(language, facts)
    subject = words.all if facts.percent >= 100 else words.some
    text = "\n\n".join(each.format(**filled) for each in (words.used, words.beyond, words.where))
    return Said(subject.format(**filled), f"{text}\n")


def _filled(language: str, facts: Facts) -> dict[str, str]:
    form = FORMATS[language]
    return {
        "name": facts.name,
        "percent": str(facts.percent),
        "used": numbers.format_decimal(facts.used, locale=form),
        "size": numbers.format_decimal(facts.size, locale=form),
        "unit": WORDS[language].units.get(facts.unit, facts.unit),
        "portal": facts.portal,
    }
