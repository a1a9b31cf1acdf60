"""Remote-support tools: what they are called, how they are called, and which attribute of an asset
holds the number by which they know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import asyncpg

from underpin.desk.remote import address
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read


class NameTaken(Conflict):
    code = "name-taken"
    title = "There is a tool of that name: choose another"


@dataclass(frozen=True, slots=True)
class Tool:
    """`attribute` names where an asset says what the tool calls it. With `team_id` only who is in
    that team uses it, else whoever works on the ticket."""

    id: UUID
    name: str
    pattern: str
    attribute: str
    team_id: UUID | None = None


KEEP: Final = """
INSERT INTO remote_tool (id, name, pattern, attribute, team_id, changed_by, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, pattern = excluded.pattern,
    attribute = excluded.attribute, team_id = excluded.team_id, changed_by = excluded.changed_by,
    changed_at = excluded.changed_at
"""


@provide("intake.write")
async def keep(
    act: Act,
    name: str,
    pattern: str,
    attribute: str,
    tool_id: UUID | None = None,
    *,
    team_id: UUID | None = None,
) -> Tool:
    """A new one, or all of that one anew. Raises Malformed, NameTaken, NotFound."""
    address.check(pattern)
    if not 1 <= len(name.strip()) <= 60 or not 1 <= len(attribute.strip()) <= 40:
        raise Malformed("name, attribute: up to 60 and 40 characters.", field="name")
    if tool_id is not None:
        await one(tool_id)
    made = Tool(tool_id or ids.new(), name.strip(), pattern, attribute.strip(), team_id)
    words = (made.id, made.name, made.pattern, made.attribute, team_id, act.person_id, act.now)
    try:
        async with db.savepoint():
            await db.execute(KEEP, *words)
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken
    except asyncpg.ForeignKeyViolationError as unknown:
        raise Malformed("team_id: one of the teams.", field="team_id") from unknown
    return made


@provide("intake.write")
async def retire(act: Act, tool_id: UUID) -> None:
    """Nobody is offered it any more. Raises NotFound."""
    await one(tool_id)
    await db.execute(
        "UPDATE remote_tool SET retired_at = $2, name = left(name, 20) || ' ' || id WHERE id = $1",
        *(tool_id, act.now),
    )


@read("ticket.read", STAFF)
async def listed(act: Act) -> list[Tool]:
    """By name."""
    rows = await db.rows(f"{READ} ORDER BY name LIMIT 100")
    return [Tool(**row) for row in rows]


@read("ticket.work", STAFF)
async def usable(act: Act) -> list[Tool]:
    """Those that the asker may use, by name."""
    rows = await db.rows(f"{READ} AND {OF_TEAM} ORDER BY name LIMIT 100", act.person_id)
    return [Tool(**row) for row in rows]


@dataclass(frozen=True, slots=True)
class Team:
    id: UUID
    name: str


@read("ticket.read", STAFF)
async def teams(act: Act) -> list[Team]:
    """To which a tool may be given, by name."""
    rows = await db.rows("SELECT id, name FROM team ORDER BY name, id LIMIT 500")
    return [Team(**row) for row in rows]


READ: Final = """
SELECT id, name, pattern, attribute, team_id FROM remote_tool WHERE retired_at IS NULL
"""
OF_TEAM: Final = """
(team_id IS NULL OR team_id IN (SELECT m.team_id FROM team_member m WHERE m.staff_id = $1))
"""


async def for_use(act: Act, tool_id: UUID) -> Tool:
    """By the act's own person. Raises NotFound, also for one of another team's."""
    row = await db.row(f"{READ} AND {OF_TEAM} AND id = $2", act.person_id, tool_id)
    if row is None:
        raise NotFound
    return Tool(**row)


async def one(tool_id: UUID) -> Tool:
    """Within any scope of staff. Raises NotFound."""
    row = await db.row(f"{READ} AND id = $1", tool_id)
    if row is None:
        raise NotFound
    return Tool(**row)
