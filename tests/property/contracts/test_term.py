"""A contract's dates beside a slow count, term by term."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contracts.signed import term
from contracts.signed.term import Terms

DAY = timedelta(days=1)
days = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@st.composite
def renewing(draw: st.DrawFn) -> Terms:
    starts = draw(days)
    ends = starts + draw(st.integers(1, 900)) * DAY
    notice, months = draw(st.integers(0, 400)), draw(st.integers(1, 36))
    return Terms(starts, ends, notice, "automatic", months)


def ends(terms: Terms) -> list[date]:
    assert terms.ends_on is not None
    first = terms.ends_on + DAY
    return [term.months_later(first, count * terms.renewal_months) - DAY for count in range(400)]


@given(renewing(), days)
def test_a_day_lies_in_the_first_term_that_does_not_end_before_it(terms: Terms, day: date) -> None:
    assert term.term_end(terms, day) == next(end for end in ends(terms) if end >= day)


@given(renewing(), days)
def test_notice_ends_the_first_term_that_leaves_its_days(terms: Terms, day: date) -> None:
    expected = next(end for end in ends(terms) if (end - day).days >= terms.notice_days)
    assert term.earliest_end(terms, day) == expected
    last = term.last_notice_day(terms, day)
    assert last is not None
    assert last >= day
    assert term.earliest_end(terms, last) == expected
    assert term.earliest_end(terms, last + DAY) != expected


@given(renewing(), days)
def test_a_renewal_is_the_day_after_an_end(terms: Terms, day: date) -> None:
    expected = next(end + DAY for end in ends(terms) if end + DAY >= day)
    assert term.renewal(terms, day) == expected
