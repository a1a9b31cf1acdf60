"""What a ticket shows as its next due: the SLA's targets only, because its client sees it too."""

from __future__ import annotations

from collections.abc import Mapping

from contracts import instant, metric
from contracts.clocks import clock_alarms
from contracts.clocks.clock_standing import Key
from contracts.clocks.clock_state import Clock, Warned
from contracts.subject import Due


def of(clocks: Mapping[Key, Clock], *, missed_before: bool = False) -> Due:
    """`missed_before`: an earlier exchange, not among `clocks`, was missed."""
    promised = {key: clock for key, clock in clocks.items() if key.metric in metric.SLA}
    breached = missed_before or any(clock.breached for clock in promised.values())
    live = [
        (_missed(clock), due.inf, key)
        for key, clock in promised.items()
        if (due := clock.due) is not None
    ]
    if not live:
        return Due(breached=breached)
    _, inf, key = min(live)
    warned = _first_warning(promised[key])
    return Due(
        next_due=instant.at(inf),
        metric=key.metric,
        warn_at=None if warned is None else instant.at(warned),
        breached=breached,
    )


def _missed(clock: Clock) -> bool:
    return any(miss.stands and miss.lap == clock.lap for miss in clock.misses)


def _first_warning(clock: Clock) -> int | None:
    """Of those before the target itself, whether given already or still to come."""
    given = [warned.at for warned in clock.warnings if _is_current(warned, clock)]
    coming = [alarm.at for alarm in clock_alarms.ahead(clock) if (alarm.percent or 100) < 100]
    return min([*given, *coming], default=None)


def _is_current(warned: Warned, clock: Clock) -> bool:
    return (warned.epoch, warned.lap) == (clock.epoch, clock.lap) and warned.percent < 100
