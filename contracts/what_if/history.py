"""A client's own history, to be lived again: its tickets' facts, and how their clocks came out.

Read a batch at a time in the order in which the tickets were raised. For an imported log this is
the history of the simulated client that lived it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Final
from uuid import UUID

import msgspec

from contracts import facts, instant
from contracts.facts import Fact
from contracts.what_if import history_clocks, what_if
from contracts.what_if.history_clocks import Seen
from contracts.what_if.what_if import Life
from contracts.what_if.what_if_step import Page, Past, Place
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


# What was asked about, and whether that agreement was ever in force.
ASKED: Final = """
SELECT a.id, a.contract_id, a.service_id, EXISTS (
    SELECT FROM agreement_version n WHERE n.tenant_id = $1 AND n.agreement_id = a.id
    AND n.state IN ('active', 'superseded') AND n.effective_from < $5) AS governs
FROM agreement_version v JOIN agreement a ON a.tenant_id = $1 AND a.id = v.agreement_id
WHERE v.tenant_id = $1 AND v.id = $2
"""

RAISED: Final = """
SELECT e.subject_id, e.happened_at, e.body FROM event e
WHERE e.tenant_id = $1 AND e.kind = 'ticket.raised' AND e.happened_at >= $4 AND e.happened_at < $5
"""

GOVERNED: Final = f"""
FROM raised r
JOIN standing s ON s.tenant_id = $1 AND s.ticket_id = r.subject_id
JOIN agreement_version p ON p.tenant_id = $1 AND p.id = (s.pins->>'raised_under')::uuid
JOIN agreement g ON g.tenant_id = $1 AND g.id = p.agreement_id
JOIN ({ASKED}) asked ON g.id = asked.id OR (
    NOT asked.governs AND g.contract_id = asked.contract_id
    AND r.body->>'type' = ANY ($3::text[])
    AND (asked.service_id IS NULL OR r.body->>'service' = asked.service_id::text))
"""

COUNT: Final = f"WITH raised AS ({RAISED}) SELECT count(*) {GOVERNED}"

# So many raised one after the other, by their index; then which of them are meant.
NEXT: Final = f"""
WITH raised AS MATERIALIZED (
    {RAISED} AND ($6::uuid IS NULL OR e.happened_at > $4 OR e.subject_id > $6)
    ORDER BY e.happened_at, e.subject_id LIMIT $7
)
SELECT a.subject_id, a.happened_at, m.subject_id IS NOT NULL AS is_meant
FROM raised a LEFT JOIN (SELECT r.subject_id {GOVERNED}) m ON m.subject_id = a.subject_id
ORDER BY a.happened_at, a.subject_id
"""

TOLD: Final = """
SELECT subject_id, kind, body FROM event
WHERE tenant_id = $1 AND subject_id = ANY ($2::uuid[]) AND kind = ANY ($3::text[])
ORDER BY subject_id, position
"""

_DECODERS: Final[dict[str, msgspec.json.Decoder[Fact]]] = {
    PREFIX + kind: msgspec.json.Decoder(fact)
    for kind, fact in facts.KINDS.items()
    if fact in (facts.TimePosted, facts.TermsChanged) or fact not in what_if.IRRELEVANT
}


async def count(scope: Scope) -> int:
    found: int = await db.value(COUNT, *_words(scope))
    return found


async def after(scope: Scope, place: Place | None, limit: int, as_of: datetime) -> Page:
    """Of the next tickets, at most `limit`, those that are meant; in three round trips, once
    calendars are compiled."""
    rest = scope if place is None else replace(scope, since=place.raised_at)
    raised = await db.rows(NEXT, *_words(rest), place and place.ticket_id, limit)
    pasts = await _pasts(scope.tenant, [row for row in raised if row["is_meant"]], as_of)
    last = Place(raised[-1]["happened_at"], raised[-1]["subject_id"]) if raised else place
    return Page(tuple(pasts), last, is_last=len(raised) < limit)


async def _pasts(tenant: int, raised: Sequence[db.Row], as_of: datetime) -> list[Past]:
    ticket_ids = [row["subject_id"] for row in raised]
    told = await db.rows(TOLD, tenant, ticket_ids, list(_DECODERS))
    clocks = await db.rows(history_clocks.CLOCKS, tenant, ticket_ids)
    seen = Seen(as_of, await history_clocks.calendars(tenant, clocks))
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
