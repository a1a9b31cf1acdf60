"""The evidence of a period as it is kept: per clock decided in it the intervals themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

import msgspec

from contracts import instant
from contracts.calendars import compiled
from contracts.clocks import clock, clock_history, explain
from contracts.clocks.clock_history import History
from contracts.compliance.frozen import evidence
from underpin.kernel import db, ids

BATCH: Final = 500
PLAIN: Final = ("metric", "ticket_type", "priority", "outcome", "why", "caused_by_change")
NAMED: Final = ("clock_id", "ticket_id", "service_id", "version_id")

INSERT = """
INSERT INTO compliance_evidence (tenant_id, id, period_id, position, clock_id, ticket_id,
    service_id, metric, ticket_type, priority, version_id, outcome, why, caused_by_change,
    over_us, decided_at, body, sha256)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one clock came to and the text that shows it; `over_us` of working time beyond the
    target where it was missed, as far as it had run by then."""

    said: db.Row
    over_us: int
    body: str

    @property
    def sha256(self) -> bytes:
        return evidence.digest(self.body)


async def pieces(tenant: int, said: Sequence[db.Row], as_of: datetime) -> list[Piece]:
    """Of clocks as `counting.SAID` tells them, each explained up to its end or `as_of`."""
    kept = await clock_history.read(tenant, [row["clock_id"] for row in said])
    calendars = await compiled.of_tenant(tenant, clock_history.versions(kept.values()))
    at = instant.of(as_of)
    return [
        _piece(row, clock_history.told(kept[row["clock_id"]], calendars), at)
        if row["clock_id"] in kept
        else _piece(row, None, at)
        for row in said
    ]


def _piece(row: db.Row, history: History | None, as_of: int) -> Piece:
    over, explanation = _explained(history, as_of)
    body = {
        **{name: row[name] for name in PLAIN},
        **{name.removesuffix("_id"): row[name] and str(row[name]) for name in NAMED},
        "over": over if row["outcome"] == "breached" else 0,
        "decided_at": row["decided_at"] and evidence.moment(row["decided_at"]),
        "clock_shown": explanation,
    }
    return Piece(row, body["over"], evidence.canonical(body))


def _explained(history: History | None, as_of: int) -> tuple[int, dict[str, Any] | None]:
    """By how much it is over, and how that is counted; a clock that a late fact took out of its
    ticket's history has nothing to show."""
    if history is None:
        return 0, None
    folded = clock.fold(history.calendar, history.target, history.events)
    at = as_of if folded.ended_at is None else min(folded.ended_at, as_of)
    said = explain.explain(history.calendar, history.target, history.events, at)
    return max(0, -said.left), said.to_json()


async def keep(
    tenant: int, period_id: UUID, said: Sequence[db.Row], as_of: datetime
) -> list[bytes]:
    """Write a period's evidence in the order given; returns the digests in that order."""
    digests: list[bytes] = []
    for batch in _batches(said):
        found = await pieces(tenant, batch, as_of)
        placed = enumerate(found, len(digests) + 1)
        await db.many(INSERT, [_row(tenant, period_id, place, each) for place, each in placed])
        digests += [each.sha256 for each in found]
    return digests


def _batches(said: Sequence[db.Row]) -> Iterator[list[db.Row]]:
    rest = iter(said)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _row(tenant: int, period_id: UUID, position: int, piece: Piece) -> tuple[object, ...]:
    said = piece.said
    columns = ("clock_id", "ticket_id", "service_id", "metric", "ticket_type", "priority")
    return (
        *(tenant, ids.new(), period_id, position),
        *(said[name] for name in (*columns, "version_id", "outcome", "why", "caused_by_change")),
        *(piece.over_us, said["decided_at"], piece.body, piece.sha256),
    )


def agrees(row: db.Row) -> bool:
    """Whether a kept row's text has its digest, and its columns say what the text says."""
    body = msgspec.json.decode(row["body"])
    return (
        evidence.digest(row["body"]) == row["sha256"]
        and all(body[name] == row[name] for name in PLAIN)
        and all(body[name.removesuffix("_id")] == _text(row[name]) for name in NAMED)
        and body["decided_at"] == evidence.moment(row["decided_at"])
        and body["over"] == row["over_us"]
    )


def _text(named: UUID | None) -> str | None:
    return None if named is None else str(named)
