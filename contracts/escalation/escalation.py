"""Which steps of an escalation policy an alarm calls for, and whether each acts alone.

Pure: the policy, the alarms of one ticket at one instant and how the ticket stands then. ITIL's
functional escalation moves a ticket to another tier, hierarchic escalation informs (PRACTICE 22).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal
from uuid import UUID

from contracts import facts, instant
from contracts.clocks.told import Told
from contracts.desk_protocol import Action, Decision

INFORMING: Final = ("notify", "page")
BREACH: Final = 100
VENDOR_TIER: Final = 4
UNWRITTEN: Final = UUID(int=0)
"""The id of a step until its policy is written."""

State = Literal["done", "proposed", "passed"]


@dataclass(frozen=True, slots=True)
class Step:
    """When so many percent of a metric's target are used (100: it is breached), do this.

    `from_tier`: only while the ticket is in that tier. `priorities`: only for these; none named
    means all. A step that moves acts alone only if it is `automatic` and nobody of ours has
    touched the ticket for `untouched_minutes`.
    """

    metric: str
    percent: int
    action: Action
    from_tier: int | None = None
    to_tier: int | None = None
    priorities: tuple[str, ...] = ()
    automatic: bool = False
    untouched_minutes: int = 0
    id: UUID = UNWRITTEN
    ordinal: int = 0

    @property
    def informs(self) -> bool:
        return self.action in INFORMING

    def watches(self, metric: str, priority: str, tier: int | None) -> bool:
        """Whether it waits on clocks like this; `tier` is that of an OLA clock."""
        elsewhere = tier is not None and self.from_tier not in (None, tier)
        about = self.metric == metric and (not self.priorities or priority in self.priorities)
        return about and not elsewhere


@dataclass(frozen=True, slots=True)
class Alarm:
    """A warning or breach of one clock, at the instant it fell due, at the priority it had then."""

    clock_id: UUID
    metric: str
    holder: str
    priority: str
    told: Told

    @property
    def percent(self) -> int:
        return BREACH if self.told.percent is None else self.told.percent


@dataclass(frozen=True, slots=True)
class Situation:
    """How the ticket stands. `touched_at` in microseconds; `open_tiers` are the tiers at work at
    the instant of the alarm, `vendor_open` whether the vendor behind the service is."""

    tier: int
    state: str
    touched_at: int | None
    open_tiers: frozenset[int]
    vendor_open: bool

    @property
    def ended(self) -> bool:
        return self.state in (facts.RESOLVED, facts.CLOSED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`done` steps are to be carried out, `proposed` ones wait for a person; `passed` has nothing
    left to do: the ticket is there already, or has ended."""

    alarm: Alarm
    step: Step
    state: State
    decision: Decision


def decide(
    steps: Iterable[Step], alarms: Sequence[Alarm], situation: Situation
) -> tuple[Outcome, ...]:
    """The steps that these alarms of one instant call for, in the policy's order.

    A step that moves the ticket is seen by those after it.
    """
    outcomes: list[Outcome] = []
    ordered = sorted(steps, key=lambda step: step.ordinal)
    for alarm in alarms:
        for step in ordered:
            if not _called(step, alarm, situation):
                continue
            state = _state(step, alarm, situation)
            outcomes.append(Outcome(alarm, step, state, _decision(step, alarm)))
            if state == "done":
                situation = _moved(situation, step)
    return tuple(outcomes)


def _called(step: Step, alarm: Alarm, situation: Situation) -> bool:
    here = step.from_tier in (None, situation.tier)
    held_by = int(alarm.holder[1:]) if alarm.holder.startswith("L") else None
    return (
        here
        and step.percent == alarm.percent
        and step.watches(alarm.metric, alarm.priority, held_by)
    )


def _state(step: Step, alarm: Alarm, situation: Situation) -> State:
    if step.informs:
        return "done"
    if situation.ended or _is_there(step, situation):
        return "passed"
    alone = (
        step.automatic and _untouched(step, alarm, situation) and _receiver_is_open(step, situation)
    )
    return "done" if alone else "proposed"


def _is_there(step: Step, situation: Situation) -> bool:
    """A ticket is moved up only; one with a vendor comes back by the vendor's answer."""
    if step.action == "move_tier":
        return (step.to_tier or 0) <= situation.tier
    return step.action == "open_vendor_case" and situation.tier == VENDOR_TIER


def _untouched(step: Step, alarm: Alarm, situation: Situation) -> bool:
    if situation.touched_at is None or step.untouched_minutes == 0:
        return True
    return alarm.told.at - situation.touched_at >= step.untouched_minutes * instant.MINUTE


def _receiver_is_open(step: Step, situation: Situation) -> bool:
    if step.action == "move_tier":
        return step.to_tier in situation.open_tiers
    return situation.vendor_open if step.action == "open_vendor_case" else True


def _moved(situation: Situation, step: Step) -> Situation:
    if step.action == "move_tier" and step.to_tier is not None:
        return replace(situation, tier=step.to_tier)
    if step.action == "open_vendor_case":
        return replace(situation, tier=VENDOR_TIER, state=facts.WAITING_VENDOR)
    return situation


def _decision(step: Step, alarm: Alarm) -> Decision:
    return Decision(
        action=step.action,
        step_id=step.id,
        clock_id=alarm.clock_id,
        metric=alarm.metric,
        percent=alarm.told.percent,
        at=instant.at(alarm.told.at),
        to_tier=step.to_tier,
    )
