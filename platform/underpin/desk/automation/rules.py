"""Keeping rules: for all clients or for one, in their order, each version kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from underpin.desk.automation import rule
from underpin.desk.automation.rule import Definition, Said
from underpin.desk.deeds import doing
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound, StaleVersion
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read

MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """`client` is the key of the one company it is for. `author_here`: whether whoever saved it
    last still works with us; a rule acts only where its author does."""

    id: UUID
    name: str
    client: str | None
    position: int
    definition: Definition
    stops: bool
    enabled: bool
    version: int
    author: str
    author_here: bool
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    name: str
    position: int
    definition: Definition
    stops: bool
    author: str
    made_at: datetime


# One client's rules are read by whoever works for that client.
READ: Final = """
SELECT r.id, r.name, n.key AS client, r.position, r.definition, r.stops, r.enabled, r.version,
       s.name AS author, s.state = 'active' AS author_here, r.changed_at
FROM automation_rule r JOIN staff s ON s.id = r.author_id LEFT JOIN tenant n ON n.id = r.client_id
WHERE r.retired_at IS NULL AND (r.client_id IS NULL OR r.client_id = ANY ($1::int[]))
"""
WRITE: Final = """
WITH kept AS (
    INSERT INTO automation_rule AS r (id, name, client_id, position, trigger, definition, stops,
        enabled, version, author_id, changed_at)
    VALUES ($1, $2, $3, $4, $5, $6::text::jsonb, $7, false, 1, $8, $9)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, client_id = excluded.client_id,
        position = excluded.position, trigger = excluded.trigger,
        definition = excluded.definition, stops = excluded.stops, version = r.version + 1,
        author_id = excluded.author_id, changed_at = excluded.changed_at
    RETURNING r.*
)
INSERT INTO automation_rule_version (rule_id, number, name, position, definition, stops, author_id,
                                     made_at)
SELECT id, version, name, position, definition, stops, author_id, changed_at FROM kept
"""


@provide("automation.write")
async def keep(act: Act, said: Said) -> UUID:
    """It does nothing until it is switched on. Raises Malformed, Forbidden, NotFound."""
    made = ids.new()
    await _write(act, made, said)
    return made


@provide("automation.write")
async def change(act: Act, rule_id: UUID, said: Said, *, version: int | None = None) -> None:
    """A new version, whose author is whoever saves it; on or off as it was. Raises NotFound,
    StaleVersion, Malformed, Forbidden."""
    await _held(act, rule_id, version)
    await _write(act, rule_id, said)


@provide("automation.write")
async def switch(act: Act, rule_id: UUID, *, on: bool) -> None:
    """Raises NotFound."""
    await _held(act, rule_id)
    await db.execute("UPDATE automation_rule SET enabled = $2 WHERE id = $1", rule_id, on)


@provide("automation.write")
async def retire(act: Act, rule_id: UUID) -> None:
    """It acts no more and is listed no more; its log stays. Raises NotFound."""
    await _held(act, rule_id)
    await db.execute(
        "UPDATE automation_rule SET enabled = false, retired_at = $2 WHERE id = $1",
        *(rule_id, act.now),
    )


@read("automation.read", STAFF)
async def listed(act: Act) -> list[Kept]:
    """In the order in which they act; of all clients and of those one may see."""
    seen = list(act.principal.tenant_ids)
    rows = await db.rows(f"{READ} ORDER BY r.position, r.id LIMIT {MOST}", seen)
    return [_kept(row) for row in rows]


@read("automation.read", STAFF)
async def one(act: Act, rule_id: UUID) -> Kept:
    """Raises NotFound."""
    row = await db.row(f"{READ} AND r.id = $2", list(act.principal.tenant_ids), rule_id)
    if row is None:
        raise NotFound
    return _kept(row)


@read("automation.read", STAFF)
async def versions(act: Act, rule_id: UUID) -> Sequence[Version]:
    """The newest first. Raises NotFound."""
    await one(act, rule_id)
    rows = await db.rows(
        "SELECT v.number, v.name, v.position, v.definition, v.stops, s.name AS author, v.made_at "
        "FROM automation_rule_version v JOIN staff s ON s.id = v.author_id WHERE v.rule_id = $1 "
        "ORDER BY v.number DESC LIMIT 200",
        rule_id,
    )
    return [Version(**{**row, "definition": definition(row["definition"])}) for row in rows]


async def _held(act: Act, rule_id: UUID, version: int | None = None) -> None:
    """Locked for changing, and of a client of the asker's."""
    row = await db.row(
        "SELECT version FROM automation_rule WHERE id = $1 AND retired_at IS NULL "
        "AND (client_id IS NULL OR client_id = ANY ($2::int[])) FOR UPDATE",
        *(rule_id, list(act.principal.tenant_ids)),
    )
    if row is None:
        raise NotFound
    if version is not None and row["version"] != version:
        raise StaleVersion


async def _write(act: Act, rule_id: UUID, said: Said) -> None:
    rule.check(said)
    for each in said.definition.deeds:
        doing.allow(act.principal, each)
    kept = msgspec.json.encode(said.definition).decode()
    what = (said.name.strip(), _client(act, said), said.position, said.definition.when, kept)
    await db.execute(WRITE, rule_id, *what, said.stops, act.person_id, act.now)


def _client(act: Act, said: Said) -> int | None:
    if said.client is None:
        return None
    found = act.principal.tenants.get(said.client.upper())
    if found is None:
        raise Malformed("client: no client of yours has this key.", field="client")
    return found


def _kept(row: db.Row) -> Kept:
    return Kept(**{**row, "definition": definition(row["definition"])})


def definition(stored: Any) -> Definition:
    return msgspec.json.decode(stored, type=Definition)
