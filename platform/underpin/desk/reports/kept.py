"""Reports that somebody keeps under a name, and has sent by the calendar if they like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg

from underpin.desk.reports import address, cadence, catalogue
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read

MOST = 100


class NameTaken(Conflict):
    code = "name-taken"
    title = "You keep a report of this name already: choose another"


@dataclass(frozen=True, slots=True)
class Kept:
    """`query` is what stands behind the question mark of the report's address. `next_at`: when it
    is sent next, None where it never is."""

    id: UUID
    name: str
    report: str
    query: str
    cadence: str | None
    next_at: datetime | None


MINE = """
SELECT id, name, report, query, cadence, next_at FROM saved_report WHERE owner_id = $1
ORDER BY lower(name)
"""


@read("report.read", STAFF)
async def mine(act: Act) -> list[Kept]:
    """One's own by name."""
    return [Kept(**row) for row in await db.rows(MINE, act.person_id)]


KEEP = """
INSERT INTO saved_report (id, owner_id, name, report, query, cadence, next_at, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""
ROOM = "SELECT count(*) < $2 FROM saved_report WHERE owner_id = $1"


@provide("report.read")
async def keep(
    act: Act,
    name: str,
    report: str,
    query: str,
    cadence_: str | None = None,
    *,
    kept_id: UUID | None = None,
) -> UUID:
    """Raises Malformed, NotFound for what is no report, NameTaken, Conflict where there are too
    many."""
    words = _checked(act, name, report, query, cadence_)
    if not await db.value(ROOM, act.person_id, MOST):
        raise Conflict(f"You keep {MOST} reports: remove one first.")
    zone = ZoneInfo(act.principal.time_zone)
    next_at = cadence.following(cadence_, act.now, zone) if cadence_ else None
    made = kept_id or ids.new()
    try:
        async with db.savepoint():
            await db.execute(KEEP, made, act.person_id, *words, next_at, act.now)
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken
    return made


@provide("report.read")
async def remove(act: Act, kept_id: UUID) -> None:
    """One's own alone. Raises NotFound."""
    sql = "DELETE FROM saved_report WHERE id = $1 AND owner_id = $2"
    if not await db.execute(sql, kept_id, act.person_id):
        raise NotFound


def _checked(
    act: Act, name: str, report: str, query: str, cadence_: str | None
) -> tuple[str, str, str, str | None]:
    if not 1 <= len(name.strip()) <= 80:
        raise Malformed("name: 1 to 80 characters.", field="name")
    if cadence_ is not None and cadence_ not in cadence.CADENCES:
        raise Malformed("cadence: weekly, monthly, or nothing.", field="cadence")
    catalogue.of(report, act.principal)
    return name.strip(), report, address.write(address.read(query)), cadence_
