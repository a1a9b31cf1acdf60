"""Keeping the channels of a client."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from underpin.desk.channels import channel
from underpin.desk.channels.channel import COLUMNS, Channel, Said
from underpin.desk.hooks import proof, secret
from underpin.desk.hooks.secret import Issued, Standing
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound, StaleVersion
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write


class NameTaken(Conflict):
    code = "name-taken"
    title = "This client has a channel of that name: choose another"


@dataclass(frozen=True, slots=True)
class Opened:
    """A channel, and its first secret, shown this once."""

    channel: Channel
    secret: Issued = field(repr=False)


@dataclass(frozen=True, slots=True)
class Detail:
    channel: Channel
    secrets: list[Standing]


@write("intake.write", STAFF)
async def add(act: Act, said: Said, *, signing_key: str = "") -> Opened:
    """`signing_key` is what Slack or Teams signs with, made there. Raises Malformed, NameTaken."""
    channel.check(said)
    if channel.ADAPTERS[said.kind].proof != proof.OURS and not signing_key:
        raise Malformed("signing_key: the one that the far side made.", field="signing_key")
    new = ids.new()
    row = await _written(
        "INSERT INTO channel (tenant_id, id, name, kind, settings, credential, service_id, "
        "created_at, version) VALUES ($1, $2, $3, $4, $5::text::jsonb, $6, $7, $8, 1) "
        f"RETURNING {COLUMNS}",
        *(act.tenant_id, new, said.name.strip(), said.kind, _json(said.settings)),
        *(channel.sealed(act.tenant_id, new, said.credential), said.service_id, act.now),
    )
    issued = await secret.issue(act, channel.PURPOSE, new, signing_key=signing_key)
    return Opened(channel.of(row), issued)


@write("intake.write", STAFF)
async def change(act: Act, channel_id: UUID, said: Said, *, version: int | None = None) -> Channel:
    """All of it anew, but for its kind. Raises NotFound, StaleVersion, Malformed, NameTaken."""
    held = await _held(act, channel_id, version)
    if said.kind != held.kind:
        raise Malformed("kind: open another channel for another kind.", field="kind")
    channel.check(said)
    row = await _written(
        "UPDATE channel SET name = $3, settings = $4::text::jsonb, credential = $5, "
        "service_id = $6, version = version + 1 WHERE tenant_id = $1 AND id = $2 "
        f"RETURNING {COLUMNS}",
        *(act.tenant_id, channel_id, said.name.strip(), _json(said.settings)),
        *(channel.sealed(act.tenant_id, channel_id, said.credential), said.service_id),
    )
    return channel.of(row)


@write("intake.write", STAFF)
async def pause(act: Act, channel_id: UUID, *, paused: bool) -> Channel:
    """What is said in a paused channel is set aside, and nothing is said there. Raises NotFound."""
    await _held(act, channel_id, None)
    row = await _written(
        "UPDATE channel SET paused_at = $3, version = version + 1 WHERE tenant_id = $1 "
        f"AND id = $2 RETURNING {COLUMNS}",
        *(act.tenant_id, channel_id, act.now if paused else None),
    )
    return channel.of(row)


@write("intake.write", STAFF)
async def rotate(
    act: Act, channel_id: UUID, overlap: timedelta = secret.OVERLAP, *, signing_key: str = ""
) -> Issued:
    """Raises NotFound, Malformed."""
    await _held(act, channel_id, None)
    return await secret.rotate(act, channel.PURPOSE, channel_id, overlap, signing_key=signing_key)


@read("intake.read", STAFF)
async def listed(act: Act, tenant: int) -> list[Channel]:
    """By name; they are few."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM channel WHERE tenant_id = $1 ORDER BY name", tenant
    )
    return [channel.of(row) for row in rows]


@read("intake.read", STAFF)
async def detail(act: Act, tenant: int, channel_id: UUID) -> Detail:
    """Raises NotFound."""
    row = await db.row(
        f"SELECT {COLUMNS} FROM channel WHERE tenant_id = $1 AND id = $2", tenant, channel_id
    )
    if row is None:
        raise NotFound
    return Detail(channel.of(row), await secret.standing(act, tenant, channel_id))


async def _held(act: Act, channel_id: UUID, version: int | None) -> Channel:
    row = await db.row(
        f"SELECT {COLUMNS} FROM channel WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        *(act.tenant_id, channel_id),
    )
    if row is None:
        raise NotFound
    if version is not None and row["version"] != version:
        raise StaleVersion
    return channel.of(row)


async def _written(sql: str, *words: Any) -> db.Row:
    try:
        async with db.savepoint():
            row = await db.row(sql, *words)
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken
    except asyncpg.ForeignKeyViolationError as unknown:
        raise Malformed("service_id: this client has no such service.", field="service_id") from (
            unknown
        )
    assert row is not None, "the row is written or held"  # noqa: S101
    return row


def _json(settings: dict[str, Any]) -> str:
    return msgspec.json.encode(settings).decode()
