"""Fields of one's own: every client's, defined by the provider, or a single client's. What members
do not see they cannot read in the database either: those stand in a table of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from underpin.desk.fields import field
from underpin.desk.fields.field import Definition, New
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import provide, read, write

MOST: Final = 100
COLUMNS: Final = "id, label, kind, options, types, required, searchable, position, made_at"
FOR_MEMBERS: Final = f"""
SELECT {COLUMNS}, 'members' AS audience, false AS own FROM field WHERE retired_at IS NULL
UNION ALL
SELECT {COLUMNS}, audience, true FROM client_field
WHERE tenant_id = $1 AND audience = 'members' AND retired_at IS NULL
"""
FOR_STAFF: Final = f"""
SELECT {COLUMNS}, 'members' AS audience, false AS own FROM field WHERE retired_at IS NULL
UNION ALL
SELECT {COLUMNS}, 'staff', false FROM staff_field WHERE retired_at IS NULL
UNION ALL
SELECT {COLUMNS}, audience, true FROM client_field WHERE tenant_id = $1 AND retired_at IS NULL
"""
ORDER: Final = " ORDER BY own, position, made_at, id"


class TooMany(Conflict):
    code = "too-many-fields"
    title = "There are as many fields as may be: retire one first"


async def of(tenant: int, audience: Audience) -> list[Definition]:
    """Those in force, the provider's first, each by position."""
    sql = FOR_MEMBERS if audience is Audience.MEMBER else FOR_STAFF
    return [_definition(row) for row in await db.rows(sql + ORDER, tenant)]


def _definition(row: db.Row) -> Definition:
    return Definition(**{**row, "options": tuple(row["options"]), "types": tuple(row["types"])})


@read("ticket.read", STAFF, MEMBER)
async def of_client(act: Act, tenant: int) -> list[Definition]:
    """Raises NotFound."""
    act.only_own(tenant)
    return await of(tenant, act.audience)


@read("ticket.read", STAFF)
async def everyones(act: Act) -> list[Definition]:
    """The provider's, which every client has."""
    return await of(-1, STAFF)


@provide("desk.configure")
async def define(act: Act, new: New, *, field_id: UUID | None = None) -> UUID:
    """For every client. Raises Malformed, TooMany."""
    field.check(new)
    table = "field" if new.audience == "members" else "staff_field"
    if await db.value(f"SELECT count(*) >= {MOST} FROM {table} WHERE retired_at IS NULL"):
        raise TooMany
    made = field_id or ids.new()
    await db.execute(_insert(table), made, *_words(act, new))
    return made


@write("desk.configure", STAFF)
async def define_for(act: Act, new: New, *, field_id: UUID | None = None) -> UUID:
    """For one client. Raises Malformed, TooMany."""
    field.check(new)
    most = f"SELECT count(*) >= {MOST} FROM client_field WHERE tenant_id = $1"
    if await db.value(f"{most} AND retired_at IS NULL", act.tenant_id):
        raise TooMany
    made = field_id or ids.new()
    words = (made, *_words(act, new), act.tenant_id, new.audience)
    await db.execute(_insert("client_field", "tenant_id", "audience"), *words)
    return made


def _insert(table: str, *more: str) -> str:
    names = (*COLUMNS.split(", "), "made_by", *more)
    places = ", ".join(f"${place}" for place in range(1, len(names) + 1))
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})"


def _words(act: Act, new: New) -> Sequence[object]:
    options = [each.strip() for each in new.options]
    kind = (new.label.strip(), new.kind, options, list(new.types))
    return (*kind, new.required, new.searchable, new.position, act.now, act.person_id)


@provide("desk.configure")
async def retire(act: Act, field_id: UUID) -> None:
    """Tickets keep what was said in it; it is asked no more. Raises NotFound."""
    for table in ("field", "staff_field"):
        sql = f"UPDATE {table} SET retired_at = $2 WHERE id = $1 AND retired_at IS NULL"
        if await db.execute(sql, field_id, act.now):
            return
    raise NotFound


@write("desk.configure", STAFF)
async def retire_for(act: Act, field_id: UUID) -> None:
    """The client's own. Raises NotFound."""
    sql = "UPDATE client_field SET retired_at = $3 WHERE tenant_id = $1 AND id = $2"
    if not await db.execute(f"{sql} AND retired_at IS NULL", act.tenant_id, field_id, act.now):
        raise NotFound
