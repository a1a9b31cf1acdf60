"""What was refused, in the reader's language. The rooms refuse in English, as programs read it;
every class's title stands in the catalogues (`tests/unit/console/refused.py` finds them)."""

from __future__ import annotations

from underpin.console import locale
from underpin.console.views.shell import Language
from underpin.kernel import errors
from underpin.kernel.errors import Problem

GENERAL = (
    *(Problem, errors.Unauthenticated, errors.Forbidden, errors.NotFound, errors.StaleVersion),
    *(errors.TooLarge, errors.Malformed, errors.TooMany, errors.Unavailable),
)
"""Of these a page says no more than their status, in words of its own (`parts/trouble.html`)."""


def title(problem: Problem, language: Language) -> str:
    """Which rule refused; empty where only the status is known."""
    return "" if type(problem) in GENERAL else locale.gettext(language, problem.title)


def detail(problem: Problem, language: Language) -> str:
    """What was said for this case, if it can be said to this reader: else empty."""
    if problem.detail == problem.title or problem.status >= 500:
        return ""
    said = locale.gettext(language, problem.detail)
    return said if language == "en" or said != problem.detail else ""
