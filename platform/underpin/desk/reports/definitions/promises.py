"""What was promised and kept, and which link of the chain let a promise down."""

from __future__ import annotations

from collections.abc import Callable

from underpin.desk.reports import measure
from underpin.desk.reports.item import Promise
from underpin.desk.reports.measure import Measure

LINKS = ("L1", "L2", "L3", "vendor")
NO_LINK = "none"
"""Every link kept its own target, or had none: the chain itself was too long, or nobody took it."""


def _is(outcome: str) -> Callable[[Promise], bool]:
    return lambda promise: promise.outcome == outcome


def _counts(promise: Promise) -> bool:
    return promise.outcome in ("met", "breached")


def _missed_by(link: str) -> Callable[[Promise], bool]:
    """The link whose own target was missed first, on a ticket whose promise was missed."""
    return lambda promise: promise.outcome == "breached" and first(promise) == link


def first(promise: Promise) -> str:
    return promise.links[0] if promise.links else NO_LINK


CAUSES = ("by_change", "by_pickup", "by_hold", "by_lateness", "by_length")
_LAPSES = {"pickup": "by_pickup", "hold": "by_hold"}


def cause(promise: Promise) -> str:
    """What let it down first: its target was changed; a tier did not pick it up, or held it, longer
    than its own target allows; a vendor was late; or nobody was, and the chain itself too long."""
    if promise.changed:
        return "by_change"
    if not promise.lapses:
        return "by_length"
    return _LAPSES.get(promise.lapses[0], "by_lateness")


def _caused(name: str) -> Callable[[Promise], bool]:
    return lambda promise: promise.outcome == "breached" and cause(promise) == name


KEPT: tuple[Measure[Promise], ...] = (
    Measure("decided", "count", _counts, measure.count),
    Measure("met", "count", _is("met"), measure.count),
    Measure("breached", "count", _is("breached"), measure.count),
    Measure("kept", "percent", _is("met"), measure.share_of(_counts)),
    Measure("withdrawn", "count", _is("withdrawn"), measure.count),
    Measure("excluded", "count", _is("excluded"), measure.count),
    Measure("apart", "count", _is("apart"), measure.count),
)
BREACHES: tuple[Measure[Promise], ...] = (
    Measure("breached", "count", _is("breached"), measure.count),
    *(Measure(f"by_{link}", "count", _missed_by(link), measure.count) for link in LINKS),
    Measure("by_none", "count", _missed_by(NO_LINK), measure.count),
)
CAUSED: tuple[Measure[Promise], ...] = (
    Measure("breached", "count", _is("breached"), measure.count),
    *(Measure(each, "count", _caused(each), measure.count) for each in CAUSES),
)
