"""The way a ticket takes under an escalation policy, as a chain of stages to check a promise by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from contracts import clock_ola, metric
from contracts.agreed import Content, Target
from contracts.calendar import Calendar
from contracts.coherence_chain import Chain, Stage
from contracts.escalation import Step

TIERS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Behind:
    """What the provider has agreed: each tier's OLA and the UC of each vendor that covers a
    service, by the vendor's name; and the calendars they name."""

    olas: Mapping[int, Content]
    ucs: Mapping[str, Content]
    calendars: Mapping[UUID, Calendar]


@dataclass(frozen=True, slots=True)
class Path:
    """`missing`: stages for which no time is agreed, so that nothing can be said."""

    name: str
    chain: Chain
    missing: tuple[str, ...] = ()


def route(steps: Sequence[Step], priority: str) -> tuple[tuple[int, ...], bool]:
    """The tiers a ticket of this priority passes, and whether a vendor comes after them.

    By the policy's moves, through as many tiers as they allow; without a policy through all.
    """
    if not steps:
        return TIERS, True
    mine = [step for step in steps if not step.priorities or priority in step.priorities]
    tiers = [1]
    while onward := _onward(mine, tiers[-1]):
        tiers.append(onward)
    outside = any(
        step.action == "open_vendor_case" and step.from_tier in (None, *tiers) for step in mine
    )
    return tuple(tiers), outside


def _onward(steps: Sequence[Step], tier: int) -> int | None:
    ahead = [
        step.to_tier
        for step in steps
        if step.action == "move_tier" and step.from_tier in (None, tier) and step.to_tier
    ]
    return min((to for to in ahead if to > tier), default=None)


def paths(
    steps: Sequence[Step], ticket_type: str, priority: str, behind: Behind
) -> tuple[Path, ...]:
    """The longest ways, one for each vendor that may have to come in."""
    tiers, outside = route(steps, priority)
    hold, fix = ((name, ticket_type, priority) for name in (metric.HOLD, metric.FIX))
    own = [_stage(clock_ola.holder(t), behind.olas.get(t), hold, behind) for t in tiers]
    if not outside or not behind.ucs:
        return (_path(own),)
    return tuple(
        _path([*own, _stage(vendor, uc, fix, behind)]) for vendor, uc in sorted(behind.ucs.items())
    )


_Found = tuple[str, Stage | None]


def _stage(
    name: str, content: Content | None, about: tuple[str, str, str], behind: Behind
) -> _Found:
    target = _target(content, about)
    if content is None or target is None:
        return name, None
    return name, Stage(name, behind.calendars[content.calendar_of(target)], target.allowed_us)


def _target(content: Content | None, about: tuple[str, str, str]) -> Target | None:
    every = content.targets if content else ()
    return next((target for target in every if target.about == about), None)


def _path(found: Sequence[_Found]) -> Path:
    return Path(
        name=" > ".join(name for name, _ in found),
        chain=tuple(stage for _, stage in found if stage is not None),
        missing=tuple(name for name, stage in found if stage is None),
    )
