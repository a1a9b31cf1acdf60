"""The ways a ticket takes under an escalation policy, as chains of stages to check a promise by.

Which agreed times stand behind which promise (docs/coherence.md):

- `resolution`: every tier the ticket passes holds it as long as its OLA allows, and a vendor that
  has to come in then fixes it, unless the SLA leaves out the vendor's time;
- `first_response`: the first tier picks it up; where the policy sends it out before anybody has
  picked it up or answered, the vendor's acknowledgment comes after that;
- `next_reply`: whoever has it can answer, so that the pick-up of each tier is the longest silence;
- `next_update`: the same, and while a vendor has it the time from one of its updates to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from contracts import metric
from contracts.agreements.agreed import Content, Target
from contracts.calendars.calendar import Calendar
from contracts.clocks import clock_ola
from contracts.coherence.coherence_chain import Chain, Stage
from contracts.escalation.escalation import Step

TIERS: Final = (1, 2, 3)
CHECKED: Final = (
    metric.FIRST_RESPONSE,
    metric.NEXT_REPLY,
    metric.NEXT_UPDATE,
    metric.RESOLUTION,
)
"""The promises that stages keep; an availability is kept by no ticket's course."""
_BEFORE_AN_ANSWER: Final = (metric.PICKUP, metric.FIRST_RESPONSE)


@dataclass(frozen=True, slots=True)
class Behind:
    """What the provider has agreed: each tier's OLA and the UC of each vendor that covers a
    service, by the vendor's name; and the calendars they name."""

    olas: Mapping[int, Content]
    ucs: Mapping[str, Content]
    calendars: Mapping[UUID, Calendar]


@dataclass(frozen=True, slots=True)
class Path:
    """`metrics` says, stage by stage, which target of its agreement the chain counts; `missing`
    names the stages for which no time is agreed, so that nothing can be said."""

    chain: Chain
    holders: tuple[str, ...]
    metrics: tuple[str, ...]
    missing: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return " > ".join(self.holders)

    @property
    def furthest(self) -> str:
        return self.holders[-1]

    def upto(self, stages: int) -> Path:
        """The same way, ended after so many stages. Only of a path with nothing missing."""
        return Path(self.chain[:stages], self.holders[:stages], self.metrics[:stages])


@dataclass(frozen=True, slots=True)
class Asked:
    """Of what a promise speaks, and what the policy does with such tickets. `vendor_apart`: its
    time does not count towards a resolution."""

    metric: str
    ticket_type: str
    priority: str
    steps: Sequence[Step]
    first_tier: int = 1
    vendor_apart: bool = False


def route(
    steps: Sequence[Step], priority: str, first_tier: int = 1
) -> tuple[tuple[int, ...], bool]:
    """The tiers a ticket of this priority passes, and whether a vendor comes after them.

    By the policy's moves, through as many tiers as they allow; without a policy through all.
    """
    if not steps:
        return tuple(tier for tier in TIERS if tier >= first_tier), True
    mine = _about(steps, priority)
    tiers = [first_tier]
    while onward := _onward(mine, tiers[-1]):
        tiers.append(onward)
    outside = any(
        step.action == "open_vendor_case" and step.from_tier in (None, *tiers) for step in mine
    )
    return tuple(tiers), outside


def paths(asked: Asked, behind: Behind) -> tuple[Path, ...]:
    """The longest ways; each is one that tickets may take, so that the worst one counts."""
    tiers, outside = route(asked.steps, asked.priority, asked.first_tier)
    vendors = sorted(behind.ucs) if outside else []
    if asked.metric == metric.RESOLUTION:
        holds = tuple((clock_ola.holder(tier), metric.HOLD) for tier in tiers)
        fixing = [] if asked.vendor_apart else vendors
        ways = [(*holds, (vendor, metric.FIX)) for vendor in fixing] or [holds]
    elif asked.metric == metric.FIRST_RESPONSE:
        ways = _answers(asked, sorted(behind.ucs))
    else:
        ways = [((clock_ola.holder(tier), metric.PICKUP),) for tier in tiers]
        if asked.metric == metric.NEXT_UPDATE:
            ways += [((vendor, metric.UPDATE),) for vendor in vendors]
    return tuple(_path(way, asked, behind) for way in ways)


_Way = tuple[tuple[str, str], ...]
"""Who holds the ticket one after the other, and the target each is held to."""


def _answers(asked: Asked, vendors: Iterable[str]) -> list[_Way]:
    first: _Way = ((clock_ola.holder(asked.first_tier), metric.PICKUP),)
    unanswered = any(
        step.action == "open_vendor_case"
        and step.metric in _BEFORE_AN_ANSWER
        and step.from_tier in (None, asked.first_tier)
        for step in _about(asked.steps, asked.priority)
    )
    return [first, *((*first, (each, metric.ACKNOWLEDGE)) for each in vendors if unanswered)]


def _about(steps: Sequence[Step], priority: str) -> list[Step]:
    return [step for step in steps if not step.priorities or priority in step.priorities]


def _onward(steps: Sequence[Step], tier: int) -> int | None:
    ahead = [
        step.to_tier
        for step in steps
        if step.action == "move_tier" and step.from_tier in (None, tier) and step.to_tier
    ]
    return min((to for to in ahead if to > tier), default=None)


def _path(way: _Way, asked: Asked, behind: Behind) -> Path:
    found = [(holder, _stage(holder, name, asked, behind)) for holder, name in way]
    return Path(
        chain=tuple(stage for _, stage in found if stage is not None),
        holders=tuple(holder for holder, _ in way),
        metrics=tuple(name for _, name in way),
        missing=tuple(holder for holder, stage in found if stage is None),
    )


def _stage(holder: str, name: str, asked: Asked, behind: Behind) -> Stage | None:
    content = _agreement(holder, name, behind)
    target = _target(content, (name, asked.ticket_type, asked.priority))
    if content is None or target is None:
        return None
    return Stage(holder, behind.calendars[content.calendar_of(target)], target.allowed_us)


def _agreement(holder: str, name: str, behind: Behind) -> Content | None:
    if name in metric.UC:
        return behind.ucs.get(holder)
    return {clock_ola.holder(tier): content for tier, content in behind.olas.items()}.get(holder)


def _target(content: Content | None, about: tuple[str, str, str]) -> Target | None:
    every = content.targets if content else ()
    return next((target for target in every if target.about == about), None)
