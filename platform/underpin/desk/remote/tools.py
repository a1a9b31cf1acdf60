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
    """`attribute` names where an asset says what the tool calls it."""

    id: UUID
    name: str
    pattern: str
    attribute: str


KEEP: Final = """
INSERT INTO remote_tool (id, name, pattern, attribute, changed_by, changed_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, pattern = excluded.pattern,
    attribute = excluded.attribute, changed_by = excluded.changed_by,
    changed_at = excluded.changed_at
"""


@provide("intake.write")
async def keep(
    act: Act, name: str, pattern: str, attribute: str, tool_id: UUID | None = None
) -> Tool:
    """A new one, or all of that one anew. Raises Malformed, NameTaken, NotFound."""
    address.check(pattern)
    if not 1 <= len(name.strip()) <= 60 or not 1 <= len(attribute.strip()) <= 40:
        raise Malformed("name, attribute: up to 60 and 40 characters.", field="name")
    if tool_id is not None:
        await one(tool_id)
    made = Tool(tool_id or ids.new(), name.strip(), pattern, attribute.strip())
    words = (made.id, made.name, made.pattern, made.attribute, act.person_id, act.now)
    try:
        async with db.savepoint():
            await db.execute(KEEP, *words)
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken
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


READ: Final = "SELECT id, name, pattern, attribute FROM remote_tool WHERE retired_at IS NULL"


async def one(tool_id: UUID) -> Tool:
    """Within any scope of staff. Raises NotFound."""
    row = await db.row(f"{READ} AND id = $1", tool_id)
    if row is None:
        raise NotFound
    return Tool(**row)
