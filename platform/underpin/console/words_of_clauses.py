"""What a version's clauses say (`contracts/agreements/difference.py`), in the reader's language;
what is none of the sentences below stays as it is. Pure."""

from __future__ import annotations

import re
from typing import Final

from underpin.console import contract_words, locale, refusal_shapes, words
from underpin.console.locale import N_
from underpin.console.views.shell import Language

NAMED: Final = {
    **contract_words.SETTING,
    "availability": N_("Availability"),
    "commitment": N_("Commitment"),
    "credits": N_("Credits"),
    "exclusion": N_("Exclusion"),
}
TARGET: Final = re.compile(
    r"(?P<time>[^,]+?) on (?P<calendar>.+?)"
    r"(?:, warns at (?P<warned>[\d, ]+) %)?(?:, paused by (?P<paused>[a-z_, ]+))?"
)
WHETHER: Final = {"True": N_("yes"), "False": N_("no")}
COUNTED, WARNED, PAUSED = N_("{0} on {1}"), N_("warns at {0} %"), N_("paused: {0}")
BASE: Final = N_("{0} on the {1}")
PHRASES: Final = (
    *(N_("at most {0}"), N_("nothing under {0}"), N_("below {0}: {1}"), N_("by the {0}")),
    N_("on claim within {0} days"),
)
KNOWN: Final = {
    "automatic": N_("automatic"),
    "the largest only": N_("the largest only"),
    "all added up": N_("all added up"),
}
SMALL: Final = {
    "price reduction": N_("price reduction"),
    "penalty": N_("penalty"),
    "a day's charge": N_("a day's charge"),
    **{each: each for each in ("service fee", "net invoice", "month", "quarter", "year")},
}
SHAPES: Final = tuple(map(refusal_shapes.read, (*PHRASES, BASE)))


def told(what: str, said: str | None, language: Language) -> str | None:
    """`what` is the clause as the contracts name it."""
    if said is None:
        return None
    if what in contract_words.SETTING:
        word = WHETHER.get(said) or contract_words.SETTING_VALUE.get(said, said)
        return locale.gettext(language, word)
    if what.split(" · ", maxsplit=1)[0] in words.METRIC and (found := TARGET.fullmatch(said)):
        return _target(found, language)
    if what.startswith("credits"):
        return "; ".join(
            ", ".join(_phrase(each, language) for each in part.split(", "))
            for part in said.split("; ")
        )
    return said


def _target(found: re.Match[str], language: Language) -> str:
    parts = [locale.gettext(language, COUNTED).format(found["time"], found["calendar"])]
    if found["warned"]:
        parts.append(locale.gettext(language, WARNED).format(found["warned"]))
    if found["paused"]:
        states = (words.STATE.get(each, each) for each in found["paused"].split(", "))
        named = ", ".join(locale.gettext(language, each) for each in states)
        parts.append(locale.gettext(language, PAUSED).format(named))
    return ", ".join(parts)


def _phrase(said: str, language: Language) -> str:
    if said in KNOWN:
        return locale.gettext(language, KNOWN[said])
    for shape in SHAPES:
        if (values := shape.values(said)) is not None:
            each = (locale.gettext(language, SMALL.get(value, value)) for value in values)
            return locale.gettext(language, shape.template).format(*each)
    return said
