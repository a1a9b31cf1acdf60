"""Calendars as they are kept: versions that never change, of a client or of the provider.

A change is a new version. An agreement version names the calendar versions it counts on, so an
edit reaches a client's clocks only through an amendment that the client accepts (PRACTICE 26).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from contracts import calendar_definition, zone
from contracts.calendar_definition import Definition, DefinitionError
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, WORKER
from underpin.kernel.verb import provide, read, write


class NameTaken(Conflict):
    code = "calendar-name-taken"
    title = "Another calendar has this name: choose another, or amend that one"


@dataclass(frozen=True, slots=True)
class CalendarVersion:
    """`definition` is the API's form, public holidays written out as dates; `zone_data` is the
    release of the zone rules it was written under."""

    id: UUID
    calendar_id: UUID
    name: str
    number: int
    definition: dict[str, Any]
    zone_data: str
    effective_from: datetime


@write("contract.write", STAFF, WORKER)
async def create(
    act: Act,
    name: str,
    definition: dict[str, Any],
    *,
    calendar_id: UUID | None = None,
    version_id: UUID | None = None,
) -> CalendarVersion:
    """A client's calendar with its first version. Raises Malformed naming the field, NameTaken."""
    canonical = _canonical(definition)
    try:
        row = await db.row(
            f"WITH parent AS (INSERT INTO calendar (tenant_id, id, name) VALUES ($1, $2, $8)) "
            f"{_INSERT}",
            *(act.tenant_id, calendar_id or ids.new(), version_id or ids.new(), 1),
            *(*_written(act, canonical), name),
        )
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken
    except asyncpg.CheckViolationError as wrong:
        raise Malformed("name: 1 to 200 characters.", field="name") from wrong
    return _of(row, name)


@write("contract.write", STAFF, WORKER)
async def amend(
    act: Act, calendar_id: UUID, definition: dict[str, Any], *, version_id: UUID | None = None
) -> CalendarVersion:
    """The next version; clocks count on it once an agreement version names it. Raises NotFound."""
    canonical = _canonical(definition)
    last = await db.row(
        "SELECT c.name, (SELECT max(number) FROM calendar_version v WHERE v.tenant_id = $1 "
        "AND v.calendar_id = $2) AS number FROM calendar c WHERE c.tenant_id = $1 AND c.id = $2 "
        "FOR UPDATE",
        act.tenant_id,
        calendar_id,
    )
    if last is None:
        raise NotFound
    row = await db.row(
        _INSERT,
        *(act.tenant_id, calendar_id, version_id or ids.new(), last["number"] + 1),
        *_written(act, canonical),
    )
    return _of(row, last["name"])


@read("contract.read", STAFF, MEMBER)
async def of_tenant(act: Act, tenant: int) -> list[CalendarVersion]:
    """A client's calendars with all their versions, by name, the newest first."""
    rows = await db.rows(
        f"SELECT {_COLUMNS}, c.name FROM calendar_version v JOIN calendar c "
        "ON c.tenant_id = v.tenant_id AND c.id = v.calendar_id WHERE v.tenant_id = $1 "
        "ORDER BY c.name, v.number DESC",
        tenant,
    )
    return [_of(row, row["name"]) for row in rows]


@provide("vendor.write")
async def create_provider(
    act: Act,
    name: str,
    definition: dict[str, Any],
    *,
    calendar_id: UUID | None = None,
    version_id: UUID | None = None,
) -> CalendarVersion:
    """A calendar of the provider's own, for tiers and vendors. Raises Malformed, NameTaken."""
    canonical = _canonical(definition)
    try:
        row = await db.row(
            "WITH parent AS (INSERT INTO provider_calendar (id, name) VALUES ($1, $7)) "
            f"{_INSERT_PROVIDER}",
            *(calendar_id or ids.new(), version_id or ids.new(), 1),
            *(*_written(act, canonical), name),
        )
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken
    except asyncpg.CheckViolationError as wrong:
        raise Malformed("name: 1 to 200 characters.", field="name") from wrong
    return _of(row, name)


@provide("vendor.write")
async def amend_provider(
    act: Act, calendar_id: UUID, definition: dict[str, Any], *, version_id: UUID | None = None
) -> CalendarVersion:
    """The next version of a provider's calendar. Raises Malformed, NotFound."""
    canonical = _canonical(definition)
    last = await db.row(
        "SELECT c.name, (SELECT max(number) FROM provider_calendar_version v "
        "WHERE v.calendar_id = $1) AS number FROM provider_calendar c WHERE c.id = $1 FOR UPDATE",
        calendar_id,
    )
    if last is None:
        raise NotFound
    row = await db.row(
        _INSERT_PROVIDER,
        *(calendar_id, version_id or ids.new(), last["number"] + 1),
        *_written(act, canonical),
    )
    return _of(row, last["name"])


@read("contract.read", STAFF)
async def of_provider(act: Act) -> list[CalendarVersion]:
    rows = await db.rows(
        f"SELECT {_COLUMNS}, c.name FROM provider_calendar_version v JOIN provider_calendar c "
        "ON c.id = v.calendar_id ORDER BY c.name, v.number DESC"
    )
    return [_of(row, row["name"]) for row in rows]


_COLUMNS = "v.id, v.calendar_id, v.number, v.definition, v.zone_data, v.effective_from"

_INSERT = """
INSERT INTO calendar_version AS v (tenant_id, calendar_id, id, number, definition, zone_data,
                                   effective_from, created_at)
VALUES ($1, $2, $3, $4, $5::text::jsonb, $6, $7, $7)
RETURNING v.id, v.calendar_id, v.number, v.definition, v.zone_data, v.effective_from
"""

_INSERT_PROVIDER = """
INSERT INTO provider_calendar_version AS v (calendar_id, id, number, definition, zone_data,
                                            effective_from, created_at)
VALUES ($1, $2, $3, $4::text::jsonb, $5, $6, $6)
RETURNING v.id, v.calendar_id, v.number, v.definition, v.zone_data, v.effective_from
"""


def _canonical(definition: dict[str, Any]) -> Definition:
    try:
        return calendar_definition.from_json(definition)
    except DefinitionError as wrong:
        raise Malformed(f"definition: {wrong}", field="definition") from wrong


def _written(act: Act, canonical: Definition) -> tuple[str, str, datetime]:
    return written(canonical), zone.zone_data_version(), act.now


def written(canonical: Definition) -> str:
    """The JSON text to store."""
    return msgspec.json.encode(calendar_definition.to_json(canonical)).decode()


def _of(row: db.Row | None, name: str) -> CalendarVersion:
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    return CalendarVersion(
        id=row["id"],
        calendar_id=row["calendar_id"],
        name=name,
        number=row["number"],
        definition=msgspec.json.decode(row["definition"]),
        zone_data=row["zone_data"],
        effective_from=row["effective_from"],
    )
