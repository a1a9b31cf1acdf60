"""Keeping the webhooks that leave, and what became of each thing they were told."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from underpin.desk.channels import calling, webhook
from underpin.kernel import db, ids, wake
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound, StaleVersion
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

PAGE: Final = 50
OVERLAP: Final = timedelta(hours=24)


class NameTaken(Conflict):
    code = "name-taken"
    title = "This client has a webhook of that name: choose another"


@dataclass(frozen=True, slots=True)
class Webhook:
    """`for_staff`: an address of ours, which may hear what members may not."""

    id: UUID
    name: str
    url: str
    kinds: list[str]
    for_staff: bool
    created_at: datetime
    paused_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class Said:
    """What its keepers say of it."""

    name: str
    url: str
    kinds: Sequence[str]
    for_staff: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A webhook, and the key it signs with, shown this once."""

    webhook: Webhook
    signing_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing a webhook was told: `state` is waiting, sent or set_aside. `error` is what the last
    try came to."""

    id: UUID
    identity: str
    payload: Any
    state: str
    attempts: int
    error: str | None
    created_at: datetime
    sent_at: datetime | None


COLUMNS: Final = ", ".join(each.name for each in fields(Webhook))


@write("intake.write", STAFF)
async def add(act: Act, said: Said) -> Opened:
    """Raises Malformed, NameTaken."""
    _check(said)
    new, key = ids.new(), secrets.token_urlsafe(32)
    row = await _written(
        "INSERT INTO webhook (tenant_id, id, name, url, kinds, for_staff, signing_key, created_by, "
        f"created_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1) RETURNING {COLUMNS}",
        *(act.tenant_id, new, *_columns(said)),
        *(webhook.sealed(act.tenant_id, new, key), act.person_id, act.now),
    )
    return Opened(Webhook(**row), key)


@write("intake.write", STAFF)
async def change(act: Act, webhook_id: UUID, said: Said, *, version: int | None = None) -> Webhook:
    """All of it anew. Raises NotFound, StaleVersion, Malformed, NameTaken."""
    held = await _held(act, webhook_id)
    if version is not None and held.version != version:
        raise StaleVersion
    _check(said)
    row = await _written(
        "UPDATE webhook SET name = $3, url = $4, kinds = $5, for_staff = $6, version = version + 1 "
        f"WHERE tenant_id = $1 AND id = $2 RETURNING {COLUMNS}",
        *(act.tenant_id, webhook_id, *_columns(said)),
    )
    return Webhook(**row)


@write("intake.write", STAFF)
async def pause(act: Act, webhook_id: UUID, *, paused: bool) -> Webhook:
    """A paused one is told nothing, and hears nothing of that time later. Raises NotFound."""
    await _held(act, webhook_id)
    row = await _written(
        "UPDATE webhook SET paused_at = $3, version = version + 1 WHERE tenant_id = $1 "
        f"AND id = $2 RETURNING {COLUMNS}",
        *(act.tenant_id, webhook_id, act.now if paused else None),
    )
    return Webhook(**row)


@write("intake.write", STAFF)
async def rotate(act: Act, webhook_id: UUID) -> Opened:
    """A new key; for a day everything is signed with both. Raises NotFound."""
    held, key = await _held(act, webhook_id), secrets.token_urlsafe(32)
    await db.execute(
        "UPDATE webhook SET former_key = signing_key, former_until = $4, signing_key = $3 "
        "WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, webhook_id, webhook.sealed(act.tenant_id, webhook_id, key)),
        act.now + OVERLAP,
    )
    return Opened(held, key)


@write("intake.write", STAFF)
async def test(act: Act, webhook_id: UUID) -> UUID:
    """Send it something of kind `test`; returns its name. Raises NotFound."""
    await _held(act, webhook_id)
    name = ids.new()
    await webhook.test(act, webhook_id, name)
    return name


@read("intake.read", STAFF)
async def listed(act: Act, tenant: int) -> list[Webhook]:
    """By name; they are few."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM webhook WHERE tenant_id = $1 ORDER BY name", tenant
    )
    return [Webhook(**row) for row in rows]


TOLD: Final = """
SELECT id, identity, payload, attempts, last_error AS error, created_at, sent_at,
       CASE WHEN sent_at IS NOT NULL THEN 'sent' WHEN parked_at IS NOT NULL THEN 'set_aside'
            ELSE 'waiting' END AS state
FROM outgoing WHERE tenant_id = $1 AND subject_id = $2 AND channel = $3
  AND ($4::uuid IS NULL OR id < $4) ORDER BY id DESC LIMIT $5
"""


@read("intake.read", STAFF)
async def told(act: Act, tenant: int, webhook_id: UUID, before: UUID | None = None) -> list[Told]:
    """The newest first, fifty at a time; empty for one that is not this client's."""
    rows = await db.rows(TOLD, tenant, webhook_id, webhook.OUT, before, PAGE)
    return [Told(**{**row, "payload": msgspec.json.decode(row["payload"])}) for row in rows]


@write("intake.write", STAFF)
async def again(act: Act, webhook_id: UUID, outgoing_id: UUID) -> None:
    """Tell it once more, under the same name, by which the far side knows it. Raises NotFound."""
    done = await db.execute(
        "UPDATE outgoing SET sent_at = NULL, parked_at = NULL, attempts = 0, due_at = $5 "
        "WHERE tenant_id = $1 AND subject_id = $2 AND id = $3 AND channel = $4",
        *(act.tenant_id, webhook_id, outgoing_id, webhook.OUT, act.now),
    )
    if not done:
        raise NotFound
    wake.after_commit()


async def _held(act: Act, webhook_id: UUID) -> Webhook:
    row = await db.row(
        f"SELECT {COLUMNS} FROM webhook WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        *(act.tenant_id, webhook_id),
    )
    if row is None:
        raise NotFound
    return Webhook(**row)


def _check(said: Said) -> None:
    if not 1 <= len(said.name.strip()) <= 200:
        raise Malformed("name: 1 to 200 characters.", field="name")
    wrong = calling.wrong_address(said.url)
    if wrong:
        raise Malformed(wrong, field="url")
    may = webhook.FOR_STAFF if said.for_staff else webhook.FOR_CLIENTS
    strange = sorted(set(said.kinds) - set(may))
    if strange or not said.kinds:
        wanted = strange[0] if strange else "nothing"
        raise Malformed(f"kinds: {wanted} is none of {', '.join(may)}.", field="kinds")


def _columns(said: Said) -> tuple[object, ...]:
    return (said.name.strip(), said.url, sorted(set(said.kinds)), said.for_staff)


async def _written(sql: str, *words: Any) -> db.Row:
    try:
        async with db.savepoint():
            row = await db.row(sql, *words)
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken
    assert row is not None, "the row is written or held"  # noqa: S101
    return row
