"""How the clocks of lived tickets came out by their rows, and what people ruled of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from contracts import instant, metric
from contracts.calendars import compiled
from contracts.calendars.calendar import Calendar
from contracts.clocks.clock_standing import Key
from contracts.compliance.counted import counting
from contracts.what_if import what_if
from contracts.what_if.what_if import Judged, Outcome, Ruling
from underpin.kernel import db

CLOCKS: Final = f"""
SELECT c.ticket_id, c.metric, c.holder, c.number, c.ticket_type, c.priority, c.state, c.version_id,
       c.started_at, c.breach_at, c.breached_at, c.withdrawn_at, c.decided_at, c.caused_by_change,
       c.same_silence, c.elapsed_us - c.allowed_us AS banked_over, c.running_since,
       c.calendar_version_id, c.kind,
       CASE WHEN u.missed THEN 'missed'
            WHEN u.counted THEN 'counted'
            WHEN x.id IS NOT NULL THEN 'excluded' END AS ruling,
       coalesce(k.apart IS NOT NULL OR (k.channel = 'alert' AND NOT k.touched), false) AS apart
{counting.JOINED}
WHERE c.tenant_id = $1 AND c.ticket_id = ANY ($2::uuid[]) AND c.kind IN ('SLA', 'UC')
ORDER BY c.ticket_id, c.metric, c.holder, c.number
"""


class Seen(NamedTuple):
    """From when, and with which calendars, clocks that still run are looked at."""

    as_of: datetime
    calendars: Mapping[UUID, Calendar]


async def calendars(tenant: int, clocks: Iterable[db.Row]) -> dict[UUID, Calendar]:
    running = [row for row in clocks if row["running_since"] is not None]
    own = {row["calendar_version_id"] for row in running if row["kind"] == "SLA"}
    behind = {row["calendar_version_id"] for row in running if row["kind"] == "UC"}
    return await compiled.of_tenant(tenant, own) | await compiled.of_provider(behind)


def rulings(clocks: Sequence[db.Row]) -> dict[Key, Ruling]:
    found: dict[Key, Ruling] = {
        Key(row["metric"], row["holder"], row["number"]): row["ruling"]
        for row in clocks
        if row["ruling"] is not None
    }
    if any(row["apart"] for row in clocks):
        found[what_if.NO_CLOCK] = "apart"
    return found


def recorded(clocks: Sequence[db.Row], seen: Seen) -> Iterator[Judged]:
    """The clocks of one ticket as their rows have it."""
    first_missed = any(
        row["metric"] == metric.FIRST_RESPONSE and row["breached_at"] is not None for row in clocks
    )
    for row in clocks:
        found = _outcome(row, seen.as_of)
        if found is None:
            continue
        outcome, at = found
        missed = outcome == "breached"
        yield Judged(
            **{name: row[name] for name in ("metric", "holder", "number")},
            **{name: row[name] for name in ("ticket_type", "priority")},
            outcome="same_miss" if missed and row["same_silence"] and first_missed else outcome,
            at=None if at is None else instant.of(at),
            version=str(row["version_id"]),
            caused_by_change=missed and row["caused_by_change"],
            over=_over(row, seen) if missed else 0,
        )


def _outcome(row: db.Row, as_of: datetime) -> tuple[Outcome, datetime | None] | None:
    """None for what had not begun, or of which nothing was promised any more."""
    if row["started_at"] > as_of:
        return None
    if row["decided_at"] is None or row["decided_at"] > as_of:
        return _open(row, as_of)
    if row["state"] == "merged":
        return "merged", row["decided_at"]
    if row["breached_at"] is not None:
        return "breached", row["decided_at"]
    return ("met" if row["withdrawn_at"] is None else "withdrawn"), row["decided_at"]


def _open(row: db.Row, as_of: datetime) -> tuple[Outcome, datetime | None] | None:
    """A breach counts from its instant on, also where no alarm has recorded it yet."""
    if row["state"] == "released":
        return None
    if row["breach_at"] is not None and row["breach_at"] < as_of:
        return "breached", row["breach_at"]
    return "running", None


def _over(row: db.Row, seen: Seen) -> int:
    banked: int = row["banked_over"]
    if row["running_since"] is None:
        return banked
    calendar = seen.calendars[row["calendar_version_id"]]
    running = calendar.between(instant.of(row["running_since"]), instant.of(seen.as_of))
    return banked + running
