"""A clock's events as they are kept, to be folded or explained again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from contracts import metric
from contracts.calendars.calendar import Calendar
from contracts.clocks import clock, clock_codec, clock_rows, late
from contracts.clocks.clock_events import Event
from contracts.clocks.clock_state import Clock
from contracts.clocks.clock_target import Target
from underpin.kernel import db


@dataclass(frozen=True, slots=True)
class Kept:
    """One clock's event rows in its present history, bodies decoded."""

    kinds: tuple[str, ...]
    bodies: tuple[dict[str, Any], ...]

    @property
    def opened_under(self) -> Target | None:
        found = (clock_rows.opened_under(body) for body in self.bodies)
        return next((target for target in found if target is not None), None)

    def calendar_versions(self) -> set[UUID]:
        targets = (body.get(name) for body in self.bodies for name in ("target", "opens"))
        return {UUID(target["calendar_version"]) for target in targets if target}


@dataclass(frozen=True, slots=True)
class History:
    """What a clock is the fold of."""

    calendar: Calendar
    target: Target
    events: tuple[Event, ...]


async def read(tenant: int, clock_ids: Sequence[UUID]) -> dict[UUID, Kept]:
    """In one round trip; clocks without events in their present history are left out."""
    rows = await db.rows(
        "SELECT e.clock_id, e.kind, e.body FROM clock_event e JOIN clock c "
        "ON c.tenant_id = e.tenant_id AND c.id = e.clock_id AND c.history = e.history "
        "WHERE e.tenant_id = $1 AND e.clock_id = ANY ($2::uuid[]) ORDER BY e.clock_id, e.seq",
        tenant,
        list(clock_ids),
    )
    found: dict[UUID, list[tuple[str, dict[str, Any]]]] = {}
    for row in rows:
        body = msgspec.json.decode(row["body"])
        found.setdefault(row["clock_id"], []).append((row["kind"], body))
    return {
        clock_id: Kept(tuple(kind for kind, _ in each), tuple(body for _, body in each))
        for clock_id, each in found.items()
    }


def told(kept: Kept, calendars: Mapping[UUID, Calendar]) -> History | None:
    """None for a clock that is not opened in this history."""
    target = kept.opened_under
    if target is None:
        return None

    def named(version: str) -> Calendar:
        return calendars[UUID(version)]

    events = (
        clock_codec.event_from_json(
            kind, {name: value for name, value in body.items() if name != "opens"}, named
        )
        for kind, body in zip(kept.kinds, kept.bodies, strict=True)
    )
    return History(named(target.calendar_version), target, tuple(events))


def refolded(history: History, like: Clock) -> Clock:
    """The clock anew from its events, its alarms recorded as far as those of `like`."""
    folded = clock.fold(history.calendar, history.target, history.events)
    until = late.seen_until(like)
    return folded if until is None else clock.advance(folded, until)


def behind(name: str) -> bool:
    """Whether clocks of that metric count on the provider's calendars."""
    return name not in metric.SLA


def versions(kept: Iterable[Kept]) -> set[UUID]:
    return {version for each in kept for version in each.calendar_versions()}
