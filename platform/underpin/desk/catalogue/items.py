"""The catalogue: the provider's items, offered to every client, and a client's own. A client's own
item of the same key stands in the place of the provider's, and hides it where it is not active."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from underpin.desk.catalogue import definition
from underpin.desk.catalogue.definition import Definition
from underpin.desk.knowledge import finding
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound, StaleVersion
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import provide, read, write

KEY: Final = re.compile(r"[a-z][a-z0-9-]{0,59}")


@dataclass(frozen=True, slots=True)
class Item:
    """`own`: the client's own rather than the provider's."""

    id: UUID
    key: str
    own: bool
    active: bool
    version: int
    definition: Definition


PROVIDERS = """
WITH item AS (
    INSERT INTO provider_catalogue_item (id, key, active, version) VALUES ($1, $2, $3, 1)
    ON CONFLICT (key) DO UPDATE SET active = excluded.active,
        version = provider_catalogue_item.version + 1
    WHERE $7::int IS NULL OR provider_catalogue_item.version = $7
    RETURNING id, key, active, version
)
INSERT INTO provider_catalogue_version (item_id, number, body, made_by, made_at)
SELECT id, version, $4::text::jsonb, $5, $6 FROM item RETURNING item_id AS id, number AS version
"""
OWN = """
WITH item AS (
    INSERT INTO catalogue_item (tenant_id, id, key, active, version) VALUES ($8, $1, $2, $3, 1)
    ON CONFLICT (tenant_id, key) DO UPDATE SET active = excluded.active,
        version = catalogue_item.version + 1
    WHERE $7::int IS NULL OR catalogue_item.version = $7
    RETURNING tenant_id, id, version
)
INSERT INTO catalogue_version (tenant_id, item_id, number, body, made_by, made_at)
SELECT tenant_id, id, version, $4::text::jsonb, $5, $6 FROM item
RETURNING item_id AS id, number AS version
"""


@provide("catalogue.write")
async def put_for_all(
    act: Act, key: str, said: Definition, *, active: bool = True, version: int | None = None
) -> Item:
    """A new item, or a new version of one; requests keep the version they were made with. Raises
    Malformed, StaleVersion."""
    return await _put(act, PROVIDERS, key, said, active=active, version=version)


@write("catalogue.write", STAFF)
async def put(
    act: Act, key: str, said: Definition, *, active: bool = True, version: int | None = None
) -> Item:
    """The same for one client. Raises Malformed, StaleVersion."""
    return await _put(act, OWN, key, said, active=active, version=version)


async def _put(
    act: Act, sql: str, key: str, said: Definition, *, active: bool, version: int | None
) -> Item:
    if not KEY.fullmatch(key):
        raise Malformed("key: small letters, digits and hyphens.", field="key")
    definition.check(said)
    if await finding.unread_by_members(act.tenant, said.read_first):
        raise Malformed(
            "read_first: published articles that whoever may ask for the item may read.",
            field="read_first",
        )
    own = () if act.tenant is None else (act.tenant,)
    words = (ids.new(), key, active, definition.encode(said), act.person_id, act.now, version)
    row = await db.row(sql, *words, *own)
    if row is None:
        raise StaleVersion
    return Item(row["id"], key, bool(own), active, row["version"], said)


EVERY = """
SELECT i.id, i.key, false AS own, i.active, i.version, v.body
FROM provider_catalogue_item i
JOIN provider_catalogue_version v ON v.item_id = i.id AND v.number = i.version
ORDER BY i.key
"""
OFFERED: Final = """
SELECT i.id, i.key, true AS own, i.active, i.version, v.body
FROM catalogue_item i JOIN catalogue_version v
    ON v.tenant_id = i.tenant_id AND v.item_id = i.id AND v.number = i.version
WHERE i.tenant_id = $1
UNION ALL
SELECT i.id, i.key, false, i.active, i.version, v.body
FROM provider_catalogue_item i
JOIN provider_catalogue_version v ON v.item_id = i.id AND v.number = i.version
WHERE NOT EXISTS (SELECT FROM catalogue_item o WHERE o.tenant_id = $1 AND o.key = i.key)
ORDER BY key
"""


@read("catalogue.write", STAFF)
async def every(act: Act) -> list[Item]:
    """The provider's own, those not active among them."""
    return [of(row) for row in await db.rows(EVERY)]


@read("ticket.raise", STAFF, MEMBER)
async def offered(act: Act, tenant: int) -> list[Item]:
    """What this client may ask for, by key. Raises NotFound for another's."""
    return [each for each in await _of_client(act, tenant) if each.active]


@read("catalogue.write", STAFF)
async def of_client(act: Act, tenant: int) -> list[Item]:
    """The same with what is not active."""
    return await _of_client(act, tenant)


@read("ticket.raise", STAFF, MEMBER)
async def one(act: Act, tenant: int, key: str) -> Item:
    """One that is offered. Raises NotFound."""
    for each in await _of_client(act, tenant):
        if each.key == key and each.active:
            return each
    raise NotFound


async def _of_client(act: Act, tenant: int) -> list[Item]:
    if tenant not in act.principal.tenant_ids:
        raise NotFound
    return [of(row) for row in await db.rows(OFFERED, tenant)]


def of(row: db.Row) -> Item:
    said = {name: row[name] for name in Item.__slots__ if name != "definition"}
    return Item(**said, definition=definition.decode(row["body"]))
