"""Who may approve what, when a request is decided, when somebody is reminded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from underpin.desk.approvals import reminding, voting, who_may
from underpin.desk.approvals.voting import Group
from underpin.desk.approvals.who_may import Voice
from underpin.kernel import ids

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ANNA = ids.new()


def group(side: voting.Side, quorum: int, approved: int) -> Group:
    return Group(ids.new(), side, "", quorum, 3, approved)


def test_two_of_three_of_the_client_and_one_of_ours() -> None:
    ours = group("provider", 1, 1)
    assert voting.after([group("client", 2, 1), ours], "approved") == "waiting"
    assert voting.after([group("client", 2, 2), ours], "approved") == "approved"
    assert voting.after([group("client", 2, 3), group("provider", 1, 0)], "approved") == "waiting"


def test_one_refusal_ends_it_whatever_the_others_said() -> None:
    assert voting.after([group("client", 1, 1), group("client", 1, 0)], "refused") == "refused"


def test_the_client_is_waited_for_until_their_own_groups_are_reached() -> None:
    assert voting.waits_for_client([group("client", 2, 1), group("provider", 1, 1)])
    assert not voting.waits_for_client([group("client", 1, 1), group("provider", 1, 0)])


@pytest.mark.parametrize(
    ("limit", "amount", "expected"),
    [
        ("500", "500", None),
        ("500", "500.01", "over_limit"),
        (None, "0.01", "over_limit"),
        (None, "0", None),
        (None, None, None),
    ],
)
def test_a_limit_binds_to_the_cent(
    limit: str | None, amount: str | None, expected: str | None
) -> None:
    voice = Voice(ANNA, True, Decimal(limit) if limit else None)
    assert who_may.hindrance(voice, (), Decimal(amount) if amount else None) == expected


def test_who_asked_may_not_whatever_their_limit_and_no_limit_binds_our_own_people() -> None:
    rich, ours = Voice(ANNA, True, Decimal(10**6)), Voice(ANNA, True, is_bound=False)
    assert who_may.hindrance(rich, {ANNA}, None) == "own_request"
    assert who_may.hindrance(ours, (), Decimal(10**6)) is None
    assert who_may.hindrance(Voice(ANNA, False), (), None) == "no_approver"


def test_reminders_fall_at_half_of_the_time_and_when_a_tenth_is_left() -> None:
    assert reminding.moments(NOW, NOW + timedelta(days=10)) == (
        NOW + timedelta(days=5),
        NOW + timedelta(days=9),
    )
    assert reminding.moments(NOW, NOW + timedelta(minutes=59)) == ()
