"""Who is away: nothing is given to them, and what they hold is offered to the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg

from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Forbidden, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read

KINDS: Final = ("holiday", "illness", "training", "other")
LONGEST: Final = timedelta(days=400)
OTHERS: Final = "rota.write"
"""Who may say of others that they are away."""


class Absent(Conflict):
    code = "absent"
    title = "They are away: choose somebody else, or leave it in the queue"


@dataclass(frozen=True, slots=True)
class Absence:
    """From `starts_at` until before `ends_at`. Why is told to those who plan, and to oneself; None
    for the others."""

    id: UUID
    staff_id: UUID
    staff: str
    starts_at: datetime
    ends_at: datetime
    kind: str | None


# Over an expression for the moment.
AWAY: Final = (
    "SELECT a.staff_id FROM absence a WHERE a.cancelled_at IS NULL AND a.ends_at > {at} "
    "AND a.starts_at <= {at}"
)

INSERT: Final = """
INSERT INTO absence (id, staff_id, starts_at, ends_at, kind, recorded_by, recorded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""


@provide("rota.read")
async def take(
    act: Act, starts_at: datetime, ends_at: datetime, kind: str, staff_id: UUID | None = None
) -> UUID:
    """One's own; with the right to plan, others'. Raises Malformed, Forbidden, NotFound."""
    whose = _allowed(act, staff_id or act.person_id)
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise Malformed("ends_at: after starts_at, by a year at most.", field="ends_at")
    if kind not in KINDS:
        raise Malformed(f"kind: one of {', '.join(KINDS)}.", field="kind")
    made = ids.new()
    try:
        async with db.savepoint():
            words = (made, whose, starts_at, ends_at, kind, act.person_id, act.now)
            await db.execute(INSERT, *words)
    except asyncpg.ForeignKeyViolationError as unknown:
        raise NotFound from unknown
    return made


@provide("rota.read")
async def cancel(act: Act, absence_id: UUID) -> None:
    """They come after all, or came back. What is past stays. Raises NotFound, Forbidden."""
    whose = await db.value(
        "SELECT staff_id FROM absence WHERE id = $1 AND cancelled_at IS NULL AND ends_at > $2",
        *(absence_id, act.now),
    )
    if whose is None:
        raise NotFound
    _allowed(act, whose)
    await db.execute("UPDATE absence SET cancelled_at = $2 WHERE id = $1", absence_id, act.now)


def _allowed(act: Act, whose: UUID) -> UUID:
    if whose != act.person_id and not act.principal.may(OTHERS):
        raise Forbidden("Somebody else's absence is entered by whoever plans the rota.")
    return whose


BETWEEN: Final = """
SELECT a.id, a.staff_id, s.name AS staff, a.starts_at, a.ends_at,
       CASE WHEN $3 OR a.staff_id = $4 THEN a.kind END AS kind
FROM absence a JOIN staff s ON s.id = a.staff_id
WHERE a.cancelled_at IS NULL AND a.ends_at > $1 AND a.starts_at < $2
ORDER BY a.starts_at, a.id LIMIT 1000
"""


@read("rota.read", STAFF)
async def between(act: Act, begins: datetime, ends: datetime) -> list[Absence]:
    """Who is away in a time, the first first."""
    words = (begins, ends, act.principal.may(OTHERS), act.person_id)
    return [Absence(**row) for row in await db.rows(BETWEEN, *words)]


async def away(staff_id: UUID, at: datetime) -> bool:
    """Whether somebody is away at this moment."""
    found: bool = await db.value(
        f"SELECT EXISTS ({AWAY.format(at='$2')} AND a.staff_id = $1)", staff_id, at
    )
    return found
