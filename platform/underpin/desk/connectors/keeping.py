"""Keeping connectors: the provider's own, and what was told and heard by each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from underpin.desk.connectors import connector
from underpin.desk.connectors.connector import COLUMNS, Connector, Said, Secret
from underpin.desk.connectors.queueing import OUT
from underpin.kernel import db, ids, wake
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound, StaleVersion
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read, write

PAGE: Final = 50


class NameTaken(Conflict):
    code = "name-taken"
    title = "There is a connector of this name, or one of this vendor, already"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing that was told or waits to be: `state` is waiting, sent or set_aside, `error` what
    the last try came to."""

    id: UUID
    client: str
    ticket: int
    what: str
    state: str
    attempts: int
    error: str | None
    created_at: datetime
    sent_at: datetime | None


@provide("connector.write")
async def add(act: Act, said: Said) -> Connector:
    """Raises Malformed, NameTaken, NotFound for no such vendor."""
    connector.check(said)
    new = ids.new()
    secret = connector.seal(new, said.secret or Secret())
    row = await _written(
        "INSERT INTO connector (id, kind, vendor_id, secret, made_by, made_at, name, url, "
        "settings, auth, look_minutes, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
        f"$9::text::jsonb, $10::text::jsonb, $11, 1) RETURNING {COLUMNS}",
        *(new, said.kind, said.vendor_id, secret, act.person_id, act.now, *_columns(said)),
    )
    return connector.of(row)


@provide("connector.write")
async def change(
    act: Act, connector_id: UUID, said: Said, *, version: int | None = None
) -> Connector:
    """All of it anew, but for its kind and whose it is. Raises NotFound, StaleVersion, Malformed,
    NameTaken."""
    held = await _held(connector_id)
    if version is not None and held.version != version:
        raise StaleVersion
    if (said.kind, said.vendor_id) != (held.kind, held.vendor_id):
        raise Malformed("kind, vendor_id: add another connector for another.", field="kind")
    connector.check(said)
    row = await _written(
        "UPDATE connector SET name = $2, url = $3, settings = $4::text::jsonb, "
        "auth = $5::text::jsonb, look_minutes = $6, version = version + 1, tested = NULL, "
        f"tested_at = NULL WHERE id = $1 RETURNING {COLUMNS}",
        *(connector_id, *_columns(said)),
    )
    if said.secret is not None:
        sealed = connector.seal(connector_id, said.secret)
        await db.execute("UPDATE connector SET secret = $2 WHERE id = $1", connector_id, sealed)
    return connector.of(row)


@provide("connector.write")
async def pause(act: Act, connector_id: UUID, *, paused: bool) -> Connector:
    """A paused one tells nothing and hears nothing: what should leave is set aside. Raises
    NotFound."""
    await _held(connector_id)
    row = await _written(
        f"UPDATE connector SET paused_at = $2, version = version + 1 WHERE id = $1 "
        f"RETURNING {COLUMNS}",
        *(connector_id, act.now if paused else None),
    )
    return connector.of(row)


@read("connector.read", STAFF)
async def listed(act: Act) -> list[Connector]:
    """By name; they are few."""
    rows = await db.rows(f"SELECT {COLUMNS} FROM connector ORDER BY name LIMIT 1000")
    return [connector.of(row) for row in rows]


@read("connector.read", STAFF)
async def one(act: Act, connector_id: UUID) -> Connector:
    """Raises NotFound."""
    found = await connector.by_id(connector_id)
    if found is None:
        raise NotFound
    return found


# Of the clients the asker may see, as row security has it.
DELIVERIES: Final = """
SELECT o.id, n.key AS client, t.number AS ticket, o.payload ->> 'what' AS what, o.attempts,
       o.last_error AS error, o.created_at, o.sent_at,
       CASE WHEN o.sent_at IS NOT NULL THEN 'sent' WHEN o.parked_at IS NOT NULL THEN 'set_aside'
            ELSE 'waiting' END AS state
FROM (SELECT *, coalesce(case_id, ticket_id) AS about FROM connector_link
      WHERE connector_id = $1 ORDER BY id DESC LIMIT 200) l
JOIN outgoing o ON o.tenant_id = l.tenant_id AND o.channel = $2
  AND o.subject_id = l.about AND o.withdrawn_at IS NULL
  AND o.payload ->> 'link_id' = l.id::text
JOIN tenant n ON n.id = l.tenant_id
JOIN ticket t ON t.tenant_id = l.tenant_id AND t.id = l.ticket_id
WHERE ($3::uuid IS NULL OR o.id < $3) ORDER BY o.id DESC LIMIT $4
"""


@read("connector.read", STAFF)
async def deliveries(act: Act, connector_id: UUID, before: UUID | None = None) -> list[Delivery]:
    """The newest first, fifty at a time, of its newest two hundred matters."""
    rows = await db.rows(DELIVERIES, connector_id, OUT, before, PAGE)
    return [Delivery(**row) for row in rows]


@write("connector.read", STAFF)
async def again(act: Act, outgoing_id: UUID) -> None:
    """Tell it once more, under the same name. Raises NotFound."""
    done = await db.execute(
        "UPDATE outgoing SET sent_at = NULL, parked_at = NULL, attempts = 0, due_at = $4 "
        "WHERE tenant_id = $1 AND id = $2 AND channel = $3 AND sent_at IS NULL",
        *(act.tenant_id, outgoing_id, OUT, act.now),
    )
    if not done:
        raise NotFound
    wake.after_commit()


async def _held(connector_id: UUID) -> Connector:
    row = await db.row(f"SELECT {COLUMNS} FROM connector WHERE id = $1 FOR UPDATE", connector_id)
    if row is None:
        raise NotFound
    return connector.of(row)


def _columns(said: Said) -> tuple[Any, ...]:
    settings, auth = (msgspec.json.encode(each).decode() for each in (said.settings, said.auth))
    return (said.name.strip(), said.url, settings, auth, said.look_minutes)


async def _written(sql: str, *words: Any) -> db.Row:
    try:
        row = await db.row(sql, *words)
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken
    except asyncpg.ForeignKeyViolationError as unknown:
        raise NotFound from unknown
    assert row is not None, "the row is written or held"  # noqa: S101
    return row
