"""What two checks of a version differ in, and what the account manager has to hear of it."""

from __future__ import annotations

import pytest

from contracts.coherence import coherence_change
from contracts.coherence.coherence_change import Change, Standing
from contracts.coherence.coherence_line import Line

ABOUT = "resolution incident P1"
NOTHING = Change((), (), (), ())


def line(verdict: str) -> Line:
    return Line("resolution", "incident", "P1", "any", "L1", verdict, 10, 12, -2, 12, "1/2")


def change(
    before: str | None, now: str, *standing: Standing, accepted: bool = False
) -> coherence_change.Change:
    was = [line(before)] if before else []
    return coherence_change.between(was, [line(now)], standing, ("OLA L1",), accepted=accepted)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("always_kept", "commitment_kept"),
        ("always_kept", "not_kept"),
        ("commitment_kept", "not_kept"),
        ("always_kept", "unchecked"),
        ("unchecked", "not_kept"),
    ],
)
def test_a_verdict_that_gets_worse_is_told_with_what_is_different(before: str, now: str) -> None:
    (finding,) = change(before, now).new
    assert (finding.about, finding.before, finding.after) == (ABOUT, before, now)
    assert finding.because == ("OLA L1",)


@pytest.mark.parametrize("verdict", ["always_kept", "commitment_kept", "not_kept", "unchecked"])
def test_what_stays_as_it_was_is_not_told_again(verdict: str) -> None:
    assert change(verdict, verdict) == NOTHING
    assert change(verdict, "always_kept") == NOTHING


def test_a_first_check_tells_only_what_nobody_has_accepted() -> None:
    assert [each.before for each in change(None, "not_kept").new] == [None]
    assert change(None, "not_kept", accepted=True) == NOTHING
    assert change(None, "commitment_kept") == NOTHING


def test_a_warning_stands_until_the_promise_is_as_good_as_it_was() -> None:
    stands = Standing(ABOUT, "always_kept", "commitment_kept")
    assert change("commitment_kept", "commitment_kept", stands) == NOTHING
    (worse,) = change("commitment_kept", "not_kept", stands).worse
    assert (worse.before, worse.after) == ("always_kept", "not_kept")
    bad = Standing(ABOUT, "always_kept", "not_kept")
    (better,) = change("not_kept", "commitment_kept", bad).other
    assert better.after == "commitment_kept"
    assert change("not_kept", "always_kept", bad).healed == (ABOUT,)
    never_good = Standing(ABOUT, None, "not_kept")
    assert change("not_kept", "commitment_kept", never_good).healed == (ABOUT,)


def test_what_came_went_or_has_another_version_is_named() -> None:
    before = {"OLA L1": "1", "UC Fabrikam": "1", "policy": "1"}
    now = {"OLA L1": "2", "UC Contoso": "1", "policy": "1"}
    assert coherence_change.because(before, now) == ("OLA L1", "UC Contoso", "UC Fabrikam")
