"""Views that are kept: a name for a filter of the list, one's own or shared with a team."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import asyncpg

from underpin.desk.queues import address
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read

MOST = 100


class NameTaken(Conflict):
    code = "name-taken"
    title = "You have a view of this name already: choose another"


@dataclass(frozen=True, slots=True)
class SavedView:
    """`query` is what stands behind the question mark of the list's address. `team_id`: the team
    that has it too; only its owner changes it."""

    id: UUID
    owner_id: UUID
    owner: str
    team_id: UUID | None
    team: str | None
    name: str
    query: str


MINE = """
SELECT v.id, v.owner_id, s.name AS owner, v.team_id, t.name AS team, v.name, v.query
FROM saved_view v JOIN staff s ON s.id = v.owner_id LEFT JOIN team t ON t.id = v.team_id
WHERE v.owner_id = $1
   OR v.team_id IN (SELECT m.team_id FROM team_member m WHERE m.staff_id = $1)
ORDER BY v.owner_id <> $1, v.name, v.id
"""


@read("ticket.read", STAFF)
async def mine(act: Act) -> list[SavedView]:
    """One's own by name, then those of one's teams."""
    return [SavedView(**row) for row in await db.rows(MINE, act.person_id)]


KEEP = """
INSERT INTO saved_view (id, owner_id, team_id, name, query, created_at)
SELECT $1, $2, $3, $4, $5, $6
WHERE $3::uuid IS NULL OR EXISTS (
    SELECT FROM team_member m WHERE m.team_id = $3 AND m.staff_id = $2)
"""
ROOM = "SELECT count(*) < $2 FROM saved_view WHERE owner_id = $1"


@provide("ticket.read")
async def keep(
    act: Act, name: str, query: str, team_id: UUID | None = None, *, view_id: UUID | None = None
) -> UUID:
    """Keep a filter under a name; shared with a team one belongs to. Raises Malformed, NameTaken,
    NotFound for a team of others, Conflict where there are too many."""
    asked = _checked(name, query)
    made = view_id or ids.new()
    if not await db.value(ROOM, act.person_id, MOST):
        raise Conflict(f"You keep {MOST} views: remove one first.")
    words = (made, act.person_id, team_id, name.strip(), asked, act.now)
    await _written(KEEP, *words)
    return made


CHANGE = """
UPDATE saved_view SET team_id = $3, name = $4, query = $5 WHERE id = $1 AND owner_id = $2
  AND ($3::uuid IS NULL OR EXISTS (
    SELECT FROM team_member m WHERE m.team_id = $3 AND m.staff_id = $2))
"""


@provide("ticket.read")
async def change(
    act: Act, view_id: UUID, name: str, query: str, team_id: UUID | None = None
) -> None:
    """One's own alone. Raises Malformed, NameTaken, NotFound."""
    asked = _checked(name, query)
    await _written(CHANGE, view_id, act.person_id, team_id, name.strip(), asked)


@provide("ticket.read")
async def remove(act: Act, view_id: UUID) -> None:
    """One's own alone. Raises NotFound."""
    sql = "DELETE FROM saved_view WHERE id = $1 AND owner_id = $2"
    if not await db.execute(sql, view_id, act.person_id):
        raise NotFound


def _checked(name: str, query: str) -> str:
    if not 1 <= len(name.strip()) <= 80:
        raise Malformed("name: 1 to 80 characters.", field="name")
    return address.write(address.read(query))


async def _written(sql: str, *words: object) -> None:
    try:
        async with db.savepoint():
            done = await db.execute(sql, *words)
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken
    if not done:
        raise NotFound
