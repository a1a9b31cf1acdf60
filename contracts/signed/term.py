"""A contract's dates: when a term ends, until when notice can be given, when the price goes up.

Days are those of the client's calendar. A contract with `ends_on` that renews by itself goes on in
terms of `renewal_months`, counted from the day after `ends_on`, so that a term that ends with a
short month does not move the next one's end. A term's last notice day leaves all of `notice_days`
between it and the term's last day, that day counted: to end on 31 December with 90 days' notice it
must be given on 2 October.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

A_DAY: Final = timedelta(days=1)
A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class Terms:
    """`ends_on`: the last day of the first term, None where it runs until notice. `uplift_on`: the
    first day of the first higher price, every year again. `last_day`: by notice that was given."""

    starts_on: date
    ends_on: date | None = None
    notice_days: int = 0
    renewal: str = "none"
    renewal_months: int = A_YEAR
    uplift_percent: Decimal | None = None
    uplift_on: date | None = None
    last_day: date | None = None

    @property
    def renews(self) -> bool:
        return self.renewal == "automatic" and self.ends_on is not None and self.last_day is None


@dataclass(frozen=True, slots=True)
class Dates:
    """What the terms come to, seen from one day; None where there is no such day any more."""

    in_force: bool
    term_ends_on: date | None
    last_notice_day: date | None
    renews_on: date | None
    next_uplift_on: date | None
    last_day: date | None


def dates(terms: Terms, day: date) -> Dates:
    return Dates(
        in_force=in_force(terms, day),
        term_ends_on=term_end(terms, day),
        last_notice_day=last_notice_day(terms, day),
        renews_on=renewal(terms, day),
        next_uplift_on=uplift(terms, day),
        last_day=last_day(terms),
    )


def last_day(terms: Terms) -> date | None:
    """Its last day for good; None while it goes on by itself."""
    if terms.last_day is not None:
        return terms.last_day
    return None if terms.renewal == "automatic" else terms.ends_on


def in_force(terms: Terms, day: date) -> bool:
    """Whether it covers that day; else: out of contract."""
    last = last_day(terms)
    return terms.starts_on <= day and (last is None or day <= last)


def term_end(terms: Terms, day: date) -> date | None:
    """The last day of the term in which that day lies, of the first one before it begins, and of
    the last one after all; None where it runs until notice."""
    if not terms.renews or terms.ends_on is None:
        return last_day(terms)
    return _ends(terms.ends_on, terms.renewal_months, day)


def earliest_end(terms: Terms, day: date) -> date | None:
    """The contract's last day if notice is given that day; None where it ends by itself."""
    if last_day(terms) is not None:
        return None
    safe = day + terms.notice_days * A_DAY
    if terms.ends_on is None:
        return max(safe, terms.starts_on)
    return _ends(terms.ends_on, terms.renewal_months, safe)


def last_notice_day(terms: Terms, day: date) -> date | None:
    """The next day, that one included, that is the last to give notice for the end of a term; None
    where notice may be given any day, or none is needed."""
    if not terms.renews:
        return None
    end = earliest_end(terms, day)
    return None if end is None else end - terms.notice_days * A_DAY


def renewal(terms: Terms, day: date) -> date | None:
    """The first day of the next term that begins on that day or later."""
    if not terms.renews or terms.ends_on is None:
        return None
    return _ends(terms.ends_on, terms.renewal_months, day - A_DAY) + A_DAY


def uplift(terms: Terms, day: date) -> date | None:
    """The next day, that one included, on which the price goes up."""
    if terms.uplift_on is None:
        return None
    found = _anniversary(terms.uplift_on, A_YEAR, day)
    last = last_day(terms)
    return found if last is None or found <= last else None


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    longest = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, longest))


def _ends(first: date, months: int, day: date) -> date:
    """The first end of a term on that day or later."""
    return _anniversary(first + A_DAY, months, day + A_DAY) - A_DAY


def _anniversary(first: date, months: int, day: date) -> date:
    """The first of the days every so many months from the first that is not before that day."""
    apart = (day.year - first.year) * 12 + day.month - first.month
    count = max(0, apart // months)
    while months_later(first, count * months) < day:
        count += 1
    return months_later(first, count * months)
