"""Whether a clock's next alarm wakes somebody: such timers fire before all others that are due."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from contracts import metric
from contracts.clocks import clock, told
from contracts.clocks.clock_rows import Held
from contracts.escalation.escalation import BREACH, Step

LANE: Final = "page"
OTHERS: Final = "alarm"


def lane(held: Held, steps: Iterable[Step]) -> str:
    """The lane of its timer, under these steps of its ticket's policy."""
    tier = int(held.key.holder[1:]) if held.key.metric in metric.OLA else None
    watched = [
        step.percent
        for step in steps
        if step.action == "page" and step.watches(held.key.metric, held.priority, tier)
    ]
    return LANE if watched and not _coming(held).isdisjoint(watched) else OTHERS


def _coming(held: Held) -> set[int]:
    """The percentages of what is to be acted on next."""
    late = {each.percent for each in told.untold(held.clock, held.told)}
    ahead = clock.next_alarm(held.clock)
    percents = late or ({ahead.percent} if ahead else set())
    return {BREACH if percent is None else percent for percent in percents}
