"""What tickets are filed under: the provider's two levels, of which a client is spared some."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import asyncpg

from underpin.desk.tickets import recording
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import provide, read, write

FILED: Final = "ticket.categorised"


class NameTaken(Conflict):
    code = "name-taken"
    title = "There is a category of this name already: choose another"


@dataclass(frozen=True, slots=True)
class Category:
    """`parent_id` None: of the first level. `hidden`: this client is spared it."""

    id: UUID
    parent_id: UUID | None
    name: str
    hidden: bool


TREE: Final = """
SELECT c.id, c.parent_id, c.name, EXISTS (
    SELECT FROM category_hidden h WHERE h.tenant_id = $1 AND h.category_id IN (c.id, c.parent_id)
) AS hidden
FROM category c LEFT JOIN category p ON p.id = c.parent_id
WHERE c.retired_at IS NULL AND p.retired_at IS NULL
ORDER BY coalesce(p.name, c.name), c.parent_id IS NOT NULL, c.name, c.id
"""


@read("ticket.read", STAFF, MEMBER)
async def of_client(act: Act, tenant: int) -> list[Category]:
    """Each of the first level before its own, by name; of hidden ones a member hears nothing.
    Raises NotFound."""
    act.only_own(tenant)
    found = [Category(**row) for row in await db.rows(TREE, tenant)]
    return found if act.audience is Audience.STAFF else [each for each in found if not each.hidden]


@read("ticket.read", STAFF)
async def everything(act: Act) -> list[Category]:
    rows = await db.rows(TREE.replace("WHERE h.tenant_id = $1", "WHERE h.tenant_id = -1"))
    return [Category(**row) for row in rows]


ABOVE: Final = "SELECT parent_id FROM category WHERE id = $1 AND retired_at IS NULL"


@provide("desk.configure")
async def add(
    act: Act, name: str, parent_id: UUID | None = None, *, category_id: UUID | None = None
) -> UUID:
    """Raises Malformed, NameTaken, NotFound for a parent that is none of the first level."""
    made = category_id or ids.new()
    if parent_id is not None:
        row = await db.row(ABOVE, parent_id)
        if row is None or row["parent_id"] is not None:
            raise NotFound
    sql = "INSERT INTO category (id, parent_id, name) VALUES ($1, $2, $3)"
    await _written(sql, made, parent_id, _name(name))
    return made


@provide("desk.configure")
async def rename(act: Act, category_id: UUID, name: str) -> None:
    """Raises Malformed, NameTaken, NotFound."""
    sql = "UPDATE category SET name = $2 WHERE id = $1 AND retired_at IS NULL"
    await _written(sql, category_id, _name(name))


@provide("desk.configure")
async def retire(act: Act, category_id: UUID) -> None:
    """Tickets keep it; nothing new is filed under it, nor under those below. Raises NotFound."""
    sql = "UPDATE category SET retired_at = $2 WHERE id = $1 AND retired_at IS NULL"
    await _written(sql, category_id, act.now)


async def _written(sql: str, *words: object) -> None:
    try:
        async with db.savepoint():
            done = await db.execute(sql, *words)
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken
    if not done:
        raise NotFound


def _name(given: str) -> str:
    if not 1 <= len(given.strip()) <= 80:
        raise Malformed("name: 1 to 80 characters.", field="name")
    return given.strip()


@write("desk.configure", STAFF)
async def hide(act: Act, category_id: UUID) -> None:
    """Hidden twice it is hidden once. Raises NotFound."""
    known = "SELECT EXISTS (SELECT FROM category WHERE id = $1)"
    if not await db.value(known, category_id):
        raise NotFound
    sql = "INSERT INTO category_hidden VALUES ($1, $2) ON CONFLICT DO NOTHING"
    await db.execute(sql, act.tenant_id, category_id)


@write("desk.configure", STAFF)
async def show(act: Act, category_id: UUID) -> None:
    """Raises NotFound for one that was not hidden."""
    sql = "DELETE FROM category_hidden WHERE tenant_id = $1 AND category_id = $2"
    if not await db.execute(sql, act.tenant_id, category_id):
        raise NotFound


async def check(tenant: int, category_id: UUID | None) -> None:
    """Within a verb: whether this client's tickets may be filed under it. Raises Malformed."""
    if category_id is None:
        return
    rows = await db.rows(TREE, tenant)
    if not any(row["id"] == category_id and not row["hidden"] for row in rows):
        raise Malformed("category_id: one of this client's categories.", field="category_id")


@write("ticket.work", STAFF)
async def file_under(
    act: Act, number: int, category_id: UUID | None, *, version: int | None = None
) -> Ticket:
    """None: under nothing. Raises Malformed, NotFound, StaleVersion."""
    await check(act.tenant_id, category_id)
    ticket = await tickets.held(act, number, version)
    if ticket.category_id == category_id:
        return ticket
    body = {"category_id": str(category_id) if category_id else None}
    await events.emit(act, events.New(FILED, ticket.id, body))
    return await recording.change(act, ticket, [], {"category_id": category_id})
