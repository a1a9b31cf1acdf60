"""Who might be first in the coming weeks: by turns, and not in the weeks they are away."""

from __future__ import annotations

import itertools
from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from underpin.desk.on_call import drafting, duty
from underpin.desk.on_call.duty import Away, Rota
from underpin.kernel import ids

ADA, BEN, CHEN, LENA = (ids.new() for _ in range(4))
MONDAY = date(2026, 11, 23)
ROTA = Rota("Europe/Berlin", MONDAY, time(9), (ADA, BEN, CHEN))


def away(person: object, week: int, days: int = 7) -> Away:
    starts = duty.begins(ROTA, week)
    return Away(person, starts, starts + timedelta(days=days))  # type: ignore[arg-type]


def test_nobody_away_is_the_present_turn_with_who_is_new_at_its_end() -> None:
    now = duty.begins(ROTA, 4) + timedelta(days=1)
    assert drafting.begin(ROTA, now) == MONDAY + timedelta(days=35)
    turn = drafting.in_turn(ROTA, [ADA, BEN, LENA], now)
    assert turn == (ADA, BEN, LENA)
    assert drafting.draft(ROTA, turn) == turn


def test_whoever_is_away_is_first_in_another_week() -> None:
    rota = drafting.over(ROTA, MONDAY, [away(ADA, 0), away(BEN, 1, 2), away(CHEN, 1)])
    order = drafting.draft(rota, (ADA, BEN, CHEN))
    assert order == (BEN, ADA, CHEN)
    assert [each.away for each in drafting.weeks(rota, order)] == [timedelta(0)] * 3


def test_where_it_cannot_be_otherwise_it_says_so() -> None:
    rota = drafting.over(ROTA, MONDAY, [away(ADA, 0, 30)])
    found = drafting.weeks(rota, drafting.draft(rota, (ADA, BEN)))
    assert sum(bool(each.away) for each in found) == 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 9)), max_size=6))
def test_no_order_is_better_than_the_draft(gone: list[tuple[int, int, int]]) -> None:
    people = (ADA, BEN, CHEN, LENA)
    rota = drafting.over(ROTA, MONDAY, [away(people[who], week, days) for who, week, days in gone])

    def cost(order: tuple[object, ...]) -> timedelta:
        return sum((each.away for each in drafting.weeks(rota, order)), timedelta(0))  # type: ignore[arg-type]

    best = min(cost(order) for order in itertools.permutations(people))
    assert cost(drafting.draft(rota, people)) == best
