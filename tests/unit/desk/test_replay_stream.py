"""One order of time over many cases, and who lives which of them."""

from datetime import UTC, datetime, timedelta

import pytest

from underpin.desk.replay import folding, step, stream

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def told(key: str, tenant: str, *minutes: int) -> step.CaseLog:
    case = step.Case(step.Source.VOLVO, key, tenant)
    notes = (
        step.Note(case, NINE + timedelta(minutes=at), row, 0) for row, at in enumerate(minutes)
    )
    return step.CaseLog(case, tuple(notes))


A, B, C = told("a", "se", 0, 5, 5), told("b", "pl", 0, 3), told("c", "se", 4)


def keys(steps: stream.Steps) -> str:
    return "".join(one.case.key for one in steps)


def test_steps_of_all_cases_stand_in_one_order_whatever_order_they_come_in() -> None:
    assert keys(stream.ordered([A, B, C])) == "abbcaa"
    assert stream.ordered([C, B, A]) == stream.ordered([A, B, C])


def test_a_stream_goes_on_after_the_last_step_lived() -> None:
    steps = stream.ordered([A, B, C])
    for lived, one in enumerate(steps, start=1):
        assert stream.ordered([A, B, C], after=one.place) == steps[lived:]


def test_every_tenant_has_a_stream_of_its_own() -> None:
    streams = stream.per_tenant([A, B, C])
    assert {tenant: keys(steps) for tenant, steps in streams.items()} == {"pl": "bb", "se": "acaa"}
    assert list(streams) == ["pl", "se"]


def many(**sizes: int) -> list[step.Case]:
    return [
        step.Case(step.Source.VOLVO, f"{tenant}{n}", tenant)
        for tenant, size in sizes.items()
        for n in range(size)
    ]


def test_the_largest_clients_are_tenants_and_the_rest_is_the_other_one() -> None:
    cases = many(fr=2, se=5, be=3, pl=3)
    folded = folding.fold(cases, 3)
    assert {case.tenant_key: folded.tenant(case) for case in cases} == {
        "se": "se",
        "be": "be",
        "pl": "other",
        "fr": "other",
    }
    assert folding.fold(reversed(cases), 3) == folded


def test_one_tenant_may_live_them_all() -> None:
    cases = many(fr=2, se=5)
    folded = folding.fold(cases, 1)
    assert {folded.tenant(case) for case in cases} == {"other"}


def test_nothing_is_folded_where_there_are_tenants_enough() -> None:
    cases = many(fr=2, se=5)
    assert folding.fold(cases, 2) == folding.Folding()
    assert folding.Folding().tenant(cases[0]) == "fr"


def test_less_than_one_tenant_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one tenant"):
        folding.fold(many(fr=1), 0)


def test_a_folded_log_streams_by_the_tenant_that_lives_it() -> None:
    streams = stream.per_tenant([A, B, C, told("d", "fr", 1)], folding.Folding(frozenset({"se"})))
    assert {tenant: keys(steps) for tenant, steps in streams.items()} == {
        "other": "bdb",
        "se": "acaa",
    }
