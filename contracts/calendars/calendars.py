"""Calendars as they are kept: versions that never change, of a client or of the provider.

A change is a new version. An agreement version names the calendar versions it counts on, so an
edit reaches a client's clocks only through an amendment that the client accepts (PRACTICE 26).
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import asyncpg

from contracts.calendars import calendar_definition, calendar_holidays
from contracts.calendars.calendar_definition import DefinitionError
from contracts.calendars.calendar_rows import (
    COLUMNS,
    CalendarVersion,
    Written,
    inserting,
    of,
    row_of,
    written,
)
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, WORKER
from underpin.kernel.verb import provide, read
from underpin.kernel.verb import write as writes


class NameTaken(Conflict):
    code = "calendar-name-taken"
    title = "Another calendar has this name: choose another, or amend that one"


__all__ = ["CalendarVersion", "NameTaken", "Written", "written"]


@writes("contract.write", STAFF, WORKER)
async def create(
    act: Act,
    name: str,
    definition: dict[str, Any],
    *,
    calendar_id: UUID | None = None,
    version_id: UUID | None = None,
) -> CalendarVersion:
    """A client's calendar with its first version. Raises Malformed naming the field, NameTaken."""
    first = _read(definition)
    try:
        row = await db.row(
            "WITH parent AS (INSERT INTO calendar (tenant_id, id, name) VALUES ($1, $2, $10)) "
            f"{_INSERT}",
            *(act.tenant_id, calendar_id or ids.new(), version_id or ids.new(), 1),
            *(*row_of(act, first), name),
        )
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken
    except asyncpg.CheckViolationError as wrong:
        raise Malformed("name: 1 to 200 characters.", field="name") from wrong
    return of(row, name)


@writes("contract.write", STAFF, WORKER)
async def amend(
    act: Act, calendar_id: UUID, definition: dict[str, Any], *, version_id: UUID | None = None
) -> CalendarVersion:
    """The next version; clocks count on it once an agreement version names it. Raises Malformed,
    NotFound."""
    return await write(act, calendar_id, _read(definition), version_id=version_id)


async def write(
    act: Act, calendar_id: UUID, next_version: Written, *, version_id: UUID | None = None
) -> CalendarVersion:
    """The next version of a client's calendar. Raises NotFound."""
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
        *row_of(act, next_version),
    )
    return of(row, last["name"])


@read("contract.read", STAFF, MEMBER)
async def of_tenant(act: Act, tenant: int) -> list[CalendarVersion]:
    """A client's calendars with all their versions, by name, the newest first."""
    rows = await db.rows(
        f"SELECT {COLUMNS}, c.name FROM calendar_version v JOIN calendar c "
        "ON c.tenant_id = v.tenant_id AND c.id = v.calendar_id WHERE v.tenant_id = $1 "
        "ORDER BY c.name, v.number DESC",
        tenant,
    )
    return [of(row, row["name"]) for row in rows]


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
    first = _read(definition)
    try:
        row = await db.row(
            "WITH parent AS (INSERT INTO provider_calendar (id, name) VALUES ($1, $9)) "
            f"{_INSERT_PROVIDER}",
            *(calendar_id or ids.new(), version_id or ids.new(), 1),
            *(*row_of(act, first), name),
        )
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken
    except asyncpg.CheckViolationError as wrong:
        raise Malformed("name: 1 to 200 characters.", field="name") from wrong
    return of(row, name)


@provide("vendor.write")
async def amend_provider(
    act: Act, calendar_id: UUID, definition: dict[str, Any], *, version_id: UUID | None = None
) -> CalendarVersion:
    """The next version of a provider's calendar. Raises Malformed, NotFound."""
    return await write_provider(act, calendar_id, _read(definition), version_id=version_id)


async def write_provider(
    act: Act, calendar_id: UUID, next_version: Written, *, version_id: UUID | None = None
) -> CalendarVersion:
    """The next version of a provider's calendar. Raises NotFound."""
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
        *row_of(act, next_version),
    )
    return of(row, last["name"])


@read("contract.read", STAFF)
async def of_provider(act: Act) -> list[CalendarVersion]:
    rows = await db.rows(
        f"SELECT {COLUMNS}, c.name FROM provider_calendar_version v JOIN provider_calendar c "
        "ON c.id = v.calendar_id ORDER BY c.name, v.number DESC"
    )
    return [of(row, row["name"]) for row in rows]


_INSERT: Final = inserting("calendar_version", "tenant_id", "calendar_id", "id", "number")
_INSERT_PROVIDER: Final = inserting("provider_calendar_version", "calendar_id", "id", "number")


def _read(definition: dict[str, Any]) -> Written:
    try:
        canonical = calendar_definition.from_json(definition)
    except DefinitionError as wrong:
        raise Malformed(f"definition: {wrong}", field="definition") from wrong
    return Written(canonical, calendar_holidays.listed(definition))
