"""A client's own history, to be lived again: its tickets' facts, and how their clocks came out.

Read a batch at a time in the order in which the tickets were raised. For an imported log this is
the history of the simulated client that lived it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Final
from uuid import UUID

import msgspec

from contracts import facts, history_clocks, instant, what_if
from contracts.facts import Fact
from contracts.history_clocks import Seen
from contracts.what_if import Life
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
    clocks = await db.rows(history_clocks.CLOCKS, scope.tenant, ticket_ids)
    seen = Seen(as_of, await history_clocks.calendars(scope.tenant, clocks))
    facts_of, clocks_of = _grouped(told, "subject_id"), _grouped(clocks, "ticket_id")
    return [
        _past(row, facts_of.get(row["subject_id"], []), clocks_of.get(row["subject_id"], []), seen)
        for row in raised
    ]


def _words(scope: Scope) -> tuple[object, ...]:
    return scope.tenant, scope.version_id, list(scope.types), scope.since, scope.until


def _grouped(rows: Iterable[db.Row], name: str) -> dict[UUID, list[db.Row]]:
    return {key: list(found) for key, found in groupby(rows, key=lambda row: row[name])}


def _past(raised: db.Row, told: Sequence[db.Row], clocks: Sequence[db.Row], seen: Seen) -> Past:
    heard = [_DECODERS[row["kind"]].decode(row["body"]) for row in told]
    life = Life(raised["subject_id"], instant.of(raised["happened_at"]), tuple(heard))
    today = tuple(history_clocks.recorded(clocks, seen))
    worked, rulings = _worked(heard, instant.of(seen.as_of)), history_clocks.rulings(clocks)
    return Past(life, today, worked, _digest(life, told, (today, list(rulings.items()))), rulings)


def _worked(told: Iterable[Fact], as_of: int) -> tuple[tuple[int, Decimal], ...]:
    posted = (fact for fact in told if isinstance(fact, facts.TimePosted) and fact.at <= as_of)
    return tuple((fact.tier, Decimal(fact.worked_minutes)) for fact in posted)


def _digest(life: Life, told: Sequence[db.Row], judged: object) -> bytes:
    seen = hashlib.sha256(life.ticket_id.bytes)
    for row in told:
        seen.update(f"{row['kind']}\0{row['body']}\0".encode())
    seen.update(msgspec.json.encode(judged))
    return seen.digest()
