"""Alerts and the matters of their tickets as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from underpin.desk.alerts import course, rules
from underpin.desk.alerts.course import Course
from underpin.desk.alerts.told import Told
from underpin.kernel import db
from underpin.kernel.act import Act


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert as it is kept. `joined_at` is when it came into its matter; `held_until` the end of
    the maintenance that keeps it from raising a ticket."""

    id: UUID
    fingerprint: str
    told: Told
    points: Course
    matter_id: UUID | None
    joined_at: datetime | None
    held_until: datetime | None
    first_heard_at: datetime
    last_heard_at: datetime


@dataclass(frozen=True, slots=True)
class Matter:
    """A ticket and the alerts it is about. `told` is how many a storm was last said to have;
    `touched`: by a person, ours or the client's."""

    id: UUID
    key: str
    ticket_id: UUID
    number: int
    storm: bool
    flapping: bool
    told: int
    firing: bool
    live: bool
    done_at: datetime | None
    priority: str
    touched: bool

    @property
    def before(self) -> rules.Matter:
        return rules.Matter(
            "live" if self.live else "done", self.done_at, self.firing, self.flapping
        )


ALERTS: Final = """
SELECT id, fingerprint, told, points, matter_id, joined_at, held_until, first_heard_at,
       last_heard_at
FROM alert WHERE tenant_id = $1 AND source_id = $2 AND fingerprint = ANY ($3::text[])
"""


async def alerts(act: Act, source_id: UUID, fingerprints: Iterable[str]) -> dict[str, Alert]:
    """By fingerprint."""
    rows = await db.rows(ALERTS, act.tenant_id, source_id, list(fingerprints))
    return {row["fingerprint"]: alert(row) for row in rows}


def alert(row: db.Row) -> Alert:
    said = {name: row[name] for name in Alert.__slots__}
    told = msgspec.json.decode(said["told"], type=Told)
    points = msgspec.json.decode(said["points"], type=Course)
    return Alert(**{**said, "told": told, "points": points})


# The newest matter of each key, and those that are named, their tickets locked; of a ticket that
# went into another, that one.
MATTER_IDS: Final = """
SELECT m.id FROM unnest($3::text[]) k(key)
CROSS JOIN LATERAL (SELECT id FROM alert_matter
    WHERE tenant_id = $1 AND source_id = $2 AND key = k.key ORDER BY opened_at DESC, id DESC LIMIT 1
) m
"""
# OFFSET 0: a join by an expression would, under row security, read all tickets of the client.
MATTERS: Final = """
SELECT m.id, m.key, m.ticket_id, s.number, m.storm, m.flapping, m.told, s.live,
       coalesce(s.closed_at, s.resolved_at) AS done_at, s.priority,
       EXISTS (SELECT FROM event e WHERE e.tenant_id = $1 AND e.subject_id = s.id
               AND e.actor_kind <> 'worker') AS touched,
       EXISTS (SELECT FROM alert a WHERE a.tenant_id = $1 AND a.matter_id = m.id AND a.firing)
       AS firing
FROM alert_matter m JOIN ticket t ON t.tenant_id = m.tenant_id AND t.id = m.ticket_id
CROSS JOIN LATERAL (SELECT coalesce(t.merged_into, t.id) AS id OFFSET 0) told
JOIN ticket s ON s.tenant_id = t.tenant_id AND s.id = told.id
WHERE m.tenant_id = $1 AND m.id = ANY ($2::uuid[]) ORDER BY s.id FOR UPDATE OF s
"""


async def matters(
    act: Act, source_id: UUID, keys: Sequence[str], ids: Iterable[UUID] = ()
) -> list[Matter]:
    """Those of these ids, and the newest of each key; their tickets are locked."""
    found = await db.rows(MATTER_IDS, act.tenant_id, source_id, list(keys))
    wanted = {*ids, *(row["id"] for row in found)}
    rows = await db.rows(MATTERS, act.tenant_id, list(wanted))
    return [Matter(**row) for row in rows]


KEEP: Final = """
INSERT INTO alert (tenant_id, id, source_id, fingerprint, title, severity, firing, told, points,
                   matter_id, joined_at, held_until, first_heard_at, last_heard_at)
SELECT $1, u.id, $2, u.fingerprint, u.title, u.severity, u.firing, u.told::jsonb, u.points::jsonb,
       u.matter_id, u.joined_at, u.held_until, u.first_heard_at, u.last_heard_at
FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::text[], $9::text[],
            $10::uuid[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[],
            $14::timestamptz[])
     AS u(id, fingerprint, title, severity, firing, told, points, matter_id, joined_at, held_until,
          first_heard_at, last_heard_at)
ON CONFLICT (tenant_id, source_id, fingerprint) DO UPDATE
SET title = excluded.title, severity = excluded.severity, firing = excluded.firing,
    told = excluded.told, points = excluded.points, matter_id = excluded.matter_id,
    joined_at = excluded.joined_at, held_until = excluded.held_until,
    last_heard_at = excluded.last_heard_at
"""


async def keep(act: Act, source_id: UUID, kept: Sequence[Alert]) -> None:
    """Write alerts, set-based; each fingerprint stands once among them."""
    columns = zip(*map(_columns, kept), strict=True)
    await db.execute(KEEP, act.tenant_id, source_id, *map(list, columns))


def _columns(kept: Alert) -> tuple[object, ...]:
    told = kept.told
    return (
        *(kept.id, kept.fingerprint, told.title, told.severity),
        course.fires(kept.points),
        *(_json(told), _json(kept.points), kept.matter_id, kept.joined_at, kept.held_until),
        *(kept.first_heard_at, kept.last_heard_at),
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


async def open_matter(act: Act, source_id: UUID, made: Matter) -> None:
    await db.execute(
        "INSERT INTO alert_matter (tenant_id, id, source_id, key, ticket_id, storm, flapping, "
        "told, opened_at) VALUES ($1, $2, $3, $4, $5, $6, false, 0, $7)",
        *(act.tenant_id, made.id, source_id, made.key, made.ticket_id, made.storm, act.now),
    )


async def joined(act: Act, source_id: UUID, since: datetime) -> int:
    """How many alerts came new into matters of this source since then."""
    found: int = await db.value(
        "SELECT count(*) FROM alert WHERE tenant_id = $1 AND source_id = $2 AND joined_at > $3",
        *(act.tenant_id, source_id, since),
    )
    return found


async def firing(act: Act, ids: Iterable[UUID]) -> set[UUID]:
    """Of these matters, those of which an alert fires."""
    rows = await db.rows(
        "SELECT DISTINCT matter_id FROM alert WHERE tenant_id = $1 "
        "AND matter_id = ANY ($2::uuid[]) AND firing",
        *(act.tenant_id, list(ids)),
    )
    return {row["matter_id"] for row in rows}


async def counted(act: Act, matter_id: UUID) -> list[tuple[str, int]]:
    """How many alerts of a matter have each title, the most first."""
    rows = await db.rows(
        "SELECT title, count(*) AS many FROM alert WHERE tenant_id = $1 AND matter_id = $2 "
        "GROUP BY title ORDER BY many DESC, title",
        *(act.tenant_id, matter_id),
    )
    return [(row["title"], row["many"]) for row in rows]
