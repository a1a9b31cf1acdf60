"""The words of an audit entry as its readers say them: fields by their labels, what is chosen from
a list by its own words, and nothing that only programs know. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from underpin.console import locale, words, words_of_fields
from underpin.console.locale import N_
from underpin.console.views.shell import Language

LABELS: Final = {
    **words_of_fields.LABELS,
    "accepted": N_("Accepted"),
    "cause": N_("Found through"),
    "helpful": N_("Helpful"),
    "ordinal": N_("Line"),
    "words": N_("Text"),
}
WHETHER: Final = {"True": N_("yes"), "False": N_("no")}
CHOSEN: Final = {
    "accepted": WHETHER,
    "helpful": WHETHER,
    "cause": {
        "chat": N_("Chat"),
        "search": N_("Search"),
        "suggestion": N_("Suggestion"),
    },
    "reach": words.CATEGORIES["member_reach"],
}


def said(detail: Mapping[str, str], language: Language) -> tuple[tuple[str, str], ...]:
    """Label and word; what has no label is a program's own and is left out."""
    return tuple(
        (locale.gettext(language, LABELS[name]), _word(name, value, language))
        for name, value in detail.items()
        if name in LABELS
    )


def in_full(detail: Mapping[str, str], language: Language) -> tuple[tuple[str, str], ...]:
    """For who audits: also what only programs know, as it is and after the rest."""
    known = sorted(detail.items(), key=lambda each: (each[0] not in LABELS, each[0]))
    return tuple(
        (locale.gettext(language, LABELS.get(name, name)), _word(name, value, language))
        for name, value in known
    )


def _word(name: str, value: str, language: Language) -> str:
    known = CHOSEN.get(name, {}).get(value)
    return value if known is None else locale.gettext(language, known)
