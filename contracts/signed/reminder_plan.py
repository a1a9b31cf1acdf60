"""When an account manager is reminded of a contract: of which day, and how long before. No I/O."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, Literal

from contracts.signed import term
from contracts.signed.term import A_DAY, Terms

Occasion = Literal["renewal", "notice", "uplift", "end"]
Reminded = Collection[tuple[str, date]]


def _end(terms: Terms, day: date) -> date | None:
    last = term.last_day(terms)
    return last if last is not None and last >= day else None


NEXT: Final[Mapping[str, Callable[[Terms, date], date | None]]] = MappingProxyType(
    {
        "renewal": term.renewal,
        "notice": term.last_notice_day,
        "uplift": term.uplift,
        "end": _end,
    }
)
"""The next such day that is not before a day: the first day of the next term, the last day to give
notice for this one's end, the first day of a higher price, the contract's last day."""

LEAD: Final[Mapping[str, timedelta]] = MappingProxyType(
    {"renewal": 60 * A_DAY, "notice": 30 * A_DAY, "uplift": 30 * A_DAY, "end": 60 * A_DAY}
)
"""How long before that day."""


def due(terms: Terms, day: date, reminded: Reminded) -> dict[str, date]:
    """The next day of each occasion, from that one on, of which nobody was reminded yet."""
    found = ((occasion, _next(terms, occasion, day, reminded)) for occasion in NEXT)
    return {occasion: when for occasion, when in found if when is not None}


def said_on(occasion: str, due_on: date) -> date:
    """The day on which it is said."""
    return due_on - LEAD[occasion]


def stands(terms: Terms, occasion: str, due_on: date) -> bool:
    """Whether the terms still have that day."""
    return NEXT[occasion](terms, due_on) == due_on


def _next(terms: Terms, occasion: str, day: date, reminded: Reminded) -> date | None:
    found = NEXT[occasion](terms, day)
    while found is not None and (occasion, found) in reminded:
        found = NEXT[occasion](terms, found + A_DAY)
    return found
