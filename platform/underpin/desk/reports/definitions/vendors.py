"""How vendors kept the targets of their UCs: acknowledged, updated and fixed in time. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from underpin.desk.reports import measure
from underpin.desk.reports.item import Duty
from underpin.desk.reports.measure import Measure


def _met(duty: Duty) -> bool:
    return not duty.breached


def _missed(duty: Duty) -> bool:
    return duty.breached


def _of(metric: str) -> Callable[[Duty], bool]:
    """Those that have come to their end."""
    return lambda duty: duty.metric == metric and duty.worked is not None


def _worked(duty: Duty) -> timedelta:
    return duty.worked or timedelta()


VENDORS: tuple[Measure[Duty], ...] = (
    Measure("decided", "count", measure.every, measure.count),
    Measure("met", "count", _met, measure.count),
    Measure("breached", "count", _missed, measure.count),
    Measure("kept", "percent", _met, measure.share),
    *(
        Measure(
            f"{metric}_median",
            "working",
            _of(metric),
            measure.percentile(50, _worked),
            _worked,
        )
        for metric in ("acknowledge", "fix")
    ),
)
