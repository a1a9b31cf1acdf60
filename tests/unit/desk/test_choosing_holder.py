"""To whom a ticket goes of its own accord."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from underpin.desk.hands.choosing import Colleague, Matter, decide
from underpin.desk.hands.ways import Rule, Ways

NETWORK, NIGHT = UUID(int=70), UUID(int=80)
ADA = Colleague(UUID(int=1), 1, open=5, turn=1)
BEN = Colleague(UUID(int=2), 1, open=2, turn=2)
CHEN = Colleague(UUID(int=3), 2, frozenset({NETWORK}), frozenset({NIGHT}), open=0)
ALL = (ADA, BEN, CHEN)
MATTER = Matter("incident", "P3", 1)


def test_by_hand_nobody_gets_anything() -> None:
    assert decide(MATTER, ALL, Ways()) is None


def test_by_load_who_has_least_to_do() -> None:
    assert decide(MATTER, ALL, Ways("skill_and_load")) == BEN.id


def test_in_turn_who_waited_longest() -> None:
    assert decide(MATTER, ALL, Ways("round_robin")) == ADA.id
    new = Colleague(UUID(int=9), 1, open=50)
    assert decide(MATTER, (*ALL, new), Ways("round_robin")) == new.id


def test_who_is_away_unskilled_or_full_is_passed_over() -> None:
    ways = Ways("skill_and_load", most_open=4)
    assert decide(MATTER, (ADA, replace(BEN, away=True)), ways) is None
    assert decide(replace(MATTER, skills=frozenset({NETWORK})), ALL, ways) is None
    needs = Matter("incident", "P3", 2, skills=frozenset({NETWORK}))
    assert decide(needs, ALL, ways) == CHEN.id


def test_the_first_rule_that_fits_counts() -> None:
    rules = (Rule(staff_id=ADA.id, priority="P1"), Rule(team_id=NIGHT), Rule(staff_id=BEN.id))
    ways = Ways("rule", rules=rules)
    assert decide(replace(MATTER, priority="P1"), ALL, ways) == ADA.id
    assert decide(replace(MATTER, tier=2), ALL, ways) == CHEN.id
    assert decide(MATTER, ALL, ways) is None  # nobody of the team works in that tier


people = st.builds(
    Colleague,
    id=st.uuids(),
    tier=st.sampled_from([1, 2, 3, None]),
    skills=st.frozensets(st.sampled_from([NETWORK])),
    teams=st.frozensets(st.sampled_from([NIGHT])),
    open=st.integers(0, 9),
    away=st.booleans(),
)


@given(
    st.lists(people, max_size=8),
    st.sampled_from(["by_hand", "skill_and_load", "round_robin", "rule"]),
    st.none() | st.integers(1, 5),
    st.frozensets(st.sampled_from([NETWORK])),
)
def test_whoever_is_chosen_could_take_it(
    colleagues: list[Colleague], way: str, most: int | None, needed: frozenset[UUID]
) -> None:
    ways = Ways(way, most_open=most, rules=(Rule(team_id=NIGHT),))  # type: ignore[arg-type]
    matter = replace(MATTER, skills=needed)
    chosen = decide(matter, colleagues, ways)
    able = {
        each.id
        for each in colleagues
        if not each.away
        and each.tier == 1
        and needed <= each.skills
        and (most is None or each.open < most)
        and (way != "rule" or NIGHT in each.teams)
    }
    assert chosen in able or (chosen is None and (way == "by_hand" or not able))
    assert decide(matter, colleagues[::-1], ways) == chosen
