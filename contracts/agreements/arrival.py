"""Targets that depend on the hours of a ticket's arrival: what is promised to calls at night."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from contracts import facts
from contracts.agreements.agreed import Content, Target
from contracts.agreements.clause import Arrival
from contracts.calendars.calendar import Calendar
from contracts.clocks import clock_sla
from contracts.clocks.clock_standing import Standing
from contracts.clocks.clock_terms import Terms
from contracts.facts import Fact


def targets(content: Content, calendars: Mapping[UUID, Calendar], arrived: int) -> Content:
    """What it promises a ticket raised at that instant; `calendars` by version."""
    outside = {
        target.about: target
        for given, target in outside_hours(content)
        if not calendars[given.outside].is_open(arrived)
    }
    return replace(
        content, targets=tuple(outside.get(each.about, each) for each in content.targets)
    )


def outside_hours(content: Content) -> Iterator[tuple[Arrival, Target]]:
    """Each clause about arrival with the target that takes the usual one's place."""
    usual = {target.about: target for target in content.targets}
    for given in content.arrivals:
        target = usual[given.about]
        yield (
            given,
            replace(
                target,
                allowed_us=target.allowed_us if given.allowed_us is None else given.allowed_us,
                calendar_version_id=given.calendar_version_id or target.calendar_version_id,
            ),
        )


def settled(terms: Terms, standing: Standing, fact: Fact) -> Terms:
    """The terms of a ticket that arrived when its clocks began."""
    arrived = standing.started_at
    if arrived is None and isinstance(fact, facts.Raised):
        arrived = clock_sla.begins(fact, terms)
    if arrived is None or not terms.outside_hours:
        return terms
    outside = {
        matter: promise
        for matter, (hours, promise) in terms.outside_hours.items()
        if not hours.is_open(arrived)
    }
    return replace(terms, promises={**terms.promises, **outside}) if outside else terms
