"""A client without a history: the tickets that so many people would raise."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from contracts import facts, instant
from contracts.what_if import profile, profile_arrivals, profile_lives
from contracts.what_if.profile import Arrival, Path, Profile, TierWork
from contracts.what_if.profile_arrivals import Planned
from contracts.what_if.profile_lives import Staffing
from tests.unit.contracts.clock_story import ALWAYS, OFFICE, at, said
from underpin.kernel.errors import Malformed

BERLIN = ZoneInfo("Europe/Berlin")
QUICK = Path(Decimal("0.75"), 30, (TierWork(1, 60),))
DEEP = Path(Decimal("0.25"), 30, (TierWork(1, 60), TierWork(2, 120)), client_minutes=90)
NIGHTS = tuple(3 if hour < 6 else 1 for _ in range(7) for hour in range(24))


def incidents(**changes: Any) -> Arrival:
    given: dict[str, Any] = {
        "type": "incident",
        "priority": "P3",
        "per_user_week": Decimal("0.5"),
        "paths": (QUICK, DEEP),
        **changes,
    }
    return Arrival(**given)


def ten_weeks(*arrivals: Arrival) -> Profile:
    return Profile(20, date(2026, 9, 7), 10, arrivals or (incidents(),))


def planned(given: Profile) -> tuple[Planned, ...]:
    return profile_arrivals.planned(given, "Europe/Berlin")


def local(moment: int) -> datetime:
    return instant.at(moment).astimezone(BERLIN)


def test_as_many_tickets_as_the_rates_say_within_the_weeks_named() -> None:
    given = ten_weeks(incidents(), incidents(priority="P1", per_user_week=Decimal("0.0125")))
    found = planned(given)
    assert Counter(each.priority for each in found) == {"P3": 100, "P1": 3}
    assert given.total == len(found) == 103
    assert [each.at for each in found] == sorted(each.at for each in found)
    assert local(found[0].at).date() >= date(2026, 9, 7)
    assert local(found[-1].at).date() < given.ends == date(2026, 11, 16)
    assert len({each.ticket_id for each in found}) == 103


def test_the_same_profile_gives_the_same_tickets_and_another_one_others() -> None:
    profile_arrivals.planned.cache_clear()
    first = planned(ten_weeks())
    profile_arrivals.planned.cache_clear()
    assert planned(ten_weeks()) == first
    other = planned(replace(ten_weeks(), users=40))
    assert {each.at for each in other}.isdisjoint(each.at for each in first)


def test_hours_get_their_share_by_the_clients_own_clock_also_when_it_changes() -> None:
    """Three times as heavy before six in the morning: half of all tickets, to within one each."""
    found = planned(ten_weeks(incidents(per_user_week=Decimal(5), hours=NIGHTS)))
    by_day = Counter(local(each.at).date() for each in found)
    assert set(by_day.values()) <= {13, 14, 15, 16}
    at_night = sum(local(each.at).hour < 6 for each in found)
    assert abs(at_night - 500) <= 36
    mondays = tuple(int(hour in range(9, 17)) for hour in range(168))
    only = planned(ten_weeks(incidents(hours=mondays)))
    assert {(local(each.at).weekday(), local(each.at).hour) for each in only} <= {
        (0, hour) for hour in range(9, 17)
    }
    assert len(only) == 100


def test_paths_are_taken_by_their_shares() -> None:
    taken = Counter(each.path for each in planned(ten_weeks(incidents(per_user_week=Decimal(5)))))
    assert abs(taken[QUICK] - 750) < 45


def test_a_ticket_is_answered_worked_and_resolved_in_the_tiers_hours() -> None:
    friday = Planned(at("fri 16:50"), planned(ten_weeks())[0].ticket_id, "incident", "P3", DEEP)
    life = profile_lives.life(7, friday, Staffing({1: OFFICE}, ALWAYS))
    assert [(fact.kind, said(fact.at)) for fact in life.told] == [
        ("raised", "fri 16:50"),
        ("public_reply", "mon 09:20"),
        ("public_reply", "mon 10:20"),
        ("tier_moved", "mon 10:20"),
        ("state_changed", "mon 10:20"),
        ("client_message", "mon 11:50"),
        ("public_reply", "mon 13:50"),
        ("resolved", "mon 13:50"),
    ]
    assert profile_lives.worked(friday) == ((1, Decimal(60)), (2, Decimal(120)))
    raised = life.told[0]
    assert isinstance(raised, facts.Raised)
    assert (raised.type, raised.priority, raised.tenant_id) == ("incident", "P3", 7)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (Profile(0, date(2026, 1, 5), 1, (incidents(),)), "users"),
        (Profile(1, date(2026, 1, 5), 0, (incidents(),)), "weeks"),
        (Profile(1, date(2026, 1, 5), 1, ()), "arrivals"),
        (Profile(90_000, date(2026, 1, 5), 9, (incidents(),)), "arrivals"),
        (ten_weeks(incidents(type="disaster")), "arrivals[0].type"),
        (ten_weeks(incidents(priority="P9")), "arrivals[0].priority"),
        (ten_weeks(incidents(per_user_week=Decimal(-1))), "arrivals[0].per_user_week"),
        (ten_weeks(incidents(hours=(1, 2))), "arrivals[0].hours"),
        (ten_weeks(incidents(hours=(0,) * 168)), "arrivals[0].hours"),
        (ten_weeks(incidents(paths=(QUICK,))), "arrivals[0].paths"),
        (ten_weeks(incidents(paths=(Path(Decimal(1), 1, ()),))), "arrivals[0].paths[0].tiers"),
        (
            ten_weeks(incidents(paths=(Path(Decimal(1), -1, (TierWork(1, 1),)),))),
            "arrivals[0].paths[0]",
        ),
    ],
)
def test_a_profile_that_cannot_be_meant_is_refused(given: Profile, field: str) -> None:
    with pytest.raises(Malformed) as refused:
        profile.check(given)
    assert refused.value.field == f"profile.{field}"


def test_a_far_quarter_of_an_hour_is_named_by_its_local_hour() -> None:
    """The clocks go back on 25 October: that Sunday has an hour more."""
    only_two = tuple(int(hour == 24 * 6 + 2) for hour in range(168))
    october = Profile(100, date(2026, 10, 19), 1, (incidents(hours=only_two),))
    found = [instant.at(each.at).astimezone(UTC) for each in planned(october)]
    assert {each.hour for each in found} == {0, 1}
    assert max(found) - min(found) > timedelta(hours=1, minutes=45)
