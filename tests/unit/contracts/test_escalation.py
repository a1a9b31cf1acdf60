"""Escalation steps are decided from the policy, the alarms and how the ticket stands."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from contracts import instant
from contracts.clocks.told import Told
from contracts.escalation import escalation
from contracts.escalation.escalation import Alarm, Situation, Step

CLOCK = UUID(int=7)
NOON = 1_768_215_600 * instant.SECOND
EVERYONE_AT_WORK = Situation(
    tier=1,
    state="open",
    touched_at=NOON - instant.HOUR,
    open_tiers=frozenset({1, 2, 3}),
    vendor_open=True,
)


def alarm(metric: str, percent: int | None, holder: str = "", priority: str = "P2") -> Alarm:
    return Alarm(CLOCK, metric, holder, priority, Told(NOON, percent, 1, 1, instant.HOUR, "c"))


def step(ordinal: int, metric: str, percent: int, action: str, **more: object) -> Step:
    return Step(metric, percent, action, ordinal=ordinal, id=UUID(int=ordinal), **more)  # type: ignore[arg-type]


def states(
    steps: list[Step], alarms: list[Alarm], situation: Situation = EVERYONE_AT_WORK
) -> list[tuple[int, str]]:
    outcomes = escalation.decide(steps, alarms, situation)
    return [(each.step.ordinal, each.state) for each in outcomes]


def test_a_step_that_informs_acts_alone() -> None:
    steps = [step(1, "resolution", 75, "notify"), step(2, "resolution", 100, "page")]
    assert states(steps, [alarm("resolution", 75)]) == [(1, "done")]
    assert states(steps, [alarm("resolution", None)]) == [(2, "done")]


def test_a_step_that_moves_asks_first_unless_it_is_automatic() -> None:
    steps = [step(1, "hold", 100, "move_tier", to_tier=2)]
    assert states(steps, [alarm("hold", None, "L1")]) == [(1, "proposed")]
    alone = [replace(steps[0], automatic=True)]
    assert states(alone, [alarm("hold", None, "L1")]) == [(1, "done")]


@pytest.mark.parametrize(
    ("situation", "state"),
    [
        (EVERYONE_AT_WORK, "done"),
        (replace(EVERYONE_AT_WORK, touched_at=None), "done"),
        (replace(EVERYONE_AT_WORK, touched_at=NOON - 29 * instant.MINUTE), "proposed"),
        (replace(EVERYONE_AT_WORK, touched_at=NOON - 30 * instant.MINUTE), "done"),
        (replace(EVERYONE_AT_WORK, open_tiers=frozenset({1})), "proposed"),
        (replace(EVERYONE_AT_WORK, tier=2), "passed"),
        (replace(EVERYONE_AT_WORK, tier=3), "passed"),
        (replace(EVERYONE_AT_WORK, state="resolved"), "passed"),
    ],
)
def test_an_automatic_move_needs_an_untouched_ticket_and_an_open_receiver(
    situation: Situation, state: str
) -> None:
    steps = [
        step(1, "resolution", 50, "move_tier", to_tier=2, automatic=True, untouched_minutes=30)
    ]
    assert states(steps, [alarm("resolution", 50)], situation) == [(1, state)]


def test_a_case_is_opened_alone_only_while_the_vendor_works_and_none_is_open() -> None:
    steps = [step(1, "hold", 100, "open_vendor_case", automatic=True)]
    alarms = [alarm("hold", None, "L3")]
    at_l3 = replace(EVERYONE_AT_WORK, tier=3)
    assert states(steps, alarms, at_l3) == [(1, "done")]
    assert states(steps, alarms, replace(at_l3, vendor_open=False)) == [(1, "proposed")]
    assert states(steps, alarms, replace(at_l3, tier=4)) == [(1, "passed")]


def test_steps_are_for_their_tier_and_their_priorities_only() -> None:
    steps = [
        step(1, "resolution", 75, "notify", from_tier=2),
        step(2, "resolution", 75, "notify", priorities=("P1",)),
        step(3, "resolution", 75, "notify", priorities=("P1", "P2")),
    ]
    assert states(steps, [alarm("resolution", 75)]) == [(3, "done")]
    assert states(steps, [alarm("resolution", 75, priority="P1")]) == [(2, "done"), (3, "done")]


def test_a_hold_of_another_tier_than_the_steps_own_calls_for_nothing() -> None:
    steps = [step(1, "hold", 100, "notify", from_tier=1)]
    assert states(steps, [alarm("hold", None, "L2")]) == []


def test_a_step_that_moved_the_ticket_is_seen_by_those_after_it() -> None:
    steps = [
        step(1, "hold", 100, "move_tier", from_tier=1, to_tier=2, automatic=True),
        step(2, "hold", 100, "move_tier", from_tier=1, to_tier=3, automatic=True),
        step(3, "resolution", 100, "move_tier", to_tier=2, automatic=True),
    ]
    alarms = [alarm("hold", None, "L1"), alarm("resolution", None)]
    assert states(steps, alarms) == [(1, "done"), (3, "passed")]


def test_a_decision_names_the_instant_and_none_for_a_breach() -> None:
    steps = [step(1, "resolution", 75, "notify"), step(2, "resolution", 100, "notify")]
    alarms = [alarm("resolution", 75), alarm("resolution", None)]
    warned, breached = (
        each.decision for each in escalation.decide(steps, alarms, EVERYONE_AT_WORK)
    )
    assert (warned.percent, breached.percent) == (75, None)
    assert warned.at == instant.at(NOON)
    assert (warned.clock_id, warned.step_id) == (CLOCK, UUID(int=1))
