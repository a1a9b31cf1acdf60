"""Recurring tickets of a client: set up, changed, paused, ended, and the next ten foreseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from contracts import instant
from contracts.calendars import compiled
from contracts.calendars.calendar import Calendar
from underpin.desk.recurring import rule as rules
from underpin.desk.recurring.rule import IsClosed, Occurrence, OnClosed, Rule
from underpin.desk.tickets import raising
from underpin.kernel import db, ids, timers
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound, StaleVersion
from underpin.kernel.principal import STAFF
from underpin.kernel.timers import Timer
from underpin.kernel.verb import read, write

KIND: Final = "recurring"
ACTIVE, PAUSED, ENDED = "active", "paused", "ended"


class Over(Conflict):
    code = "recurring-over"
    title = "This has ended: set up a new one"


class Ticketed(Struct, frozen=True, forbid_unknown_fields=True):
    """The ticket each time. `{date}` and `{month}` in its texts stand for the day. `tasks`: the key
    of a task template."""

    subject: str
    requester_id: UUID
    body: str = ""
    type: str = "service_request"
    impact: str = "low"
    urgency: str = "low"
    service_id: UUID | None = None
    tasks: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What staff say. `time_zone` empty: the client's own. `calendar_id`: on which days without
    working hours there `on_closed` is looked at."""

    name: str
    ticket: Ticketed
    rule: str
    starts_on: date
    at: time
    time_zone: str = ""
    on_closed: OnClosed = "keep"
    calendar_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Recurring:
    """`next_at` None: nothing comes any more, or not while it is paused."""

    id: UUID
    name: str
    said: Ticketed
    rule: str
    starts_on: date
    at_time: time
    time_zone: str
    on_closed: OnClosed
    calendar_id: UUID | None
    state: str
    last_on: date | None
    next_on: date | None
    next_at: datetime | None
    version: int

    @property
    def told(self) -> Rule:
        words = (self.rule, self.starts_on, self.at_time, self.time_zone, self.on_closed)
        return Rule(*words)


COLUMNS: Final = ", ".join(Recurring.__slots__)
INSERT: Final = f"""
INSERT INTO recurring_ticket (tenant_id, id, name, said, rule, starts_on, at_time, time_zone,
                              on_closed, calendar_id, state, made_by, made_at, version)
SELECT t.id, $2, $3, $4::text::jsonb, $5, $6, $7, coalesce(nullif($8, ''), t.time_zone), $9, $10,
       'active', $11, $12, 1
FROM tenant t WHERE t.id = $1 RETURNING {COLUMNS}
"""


@write("contract.write", STAFF)
async def set_up(act: Act, said: Said) -> Recurring:
    """From the first day to come. Raises Malformed."""
    await _check(act, said)
    words = (said.rule, said.starts_on, said.at, said.time_zone, said.on_closed, said.calendar_id)
    row = await db.row(
        INSERT,
        *(act.tenant_id, ids.new(), said.name.strip(), msgspec.json.encode(said.ticket).decode()),
        *(*words, act.principal.person_id, act.now),
    )
    assert row is not None, "the client is there"  # noqa: S101
    return await plan(act, of(row))


async def _check(act: Act, said: Said) -> None:
    if not 1 <= len(said.name.strip()) <= 200:
        raise Malformed("name: 1 to 200 characters.", field="name")
    if said.time_zone:
        _zone(said.time_zone)
    if said.on_closed not in ("keep", "skip", "before", "after"):
        raise Malformed("on_closed: keep, skip, before or after.", field="on_closed")
    if said.on_closed != "keep" and said.calendar_id is None:
        raise Malformed("calendar_id: whose days are closed?", field="calendar_id")
    rules.check(Rule(said.rule, said.starts_on, said.at, said.time_zone or "UTC"))
    raising.check(raising.NewTicket(**_new(said.ticket)))
    await _check_ids(act, said)


def _new(ticket: Ticketed) -> dict[str, Any]:
    return {name: getattr(ticket, name) for name in ("subject", "type", "impact", "urgency")}


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:
        raise Malformed("time_zone: such as Europe/Warsaw.", field="time_zone") from unknown


HERE: Final = """
SELECT EXISTS (SELECT FROM person WHERE tenant_id = $1 AND id = $2) AS requester_id,
       $3::uuid IS NULL OR EXISTS (SELECT FROM service WHERE tenant_id = $1 AND id = $3)
           AS service_id,
       $4::uuid IS NULL OR EXISTS (SELECT FROM calendar WHERE tenant_id = $1 AND id = $4)
           AS calendar_id,
       $5 = '' OR EXISTS (SELECT FROM task_template WHERE key = $5 AND active) AS tasks
"""


async def _check_ids(act: Act, said: Said) -> None:
    ticket = said.ticket
    words = (ticket.requester_id, ticket.service_id, said.calendar_id, ticket.tasks)
    row = await db.row(HERE, act.tenant_id, *words)
    for name, is_here in (row or {}).items():
        if not is_here:
            raise Malformed(f"{name}: there is no such thing here.", field=name)


@write("contract.write", STAFF)
async def pause(act: Act, recurring_id: UUID, *, version: int | None = None) -> Recurring:
    """Nothing comes until it goes on; what falls into the pause is left out. Raises NotFound,
    Over, StaleVersion."""
    found = await held(act, recurring_id, version)
    await timers.disarm(act, KIND, [str(found.id)])
    return await keep(act, found, {"state": PAUSED, "next_at": None, "next_on": None})


@write("contract.write", STAFF)
async def go_on(act: Act, recurring_id: UUID, *, version: int | None = None) -> Recurring:
    """Raises NotFound, Over, StaleVersion."""
    return await plan(act, await held(act, recurring_id, version))


@write("contract.write", STAFF)
async def end(act: Act, recurring_id: UUID, *, version: int | None = None) -> Recurring:
    """For good. Raises NotFound, Over, StaleVersion."""
    found = await held(act, recurring_id, version)
    await timers.disarm(act, KIND, [str(found.id)])
    return await keep(act, found, {"state": ENDED, "next_at": None, "next_on": None})


async def held(act: Act, recurring_id: UUID, version: int | None = None) -> Recurring:
    row = await db.row(
        f"SELECT {COLUMNS} FROM recurring_ticket WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        *(act.tenant_id, recurring_id),
    )
    if row is None:
        raise NotFound
    if version is not None and row["version"] != version:
        raise StaleVersion
    if row["state"] == ENDED:
        raise Over
    return of(row)


async def plan(act: Act, found: Recurring, after: date | None = None) -> Recurring:
    """The next one: the first whose time is to come, or whose own day is after the one given. When
    there is none it has ended."""
    closed = await closed_days(act.tenant_id, found.calendar_id, found.time_zone)
    if after is None:
        ahead = rules.coming(found.told, act.now, closed, 1)
    else:
        ahead = [each for each in [next(rules.after(found.told, after, closed), None)] if each]
    if not ahead:
        return await keep(act, found, {"state": ENDED, "next_at": None, "next_on": None})
    coming = ahead[0]
    await timers.arm(act, Timer(KIND, str(found.id), found.id, coming.at, "bulk"))
    return await keep(act, found, {"state": ACTIVE, "next_at": coming.at, "next_on": coming.day})


async def keep(act: Act, found: Recurring, columns: dict[str, Any]) -> Recurring:
    names = ", ".join(f"{name} = ${place}" for place, name in enumerate(columns, 3))
    row = await db.row(
        f"UPDATE recurring_ticket SET {names}, version = version + 1 "
        f"WHERE tenant_id = $1 AND id = $2 RETURNING {COLUMNS}",
        *(act.tenant_id, found.id, *columns.values()),
    )
    assert row is not None, "the row is locked by this transaction"  # noqa: S101
    return of(row)


LATEST: Final = """
SELECT id FROM calendar_version WHERE tenant_id = $1 AND calendar_id = $2
ORDER BY number DESC LIMIT 1
"""


async def closed_days(tenant: int, calendar_id: UUID | None, zone: str) -> IsClosed:
    """Whether a day has no working hours on the calendar, as its latest version says."""
    version = calendar_id and await db.value(LATEST, tenant, calendar_id)
    if version is None:
        return lambda _: False
    calendar = (await compiled.of_tenant(tenant, [version]))[version]
    return lambda day: _is_closed(calendar, day, zone)


def _is_closed(calendar: Calendar, day: date, zone: str) -> bool:
    start, end = (rules.instant(each, time(), zone) for each in (day, day + timedelta(days=1)))
    return not calendar.intervals(instant.of(start), instant.of(end))


@read("ticket.read", STAFF)
async def of_client(act: Act, tenant: int) -> list[Recurring]:
    """By name, those that ended last. Raises NotFound for a client the asker has not."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM recurring_ticket WHERE tenant_id = $1 "
        "ORDER BY state = 'ended', name, id LIMIT 500",
        tenant,
    )
    return [of(row) for row in rows]


@read("ticket.read", STAFF)
async def preview(act: Act, tenant: int, recurring_id: UUID) -> list[Occurrence]:
    """The next ten. Raises NotFound."""
    row = await db.row(
        f"SELECT {COLUMNS} FROM recurring_ticket WHERE tenant_id = $1 AND id = $2",
        *(tenant, recurring_id),
    )
    if row is None:
        raise NotFound
    found = of(row)
    closed = await closed_days(tenant, found.calendar_id, found.time_zone)
    now = await db.value("SELECT simulated_now FROM tenant WHERE id = $1", tenant) or act.now
    return rules.coming(found.told, now.astimezone(UTC), closed)


@read("ticket.read", STAFF)
async def foresee(act: Act, tenant: int, told: Rule, calendar_id: UUID | None) -> list[Occurrence]:
    """The next ten of what is not set up yet. Raises Malformed."""
    _zone(told.time_zone)
    rules.check(told)
    closed = await closed_days(tenant, calendar_id, told.time_zone)
    return rules.coming(told, act.now, closed)


def of(row: db.Row) -> Recurring:
    said = msgspec.json.decode(row["said"], type=Ticketed)
    return Recurring(**{**row, "said": said})
