"""The coming weeks of a calendar as it is kept, or as it is written and not yet kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from contracts import instant
from contracts.calendars import calendar_definition, calendar_holidays, calendar_preview
from contracts.calendars.calendar_definition import Definition, DefinitionError
from contracts.calendars.calendar_holidays import Listed
from contracts.calendars.calendar_preview import Day
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read

WEEKS: Final = 4
MOST_WEEKS: Final = 53


@dataclass(frozen=True, slots=True)
class OpenHours:
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class DayAhead:
    """`mark`: holiday or override, and `names` what is celebrated where that is known.

    `clocks_move_seconds`: by how much the wall clock jumps on that date, forward above 0.
    """

    day: date
    mark: str | None
    names: tuple[str, ...]
    hours: tuple[OpenHours, ...]
    worked_us: int
    clocks_move_seconds: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """`number` is the version's, none for what is not yet kept. `next_change` is the next change
    of the zone's offset within two years. `warnings`: no_working_time, closed_this_week."""

    time_zone: str
    number: int | None
    days: tuple[DayAhead, ...]
    next_change: datetime | None
    next_open: datetime | None
    warnings: tuple[str, ...]


async def every_of_client(act: Act, tenant: int, weeks: int = WEEKS) -> dict[UUID, Ahead]:
    """Of each calendar of a client, within a verb that may read them."""
    rows = await db.rows(EVERY_OF_CLIENT, tenant)
    return {row["calendar_id"]: _ahead(row, row["simulated_now"] or act.now, weeks) for row in rows}


async def every_of_provider(act: Act, weeks: int = WEEKS) -> dict[UUID, Ahead]:
    """Of each calendar of the provider, within a verb that may read them."""
    rows = await db.rows(EVERY_OF_PROVIDER)
    return {row["calendar_id"]: _ahead(row, act.now, weeks) for row in rows}


@read("contract.read", STAFF, MEMBER)
async def of_client(act: Act, tenant: int, calendar_id: UUID, weeks: int = WEEKS) -> Ahead:
    """The newest version of a client's calendar, from the client's today on. Raises NotFound."""
    act.only_own(tenant)
    row = await db.row(OF_CLIENT, tenant, calendar_id)
    if row is None:
        raise NotFound
    return _ahead(row, row["simulated_now"] or act.now, weeks)


@read("contract.read", STAFF)
async def of_provider(act: Act, calendar_id: UUID, weeks: int = WEEKS) -> Ahead:
    """The newest version of the provider's calendar. Raises NotFound."""
    row = await db.row(OF_PROVIDER, calendar_id)
    if row is None:
        raise NotFound
    return _ahead(row, act.now, weeks)


@read("contract.read", STAFF)
async def of_draft(act: Act, definition: dict[str, Any], weeks: int = WEEKS) -> Ahead:
    """Of a calendar in the API's form that nobody has kept. Raises Malformed naming the field."""
    try:
        read = calendar_definition.from_json(definition)
    except DefinitionError as wrong:
        raise Malformed(f"definition.{wrong}", field=f"definition.{wrong.field}") from wrong
    return shown(read, calendar_holidays.listed(definition), None, act.now, weeks)


def shown(
    definition: Definition, listed: Listed | None, number: int | None, now: datetime, weeks: int
) -> Ahead:
    """Pure: the weeks from the local date of `now` on."""
    found = calendar_preview.preview(definition, instant.of(now), 7 * weeks)
    return Ahead(
        time_zone=definition.time_zone,
        number=number,
        days=tuple(_day(each, listed) for each in found.days),
        next_change=_time(found.next_change),
        next_open=_time(found.next_open),
        warnings=tuple(found.warnings),
    )


EVERY_OF_CLIENT = """
SELECT DISTINCT ON (v.calendar_id) v.calendar_id, v.definition, v.public_holidays, v.number,
       t.simulated_now
FROM calendar_version v JOIN tenant t ON t.id = v.tenant_id
WHERE v.tenant_id = $1 ORDER BY v.calendar_id, v.number DESC
"""

EVERY_OF_PROVIDER = """
SELECT DISTINCT ON (calendar_id) calendar_id, definition, public_holidays, number
FROM provider_calendar_version ORDER BY calendar_id, number DESC
"""

OF_CLIENT = """
SELECT v.definition, v.public_holidays, v.number, t.simulated_now FROM calendar_version v
JOIN tenant t ON t.id = v.tenant_id
WHERE v.tenant_id = $1 AND v.calendar_id = $2 ORDER BY v.number DESC LIMIT 1
"""

OF_PROVIDER = """
SELECT definition, public_holidays, number FROM provider_calendar_version
WHERE calendar_id = $1 ORDER BY number DESC LIMIT 1
"""


def _ahead(row: Mapping[str, Any], now: datetime, weeks: int) -> Ahead:
    definition = calendar_definition.from_json(msgspec.json.decode(row["definition"]))
    listed = calendar_holidays.decode(row["public_holidays"])
    return shown(definition, listed, row["number"], now, weeks)


def _day(each: Day, listed: Listed | None) -> DayAhead:
    return DayAhead(
        day=each.day,
        mark=each.mark,
        names=calendar_holidays.names(listed, each.day),
        hours=tuple(OpenHours(instant.at(a), instant.at(b)) for a, b in each.stretches),
        worked_us=each.worked,
        clocks_move_seconds=each.clocks_move // instant.SECOND,
    )


def _time(at: int | None) -> datetime | None:
    return None if at is None else instant.at(at)
