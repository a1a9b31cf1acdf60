"""What a ticket went through, folded from its events in order. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Step:
    """An event as far as reports care: `to` is the tier, person or state it led to."""

    kind: str
    at: datetime
    by: str
    by_id: str | None
    to: str | None


@dataclass(frozen=True, slots=True)
class Trail:
    """`hand_overs`: how often it changed its tier, or the person who had it. `returns`: those of
    them that led back to a tier or person who had it before. `answers`: public messages by our
    people, until it was first resolved. `resolved_by`: who last resolved it, where a person did."""

    first_answer_at: datetime | None = None
    answers: int = 0
    hand_overs: int = 0
    returns: int = 0
    reopenings: int = 0
    resolved_by: str | None = None
    resolved_tier: int | None = None


@dataclass(slots=True)
class _Walk:
    first_answer_at: datetime | None = None
    answers: int = 0
    hand_overs: int = 0
    returns: int = 0
    reopenings: int = 0
    resolved_by: str | None = None
    resolved_tier: int | None = None
    tier: str = "1"
    holder: str | None = None
    tiers: set[str] = field(default_factory=set)
    holders: set[str] = field(default_factory=set)
    resolved: bool = False


def instant(microseconds: int) -> datetime:
    """Of microseconds since the Unix epoch."""
    return EPOCH + timedelta(microseconds=microseconds)


def read(rows: Sequence[Sequence[object]]) -> tuple[Step, ...]:
    """Steps as the statement gives them: kind, microseconds, who, whose id, to what."""
    return tuple(
        Step(str(kind), instant(int(str(at))), str(by), _text(by_id), _text(to))
        for kind, at, by, by_id, to in rows
    )


def of(steps: Iterable[Step]) -> Trail:
    walk = _Walk()
    for step in steps:
        match step.kind:
            case "raised":
                walk.tier = step.to or walk.tier
            case "public_reply":
                _answered(walk, step)
            case "tier_moved":
                _moved(walk, step.to or walk.tier)
            case "assigned":
                _given(walk, step.to)
            case "resolved":
                walk.resolved = True
                walk.resolved_by = step.by_id if step.by == "staff" else None
                walk.resolved_tier = int(walk.tier)
            case "reopened":
                walk.reopenings += 1
    return Trail(**{name: getattr(walk, name) for name in Trail.__slots__})


def _answered(walk: _Walk, step: Step) -> None:
    if step.by != "staff":
        return
    walk.first_answer_at = walk.first_answer_at or step.at
    walk.answers += not walk.resolved


def _moved(walk: _Walk, to: str) -> None:
    walk.hand_overs += 1
    walk.tiers.add(walk.tier)
    walk.returns += to in walk.tiers
    walk.tier, walk.holder = to, None


def _given(walk: _Walk, to: str | None) -> None:
    """The first person of a tier takes it from the queue: that hands nothing over."""
    if to is None or to == walk.holder:
        return
    if walk.holder is not None:
        walk.hand_overs += 1
        walk.returns += to in walk.holders
    walk.holders.add(to)
    walk.holder = to


def _text(value: object) -> str | None:
    return None if value is None else str(value)
