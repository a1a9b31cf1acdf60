"""A client's own history, to be lived again: its tickets' facts, and how their clocks came out.

Read a batch at a time in the order in which the tickets were raised. For an imported log this is
the history of the simulated client that lived it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Final, NamedTuple
from uuid import UUID

import msgspec

from contracts import compiled, facts, instant, metric, what_if
from contracts.calendar import Calendar
from contracts.facts import Fact
from contracts.what_if import Judged, Life, Outcome
from contracts.what_if_step import Past, Place
from underpin.kernel import db

PREFIX: Final = "ticket."


@dataclass(frozen=True, slots=True)
class Scope:
    """Tickets raised from `since` up to but without `until`, that the version's agreement governs:
    those raised under an earlier version of it; for an agreement in force for the first time those
    of its contract (and service, where it is one's own) of types that it speaks of."""

    tenant: int
    version_id: UUID
    types: tuple[str, ...]
    since: datetime
    until: datetime


RAISED: Final = """
FROM event e
JOIN standing s ON s.tenant_id = $1 AND s.ticket_id = e.subject_id
JOIN agreement_version p ON p.tenant_id = $1 AND p.id = (s.pins->>'raised_under')::uuid
JOIN agreement g ON g.tenant_id = $1 AND g.id = p.agreement_id
CROSS JOIN (
    SELECT a.id, a.contract_id, a.service_id, EXISTS (
        SELECT FROM agreement_version n WHERE n.tenant_id = $1 AND n.agreement_id = a.id
        AND n.state IN ('active', 'superseded') AND n.effective_from < $5) AS governs
    FROM agreement_version v JOIN agreement a ON a.tenant_id = $1 AND a.id = v.agreement_id
    WHERE v.tenant_id = $1 AND v.id = $2
) asked
WHERE e.tenant_id = $1 AND e.kind = 'ticket.raised' AND e.happened_at >= $4 AND e.happened_at < $5
  AND (g.id = asked.id OR (
       NOT asked.governs AND g.contract_id = asked.contract_id
       AND e.body->>'type' = ANY ($3::text[])
       AND (asked.service_id IS NULL OR e.body->>'service' = asked.service_id::text)))
"""

NEXT: Final = f"""
SELECT e.subject_id, e.happened_at {RAISED}
  AND ($6::timestamptz IS NULL OR (e.happened_at, e.subject_id) > ($6, $7::uuid))
ORDER BY e.happened_at, e.subject_id LIMIT $8
"""

TOLD: Final = """
SELECT subject_id, kind, body FROM event
WHERE tenant_id = $1 AND subject_id = ANY ($2::uuid[]) AND kind = ANY ($3::text[])
ORDER BY subject_id, position
"""

CLOCKS: Final = """
SELECT ticket_id, metric, holder, number, ticket_type, priority, state, version_id, started_at,
       breach_at, breached_at, withdrawn_at, decided_at, caused_by_change, same_silence,
       elapsed_us - allowed_us AS banked_over, running_since, calendar_version_id, kind
FROM clock WHERE tenant_id = $1 AND ticket_id = ANY ($2::uuid[]) AND kind IN ('SLA', 'UC')
ORDER BY ticket_id, metric, holder, number
"""

_SAID_BY_CLOCKS: Final = (facts.BreachRecorded, facts.BreachWithdrawn)
_DECODERS: Final[dict[str, msgspec.json.Decoder[Fact]]] = {
    PREFIX + kind: msgspec.json.Decoder(fact)
    for kind, fact in facts.KINDS.items()
    if fact is facts.TimePosted or fact not in what_if.IRRELEVANT
}


async def count(scope: Scope) -> int:
    found: int = await db.value(f"SELECT count(*) {RAISED}", *_words(scope))
    return found


async def after(scope: Scope, place: Place | None, limit: int, as_of: datetime) -> list[Past]:
    """The next tickets, at most `limit`; in three round trips, once calendars are compiled."""
    at = (place and place.raised_at, place and place.ticket_id)
    raised = await db.rows(NEXT, *_words(scope), *at, limit)
    ticket_ids = [row["subject_id"] for row in raised]
    told = await db.rows(TOLD, scope.tenant, ticket_ids, list(_DECODERS))
    clocks = await db.rows(CLOCKS, scope.tenant, ticket_ids)
    seen = _Seen(as_of, await _calendars(scope.tenant, clocks))
    facts_of, clocks_of = _grouped(told, "subject_id"), _grouped(clocks, "ticket_id")
    return [
        _past(row, facts_of.get(row["subject_id"], []), clocks_of.get(row["subject_id"], []), seen)
        for row in raised
    ]


class _Seen(NamedTuple):
    """From when, and with which calendars, clocks that still run are looked at."""

    as_of: datetime
    calendars: Mapping[UUID, Calendar]


async def _calendars(tenant: int, clocks: Iterable[db.Row]) -> dict[UUID, Calendar]:
    running = [row for row in clocks if row["running_since"] is not None]
    own = {row["calendar_version_id"] for row in running if row["kind"] == "SLA"}
    behind = {row["calendar_version_id"] for row in running if row["kind"] == "UC"}
    return await compiled.of_tenant(tenant, own) | await compiled.of_provider(behind)


def _words(scope: Scope) -> tuple[object, ...]:
    return scope.tenant, scope.version_id, list(scope.types), scope.since, scope.until


def _grouped(rows: Iterable[db.Row], name: str) -> dict[UUID, list[db.Row]]:
    return {key: list(found) for key, found in groupby(rows, key=lambda row: row[name])}


def _past(raised: db.Row, told: Sequence[db.Row], clocks: Sequence[db.Row], seen: _Seen) -> Past:
    heard = [_DECODERS[row["kind"]].decode(row["body"]) for row in told]
    life = Life(raised["subject_id"], instant.of(raised["happened_at"]), tuple(heard))
    today = tuple(_recorded(clocks, seen))
    return Past(life, today, _worked(heard, instant.of(seen.as_of)), _digest(life, told, today))


def _recorded(clocks: Sequence[db.Row], seen: _Seen) -> Iterator[Judged]:
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


def _over(row: db.Row, seen: _Seen) -> int:
    banked: int = row["banked_over"]
    if row["running_since"] is None:
        return banked
    calendar = seen.calendars[row["calendar_version_id"]]
    running = calendar.between(instant.of(row["running_since"]), instant.of(seen.as_of))
    return banked + running


def _worked(told: Iterable[Fact], as_of: int) -> tuple[tuple[int, Decimal], ...]:
    posted = (fact for fact in told if isinstance(fact, facts.TimePosted) and fact.at <= as_of)
    return tuple((fact.tier, Decimal(fact.worked_minutes)) for fact in posted)


def _digest(life: Life, told: Sequence[db.Row], today: Sequence[Judged]) -> bytes:
    seen = hashlib.sha256(life.ticket_id.bytes)
    for row in told:
        seen.update(f"{row['kind']}\0{row['body']}\0".encode())
    seen.update(msgspec.json.encode(today))
    return seen.digest()
