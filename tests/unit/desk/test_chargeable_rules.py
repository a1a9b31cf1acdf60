"""Which chargeable minutes a client has agreed to, and how long a verification holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from underpin.desk.chargeable import covering
from underpin.desk.chargeable.covering import Agreed, Allowance, Entry
from underpin.desk.chargeable.estimate import Offer
from underpin.desk.verification import validity
from underpin.kernel import ids
from underpin.kernel.errors import Malformed

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
RATE = Decimal(90)


@pytest.mark.parametrize(
    ("agreed", "minutes", "source"),
    [
        (Agreed(), None, "contract"),
        (Agreed(is_covered=False), 0, "nothing"),
        (Agreed(hourly_rate=RATE), 0, "own_limit"),
        (Agreed(hourly_rate=RATE, limit=Decimal(100)), 66, "own_limit"),
        (Agreed((120, 60), Decimal(100), RATE), 180, "estimate"),
        (Agreed((30,), Decimal(100), RATE), 66, "own_limit"),
        (Agreed((120, None), hourly_rate=RATE), None, "fixed_price"),
        (Agreed((120,), is_covered=False), 120, "estimate"),
    ],
)
def test_what_a_client_has_agreed_to(agreed: Agreed, minutes: int | None, source: str) -> None:
    assert covering.allowance(agreed) == Allowance(minutes, source)  # type: ignore[arg-type]


def test_what_goes_beyond_waits_and_what_still_fits_does_not() -> None:
    first, second, third = (Entry(ids.new(), minutes) for minutes in (60, 90, 30))
    allowed = Allowance(100, "estimate")
    assert covering.waiting(allowed, [first, second, third]) == {second.id}
    assert covering.short_of(allowed, [first, second, third]) == 80
    posted = Entry(ids.new(), 90, is_posted=True)
    assert covering.waiting(allowed, [first, posted]) == {first.id}, "what is posted came first"


@settings(max_examples=60)
@given(st.lists(st.integers(1, 300), max_size=8), st.integers(0, 900))
def test_never_more_is_covered_than_agreed_and_more_agreed_frees_everything(
    minutes: list[int], agreed: int
) -> None:
    entries = [Entry(ids.new(), each) for each in minutes]
    allowed = Allowance(agreed, "estimate")
    held = covering.waiting(allowed, entries)
    assert sum(each.minutes for each in entries if each.id not in held) <= agreed
    enough = Allowance(agreed + covering.short_of(allowed, entries), "estimate")
    assert covering.waiting(enough, entries) == frozenset()


def test_hours_at_a_rate_are_rounded_half_up_and_a_price_is_one_or_the_other() -> None:
    assert Offer("EUR", "x", 50, Decimal("90.99")).total == Decimal("75.83")
    assert Offer("EUR", "x", amount=Decimal(400)).total == Decimal(400)
    for wrong in (
        Offer("EUR", "x"),
        Offer("EUR", "x", 60, RATE, Decimal(1)),
        Offer("EUR", "x", 60),
    ):
        with pytest.raises(Malformed):
            assert wrong.total


def test_a_code_waits_ten_minutes_for_five_tries_and_a_verification_lapses() -> None:
    until = NOW + validity.CODE_LIVES
    assert validity.standing(0, until, None, NOW) == "waiting"
    assert validity.standing(validity.ATTEMPTS, until, None, NOW) == "failed"
    assert validity.standing(0, until, None, until) == "expired"
    assert validity.standing(1, until, NOW + timedelta(hours=4), NOW) == "verified"
    assert validity.standing(1, until, NOW, NOW) == "lapsed"
