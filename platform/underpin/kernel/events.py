"""The outbox: a change and its event are written in one transaction, with one delivery row
per consumer that must hear of it.

Order holds per subject (a ticket): positions are taken under the subject's own lock, and a
delivery waits for the ones before it. Nothing polls by a high-water mark, because an older
transaction may commit later.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from underpin.kernel import db, ids, wake
from underpin.kernel.act import Act


@dataclass(frozen=True, slots=True)
class New:
    """An event to be written. `body` is JSON; it holds ids, never personal data."""

    kind: str
    subject_id: UUID
    body: Mapping[str, Any] = field(default_factory=dict)
    happened_at: datetime | None = None
    reason: str | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """An event as its consumers read it."""

    tenant_id: int
    id: UUID
    subject_id: UUID
    position: int
    kind: str
    happened_at: datetime
    recorded_at: datetime
    actor_kind: str
    actor_id: UUID | None
    source: str
    reason: str | None
    body: Mapping[str, Any]


Handler = Callable[[Act, Event], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Consumer:
    """Who hears of which kinds, in which lane. `kinds` ending in '.' match a prefix. `unheard`:
    from which sources of an act it hears nothing."""

    name: str
    lane: str
    kinds: tuple[str, ...]
    handle: Handler
    unheard: frozenset[str] = frozenset()

    def wants(self, kind: str, source: str = "") -> bool:
        return source not in self.unheard and any(
            kind.startswith(wanted) if wanted.endswith(".") else kind == wanted
            for wanted in self.kinds
        )


CONSUMERS: dict[str, Consumer] = {}


def subscribe(consumer: Consumer) -> None:
    """Wire a consumer; every process that emits must know all of them (app and worker alike)."""
    CONSUMERS[consumer.name] = consumer


INSERT = """
WITH new AS (
    SELECT u.*, (SELECT coalesce(max(e.position), 0) FROM event e
                 WHERE e.tenant_id = $1 AND e.subject_id = u.subject_id)
           + row_number() OVER (PARTITION BY u.subject_id ORDER BY u.ordinal) AS position
    FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::text[], $7::text[])
         WITH ORDINALITY AS u(id, subject_id, kind, happened_at, reason, body, ordinal)
), written AS (
    INSERT INTO event (tenant_id, id, subject_id, position, kind, happened_at, recorded_at,
                       actor_kind, actor_id, source, reason, body)
    SELECT $1, id, subject_id, position, kind, happened_at, $8, $9, $10, $11, reason, body::jsonb
    FROM new
)
INSERT INTO delivery (tenant_id, id, event_id, consumer, lane, subject_id, position, due_at,
                      attempts)
SELECT $1, d.id, d.event_id, d.consumer, d.lane, new.subject_id, new.position,
       transaction_timestamp(), 0
FROM unnest($12::uuid[], $13::uuid[], $14::text[], $15::text[])
     AS d(id, event_id, consumer, lane)
JOIN new ON new.id = d.event_id
"""


async def emit(act: Act, *new: New) -> list[UUID]:
    """Write events and their deliveries in one statement; returns the events' ids in order.

    The caller holds the lock of each subject. `happened_at` defaults to the act's time.
    """
    events = [(event.id or ids.new(), event) for event in new]
    deliveries = [
        (ids.new(), event_id, consumer.name, consumer.lane)
        for event_id, event in events
        for consumer in CONSUMERS.values()
        if consumer.wants(event.kind, act.source)
    ]
    await db.execute(INSERT, act.tenant_id, *_columns(act, events), *_turned(deliveries, 4))
    wake.after_commit()
    return [event_id for event_id, _ in events]


def _columns(act: Act, events: list[tuple[UUID, New]]) -> tuple[Any, ...]:
    return (
        [event_id for event_id, _ in events],
        [event.subject_id for _, event in events],
        [event.kind for _, event in events],
        [event.happened_at or act.now for _, event in events],
        [event.reason for _, event in events],
        [msgspec.json.encode(event.body).decode() for _, event in events],
        act.now,
        str(act.audience),
        act.principal.person_id,
        act.source,
    )


def _turned(rows: Iterable[tuple[Any, ...]], width: int) -> list[list[Any]]:
    """Rows to columns, for unnest; `width` empty columns when there are no rows."""
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def read(row: db.Row) -> Event:
    """An event from its row."""
    fields = {name: row[name] for name in Event.__slots__ if name != "body"}
    return Event(**fields, body=msgspec.json.decode(row["body"]))
