"""Keeping the monitoring sources of a client: who may send alerts, and what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from underpin.desk.alerts import hearing, reading, source
from underpin.desk.alerts.mapping import Mapping
from underpin.desk.alerts.source import COLUMNS, Settings, Source
from underpin.desk.alerts.told import Heard, Told, Unreadable
from underpin.desk.hooks import secret
from underpin.desk.hooks.secret import Issued, Standing
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound, StaleVersion
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write


class NameTaken(Conflict):
    code = "name-taken"
    title = "This client has a source of that name: choose another"


USUAL: Final = Settings()


@dataclass(frozen=True, slots=True)
class Said:
    """What its keepers say of a source."""

    name: str
    contact_id: UUID
    kind: str = reading.AUTO
    service_id: UUID | None = None
    settings: Settings = USUAL
    mapping: Mapping | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A source, and its first secret, shown this once."""

    source: Source
    secret: Issued


@dataclass(frozen=True, slots=True)
class Detail:
    source: Source
    secrets: list[Standing]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a sample would make; nothing was changed. `refused` says why it would be set aside."""

    reader: str
    alerts: list[Told]
    neither: int
    refused: list[str]


@write("intake.write", STAFF)
async def add(act: Act, said: Said, *, signing_key: str = "") -> Opened:
    """Raises Malformed, NameTaken."""
    source.check(said.name, said.kind, said.settings, said.mapping)
    row = await _written(
        "INSERT INTO alert_source (tenant_id, id, name, kind, contact_id, service_id, settings, "
        "mapping, created_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb, "
        f"$8::text::jsonb, $9, 1) RETURNING {COLUMNS}",
        *(act.tenant_id, ids.new(), *_columns(said), act.now),
    )
    made = source.of(row)
    issued = await secret.issue(act, hearing.NAME, made.id, signing_key=signing_key)
    return Opened(made, issued)


@write("intake.write", STAFF)
async def change(act: Act, source_id: UUID, said: Said, *, version: int | None = None) -> Source:
    """All of it anew. Raises NotFound, StaleVersion, Malformed, NameTaken."""
    await _held(act, source_id, version)
    source.check(said.name, said.kind, said.settings, said.mapping)
    row = await _written(
        "UPDATE alert_source SET name = $3, kind = $4, contact_id = $5, service_id = $6, "
        "settings = $7::text::jsonb, mapping = $8::text::jsonb, version = version + 1 "
        f"WHERE tenant_id = $1 AND id = $2 RETURNING {COLUMNS}",
        *(act.tenant_id, source_id, *_columns(said)),
    )
    return source.of(row)


@write("intake.write", STAFF)
async def pause(act: Act, source_id: UUID, *, paused: bool) -> Source:
    """What is sent to a paused source is set aside. Raises NotFound."""
    await _held(act, source_id, None)
    row = await db.row(
        "UPDATE alert_source SET paused_at = $3, version = version + 1 "
        f"WHERE tenant_id = $1 AND id = $2 RETURNING {COLUMNS}",
        *(act.tenant_id, source_id, act.now if paused else None),
    )
    return source.of(row)


@write("intake.write", STAFF)
async def rotate(
    act: Act, source_id: UUID, overlap: timedelta = secret.OVERLAP, *, signing_key: str = ""
) -> Issued:
    """A new secret beside the present one, which ends after `overlap`. Raises NotFound,
    Malformed."""
    await _held(act, source_id, None)
    return await secret.rotate(act, hearing.NAME, source_id, overlap, signing_key=signing_key)


@write("intake.write", STAFF)
async def revoke(act: Act, source_id: UUID, secret_id: UUID) -> None:
    """Raises NotFound."""
    await secret.revoke(act, source_id, secret_id)


@read("intake.read", STAFF)
async def listed(act: Act, tenant: int) -> list[Source]:
    """A client's sources by name; they are few."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM alert_source WHERE tenant_id = $1 ORDER BY name", tenant
    )
    return [source.of(row) for row in rows]


@read("intake.read", STAFF)
async def detail(act: Act, tenant: int, source_id: UUID) -> Detail:
    """With the secrets that are good, of which nothing is shown but their times. Raises
    NotFound."""
    return Detail(await _seen(tenant, source_id), await secret.standing(act, tenant, source_id))


@read("intake.read", STAFF)
async def trial(
    act: Act, tenant: int, source_id: UUID, sample: str, *, own: Mapping | None = None
) -> Trial:
    """What this source would read in a sample; with `own` by a mapping it does not have yet. Raises
    NotFound, Malformed."""
    found = await _seen(tenant, source_id)
    if own is None:
        return tried(sample, found.kind, found.mapping)
    source.check(found.name, reading.MAPPED, found.settings, own)
    return tried(sample, reading.MAPPED, own)


def tried(sample: str, kind: str, own: Mapping | None) -> Trial:
    try:
        heard = reading.read(sample.encode("utf-8", "replace"), kind, own)
    except Unreadable as why:
        heard = Heard(kind, refused=(str(why),))
    return Trial(heard.reader, list(heard.alerts), heard.neither, list(heard.refused))


async def _seen(tenant: int, source_id: UUID) -> Source:
    row = await db.row(
        f"SELECT {COLUMNS} FROM alert_source WHERE tenant_id = $1 AND id = $2", tenant, source_id
    )
    if row is None:
        raise NotFound
    return source.of(row)


async def _held(act: Act, source_id: UUID, version: int | None) -> Source:
    row = await db.row(
        f"SELECT {COLUMNS} FROM alert_source WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        *(act.tenant_id, source_id),
    )
    if row is None:
        raise NotFound
    if version is not None and row["version"] != version:
        raise StaleVersion
    return source.of(row)


async def _written(sql: str, *words: Any) -> db.Row | None:
    try:
        async with db.savepoint():
            return await db.row(sql, *words)
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken
    except asyncpg.ForeignKeyViolationError as unknown:
        field = "service_id" if "service" in str(unknown.constraint_name) else "contact_id"
        raise Malformed(f"{field}: this client has nothing of this id.", field=field) from unknown


def _columns(said: Said) -> tuple[object, ...]:
    own = None if said.mapping is None else msgspec.json.encode(said.mapping).decode()
    settings = msgspec.json.encode(said.settings).decode()
    return (said.name.strip(), said.kind, said.contact_id, said.service_id, settings, own)
