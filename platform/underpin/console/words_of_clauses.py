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
    "raised outside hours": N_("Raised outside hours"),
    "starts at": N_("Starts at"),
}
TARGET: Final = re.compile(
    r"(?P<time>[^,]+?) on (?P<calendar>.+?)"
    r"(?:, warns at (?P<warned>[\d, ]+) %)?(?:, paused by (?P<paused>[a-z_, ]+))?"
)
WHETHER: Final = {"True": N_("yes"), "False": N_("no")}
COUNTED, WARNED, PAUSED = N_("{0} on {1}"), N_("warns at {0} %"), N_("paused: {0}")
PHRASES: Final = (
    *(N_("at most {0}"), N_("nothing under {0}"), N_("below {0}: {1}"), N_("by the {0}")),
    *(N_("on claim within {0} days"), N_("{0} on the {1}")),
    N_("{0} on the {1} of the period before"),
    *(N_("at most {0} of the {1}"), N_("at most {0} a {1}"), N_("at most {0} of the {1} a {2}")),
    *(N_("from {0} up to {1}: {2}"), N_("above {0} up to {1}: {2}")),
    *(N_("from {0} to below {1}: {2}"), N_("above {0} to below {1}: {2}")),
    *(N_("{0} per ticket missed"), N_("{0} per {1} {2} tickets missed")),
    *(N_("{0} per {1} {2} min over"), N_("{0} per {1} {2} % under {3}")),
    *(N_("with fewer than {0} tickets {1}"), N_("{0} may miss")),
    *(N_("{0} a {1} on {2}"), N_("outages from {0}"), N_("at most {0} of maintenance")),
    *(N_("{0} on {1} when raised outside {2}"), N_("left out if announced {0} h ahead")),
    *(N_("{0} no less than {1}"), N_("{0} the right to terminate")),
    N_("{0} the right to terminate with {1} days' notice"),
    *(N_("after {0} {1}s missed in a row"), N_("after {0} {1}s missed in a row within {2}")),
)
KNOWN: Final = {
    "automatic": N_("automatic"),
    "the largest only": N_("the largest only"),
    "all added up": N_("all added up"),
    "counts as kept": N_("counts as kept"),
    "none may miss": N_("none may miss"),
    "left out": N_("left out"),
}
SMALL: Final = {
    "price reduction": N_("price reduction"),
    "penalty": N_("penalty"),
    "a day's charge": N_("a day's charge"),
    **{each: each for each in ("service fee", "net invoice", "month", "quarter", "year")},
    "started": N_("begun"),
    "completed": N_("full"),
}
SHAPES: Final = tuple(sorted(map(refusal_shapes.read, PHRASES), key=lambda shape: -shape.said))
"""Those that say the most themselves come first: they are the surest."""
IN_PHRASES: Final = ("credits", "commitment", "availability", "exclusion", "raised outside hours")


def told(what: str, said: str | None, language: Language) -> str | None:
    """`what` is the clause as the contracts name it."""
    if said is None:
        return None
    if what in contract_words.SETTING:
        word = WHETHER.get(said) or contract_words.SETTING_VALUE.get(said, said)
        return locale.gettext(language, word)
    if what.startswith(IN_PHRASES):
        return "; ".join(
            ", ".join(_phrase(each, language) for each in part.split(", "))
            for part in said.split("; ")
        )
    if what.split(" · ", maxsplit=1)[0] in words.METRIC and (found := TARGET.fullmatch(said)):
        return _target(found, language)
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
    known = KNOWN | SMALL
    if said in known:
        return locale.gettext(language, known[said])
    for shape in SHAPES:
        if (values := shape.values(said)) is not None:
            each = (_phrase(value, language) for value in values)
            return locale.gettext(language, shape.template).format(*each)
    return said
