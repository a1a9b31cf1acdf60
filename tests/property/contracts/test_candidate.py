"""Which agreement wins, beside a plain telling of the rule by elimination."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from contracts.signed import candidate
from contracts.signed.candidate import Asked, Candidate
from contracts.signed.term import Terms

CONTRACTS = [UUID(int=number) for number in (1, 2, 3)]
SERVICES = [UUID(int=number) for number in (11, 12)]
DAY = date(2026, 6, 15)
around = st.sampled_from([date(2026, 6, 14), DAY, date(2026, 6, 16)])


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Asked, list[Candidate]]:
    service = draw(st.none() | st.sampled_from(SERVICES))
    asked = Asked(
        DAY,
        service,
        draw(st.sampled_from(CONTRACTS)) if service else None,
        draw(st.none() | around),
        draw(st.none() | around),
    )
    terms = {
        each: Terms(
            draw(st.sampled_from([date(2026, 1, 1), date(2026, 2, 1), DAY, date(2026, 6, 16)])),
            draw(st.none() | st.sampled_from([date(2026, 6, 14), DAY, date(2027, 1, 1)])),
            renewal=draw(st.sampled_from(["none", "automatic"])),
        )
        for each in CONTRACTS
    }
    count = draw(st.integers(0, 7))
    return asked, [_drawn(draw, number, terms) for number in range(count)]


def _drawn(draw: st.DrawFn, number: int, terms: dict[UUID, Terms]) -> Candidate:
    contract = draw(st.sampled_from(CONTRACTS))
    named = draw(st.booleans())
    version = UUID(int=200 + number) if named and draw(st.booleans()) else None
    return Candidate(
        contract,
        f"contract {contract}",
        terms[contract],
        UUID(int=100 + number) if named else None,
        draw(st.sampled_from(["Gold", "Silver"])) if named else None,
        draw(st.none() | st.sampled_from(SERVICES)) if named else None,
        version,
        speaks=version is not None and draw(st.booleans()),
    )


def covers(asked: Asked, each: Candidate) -> bool:
    last = each.terms.ends_on if each.terms.renewal == "none" else None
    if not (each.terms.starts_on <= asked.day and (last is None or asked.day <= last)):
        return False
    if asked.service_id is None:
        return True
    within = (asked.starts_on or date.min) <= asked.day <= (asked.ends_on or date.max)
    return each.contract_id == asked.contract_id and within


def told(asked: Asked, every: list[Candidate]) -> Candidate | None:
    """One criterion after the other, each keeping the best."""
    left = [
        each
        for each in every
        if covers(asked, each)
        and each.version_id is not None
        and each.service_id in (None, asked.service_id)
    ]
    left = [each for each in left if each.speaks] or left
    left = [each for each in left if each.service_id is not None] or left
    for best in (
        lambda each: each.terms.starts_on,
        lambda each: each.contract_id,
        lambda each: each.agreement,
        lambda each: each.agreement_id,
    ):
        first = min(map(best, left), default=None)
        left = [each for each in left if best(each) == first]
    return left[0] if left else None


@given(worlds())
def test_the_winner_is_the_one_the_rule_names(world: tuple[Asked, list[Candidate]]) -> None:
    asked, every = world
    assert candidate.winner(candidate.rank(asked, every)) == told(asked, every)


@given(worlds(), st.randoms())
def test_the_list_holds_each_once_whatever_order_they_came_in(
    world: tuple[Asked, list[Candidate]], chance: object
) -> None:
    asked, every = world
    shuffled = list(every)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    ranked = candidate.rank(asked, shuffled)
    assert sorted(map(repr, (each.candidate for each in ranked))) == sorted(map(repr, every))
    assert [each.reason for each in ranked] == [
        each.reason for each in candidate.rank(asked, every)
    ]
    assert sum(each.won for each in ranked) <= 1
    assert not any(each.won for each in ranked[1:])


@given(worlds())
def test_each_that_lost_has_a_reason_that_is_true(world: tuple[Asked, list[Candidate]]) -> None:
    asked, every = world
    ranked = candidate.rank(asked, every)
    for each in ranked:
        out_of_dates = each.reason in candidate.OUT[:4]
        assert out_of_dates == (not covers(asked, each.candidate))
        if each.reason == "says_nothing":
            assert not each.candidate.speaks
        if each.reason == "less_specific":
            assert each.candidate.service_id is None


@given(worlds())
def test_out_of_contract_is_where_no_contract_covers_it(
    world: tuple[Asked, list[Candidate]],
) -> None:
    asked, every = world
    ranked = candidate.rank(asked, every)
    found = candidate.winner(ranked) or candidate.contract_alone(ranked)
    assert (found is None) == (not any(covers(asked, each) for each in every))
