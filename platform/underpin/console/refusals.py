"""What was refused, in the reader's language. The rooms refuse in English, as programs read it;
every class's title stands in the catalogues (`tests/unit/console/refused.py` finds them)."""

from __future__ import annotations

import re
from typing import Final

from tenants import role
from underpin.console import locale, refusal_shapes, words, words_of_fields, words_of_rights
from underpin.console.locale import N_
from underpin.console.views.shell import Language
from underpin.kernel import errors
from underpin.kernel.errors import Problem

GENERAL = (
    *(Problem, errors.Unauthenticated, errors.Forbidden, errors.Lacking, errors.StaleVersion),
    *(errors.NotFound, errors.TooLarge, errors.Malformed, errors.TooMany, errors.Unavailable),
)
"""Of these a page says no more than their status, in words of its own (`parts/trouble.html`)."""

FIELD: Final = re.compile(r"[\w.\[\]]+: ")
SEVERAL: Final = re.compile(r"(?<=[a-z]\.) (?=[a-z_]+: )")
"""Between what is said of one field and of the next."""
HELD = N_("Your role does not include “{0}”. Who may do it: {1}.")
OURS = N_("Only your service provider's own people may do this.")
CLIENTS = N_("Only the client's own people may do this: “{0}”.")


def title(problem: Problem, language: Language) -> str:
    """Which rule refused; empty where only the status is known."""
    return "" if type(problem) in GENERAL else locale.gettext(language, problem.title)


def detail(problem: Problem, language: Language) -> str:
    """What was said for this case, if it can be said to this reader: else empty."""
    if problem.detail == problem.title or problem.status >= 500:
        return ""
    said = told(problem.detail, language)
    return said if language == "en" or said != problem.detail else ""


def told(text: str, language: Language) -> str:
    """A refusal's sentence in the language, also behind the name of a field; as it is where the
    catalogues have none."""
    if (known := locale.gettext(language, text)) != text:
        return known
    if len(each := SEVERAL.split(text)) > 1:
        return " ".join(told(one, language) for one in each)
    if FIELD.match(text):
        return _behind(text, language)
    whole = refusal_shapes.told(text, language)
    return whole if whole is not None else _behind(text, language)


def _behind(text: str, language: Language) -> str:
    field, colon, reason = text.partition(": ")
    if not reason:
        return text
    return words_of_fields.said(field, language) + colon + told(reason, language)


def lacking(capability: str, language: Language, *, staff: bool) -> str:
    """What may not be done, and by whom it may be; to a client no word of what is the provider's
    own (PRACTICE 1)."""
    table, category = (role.STAFF, "staff_role") if staff else (role.MEMBER, "member_role")
    held = [each for each, holds in table.items() if capability in holds]
    if not held and not staff:
        return locale.gettext(language, OURS)
    if not held:
        return locale.gettext(language, CLIENTS).format(words_of_rights.said(capability, language))
    names = ", ".join(words.word(each, category, language) for each in held)
    said = words_of_rights.said(capability, language)
    return locale.gettext(language, HELD).format(said, names)
