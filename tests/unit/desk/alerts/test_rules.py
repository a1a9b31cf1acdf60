"""What an alert does to its ticket, case by case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from underpin.desk.alerts import rules
from underpin.desk.alerts.rules import Matter, News, Rules, Step

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LIVE, QUIET = Matter("live", firing=True), Matter("live")
DONE = Matter("done", NOW - timedelta(hours=1))


@pytest.mark.parametrize(
    ("matter", "news", "steps"),
    [
        (Matter(), News(NOW, firing=True), (Step.RAISE,)),
        (Matter(), News(NOW, firing=False), ()),
        (LIVE, News(NOW, firing=True, changed=False), ()),
        (LIVE, News(NOW, firing=False), (Step.WAIT,)),
        (QUIET, News(NOW, firing=False), ()),
        (QUIET, News(NOW, firing=True), (Step.AGAIN, Step.STAY)),
        (LIVE, News(NOW, firing=True, joined=True), (Step.JOINED, Step.STAY)),
        (LIVE, News(NOW, firing=True), (Step.STAY,)),
        (DONE, News(NOW, firing=True), (Step.REOPEN, Step.STAY)),
        (DONE, News(NOW, firing=False), ()),
        (QUIET, News(NOW, firing=True, flapping=True), (Step.FLAPPING, Step.STAY)),
        (Matter("live", flapping=True), News(NOW, firing=True, flapping=True), (Step.STAY,)),
        (
            Matter("done", NOW, flapping=True),
            News(NOW, firing=True, flapping=True),
            (Step.REOPEN, Step.STAY),
        ),
    ],
)
def test_each_case_has_its_steps(matter: Matter, news: News, steps: tuple[Step, ...]) -> None:
    assert rules.steps(matter, news) == steps


@pytest.mark.parametrize(
    ("matter", "goes_on"),
    [
        (Matter(), False),
        (LIVE, True),
        (Matter("done", NOW - timedelta(hours=2)), True),
        (Matter("done", NOW - timedelta(hours=2, seconds=1)), False),
    ],
)
def test_a_firing_goes_on_with_a_ticket_within_the_window(matter: Matter, goes_on: bool) -> None:
    assert rules.goes_on(Rules(), matter, NOW) is goes_on


@pytest.mark.parametrize(
    ("live", "firing", "touched", "ending"),
    [
        (True, False, False, "resolve"),
        (True, False, True, "leave"),
        (True, True, False, "nothing"),
        (False, False, False, "nothing"),
    ],
)
def test_quiet_resolves_what_nobody_touched(
    live: bool, firing: bool, touched: bool, ending: str
) -> None:
    assert rules.ending(live=live, firing=firing, touched=touched) == ending


def test_flapping_must_be_quiet_as_long_as_changes_are_counted() -> None:
    ours = Rules(stable=timedelta(minutes=5), flap_span=timedelta(minutes=40))
    assert rules.quiet_for(ours, flapping=False) == timedelta(minutes=5)
    assert rules.quiet_for(ours, flapping=True) == timedelta(minutes=40)


def test_a_measure_of_none_never_applies() -> None:
    never = Rules(flap_changes=0, storm_alerts=0)
    assert not rules.is_flapping(never, 99)
    assert not rules.is_storm(never, 999)
    assert rules.is_storm(Rules(storm_alerts=3), 3)
    assert not rules.is_storm(Rules(storm_alerts=3), 2)


def test_a_storms_count_is_said_ever_more_seldom() -> None:
    said, told = [], 0
    for counted in range(1, 1001):
        if rules.count_is_told(told, counted):
            said.append(counted)
            told = counted
    assert said == [10, 20, 40, 80, 160, 320, 640]
