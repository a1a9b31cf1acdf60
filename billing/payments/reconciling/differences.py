"""Differences between Stripe's book and ours, each kept until it is gone: found by the night's run,
explained by finance, closed by the run that no longer finds it. Nothing is set right by this."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from billing.payments.reconciling.difference import Difference, Key
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

State = Literal["open", "explained", "closed"]
PAGE = 50
FOUND = "payment.differs"


class Closed(Conflict):
    code = "difference-closed"
    title = "This difference is gone already: there is nothing left to explain"


@dataclass(frozen=True, slots=True)
class Kept:
    """`here` and `there`: what our book and Stripe's say, in minor units, "" for nothing."""

    id: UUID
    client: str
    kind: str
    external_id: str
    what: str
    here: str
    there: str
    state: str
    found_at: datetime
    explanation: str | None
    explained_at: datetime | None
    closed_at: datetime | None


SELECT = """
SELECT d.id, t.key AS client, d.kind, d.external_id, d.what, d.here, d.there, d.state, d.found_at,
       d.explanation, d.explained_at, d.closed_at
FROM payment_difference d JOIN tenant t ON t.id = d.tenant_id
"""
LIST = f"""{SELECT}
WHERE d.state = $1 AND ($2::uuid IS NULL OR d.id < $2) ORDER BY d.id DESC LIMIT {PAGE}
"""
# One that says something else now is open again, whatever was said of it before.
KEEP = """
INSERT INTO payment_difference AS d (tenant_id, id, kind, external_id, what, here, there, state,
                                     found_at)
SELECT $1, u.id, u.kind, u.external_id, u.what, u.here, u.there, 'open', $2
FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
     AS u(id, kind, external_id, what, here, there)
ON CONFLICT (tenant_id, kind, external_id, what) DO UPDATE
SET here = excluded.here, there = excluded.there, state = 'open', found_at = excluded.found_at,
    explanation = NULL, explained_by = NULL, explained_at = NULL, closed_at = NULL
WHERE (d.here, d.there) IS DISTINCT FROM (excluded.here, excluded.there) OR d.state = 'closed'
RETURNING id
"""
CLOSE = """
UPDATE payment_difference SET state = 'closed', closed_at = $2
WHERE tenant_id = $1 AND id = ANY ($3::uuid[])
"""


@dataclass(frozen=True, slots=True)
class Standing:
    id: UUID
    key: Key
    what: str


async def standing(tenant: int) -> list[Standing]:
    """What is not closed."""
    rows = await db.rows(
        "SELECT id, kind, external_id, what FROM payment_difference "
        "WHERE tenant_id = $1 AND state <> 'closed' ORDER BY id",
        tenant,
    )
    return [Standing(row["id"], Key(row["kind"], row["external_id"]), row["what"]) for row in rows]


async def keep(
    act: Act, found: Sequence[Difference], looked_at: Collection[Key], before: Sequence[Standing]
) -> int:
    """What was found, once each; of what stood `before` and was looked at, what is gone is closed.
    Returns how many are new."""
    columns = [
        [ids.new() for _ in found],
        [each.key.kind for each in found],
        [each.key.id for each in found],
        [each.what for each in found],
        [each.here for each in found],
        [each.there for each in found],
    ]
    new = await db.rows(KEEP, act.tenant_id, act.now, *columns)
    still = {(each.key, each.what) for each in found}
    gone = [
        each.id for each in before if each.key in looked_at and (each.key, each.what) not in still
    ]
    await db.execute(CLOSE, act.tenant_id, act.now, gone)
    if new:
        await events.emit(act, *(events.New(FOUND, row["id"]) for row in new))
    return len(new)


@read("payment_event.read", STAFF)
async def listed(act: Act, state: State, before: UUID | None = None) -> list[Kept]:
    """Of all clients the asker works for, the newest first; up to fifty, go on with `before` the
    last one's id."""
    return [Kept(**row) for row in await db.rows(LIST, state, before)]


@write("payment_difference.explain", STAFF)
async def explain(act: Act, difference_id: UUID, explanation: str) -> Kept:
    """Say why it is so; it stays among the explained until a run no longer finds it. Raises
    NotFound, Closed, Malformed."""
    if not 1 <= len(explanation.strip()) <= 2000:
        raise Malformed("explanation: why, in 1 to 2000 characters.", field="explanation")
    state = await db.value(
        "SELECT state FROM payment_difference WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        *(act.tenant_id, difference_id),
    )
    if state is None:
        raise NotFound
    if state == "closed":
        raise Closed
    await db.update(
        "payment_difference",
        {"tenant_id": act.tenant_id, "id": difference_id},
        {
            "state": "explained",
            "explanation": explanation.strip(),
            "explained_by": act.person_id,
            "explained_at": act.now,
        },
    )
    return await _one(act.tenant_id, difference_id)


async def _one(tenant: int, difference_id: UUID) -> Kept:
    row = await db.row(f"{SELECT} WHERE d.tenant_id = $1 AND d.id = $2", tenant, difference_id)
    if row is None:
        raise NotFound
    return Kept(**row)
