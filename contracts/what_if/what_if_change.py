"""Which clocks of a ticket come out otherwise, and which way they turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from contracts import metric
from contracts.what_if.what_if import Judged, Outcome

Turn = Literal["missed", "saved", "other"]


class Change(Struct, frozen=True):
    """One clock that comes out otherwise; an outcome of None is no promise at all."""

    metric: str
    number: int
    priority: str
    turn: Turn
    before: Outcome | None
    after: Outcome | None
    before_at: int | None
    after_at: int | None


def changes(before: Sequence[Judged], after: Sequence[Judged]) -> tuple[Change, ...]:
    """The SLA clocks that come out otherwise, in the order of metric and number.

    A promise that is new, or no more, is named only where it is or was missed.
    """
    old = {each.key: each for each in before if each.metric in metric.SLA}
    new = {each.key: each for each in after if each.metric in metric.SLA}
    found = (_change(old.get(key), new.get(key)) for key in sorted(old.keys() | new.keys()))
    return tuple(change for change in found if change is not None)


def _change(before: Judged | None, after: Judged | None) -> Change | None:
    was, would = _said(before), _said(after)
    turn = _turn(was[0], would[0])
    named = after or before
    if turn is None or named is None:
        return None
    return Change(
        metric=named.metric,
        number=named.number,
        priority=named.priority,
        turn=turn,
        before=was[0],
        after=would[0],
        before_at=was[1],
        after_at=would[1],
    )


def _said(judged: Judged | None) -> tuple[Outcome | None, int | None]:
    return (None, None) if judged is None else (judged.outcome, judged.at)


def _turn(before: Outcome | None, after: Outcome | None) -> Turn | None:
    if before == after:
        return None
    if after == "breached":
        return "missed"
    if before == "breached":
        return "saved"
    return "other" if before is not None and after is not None else None
