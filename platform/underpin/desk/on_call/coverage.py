"""The nightly check: every hour of the coming two weeks in which a target runs around the clock and
nobody is on duty for that client (PRACTICE 24)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from contracts import instant
from contracts.calendars import compiled
from underpin.desk.on_call import duty, rotas
from underpin.desk.on_call.duty import Rota
from underpin.kernel import db, rounds
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

AHEAD: Final = timedelta(days=14)

CALENDARS: Final = """
SELECT DISTINCT g.calendar_version_id AS id FROM agreement_version v
JOIN target g ON g.tenant_id = v.tenant_id AND g.version_id = v.id
WHERE v.tenant_id = $1 AND v.state = 'active'
"""
HERE: Final = """
SELECT a.staff_id FROM assignment a JOIN staff s ON s.id = a.staff_id
WHERE a.tenant_id = $1 AND s.state = 'active'
"""
KEEP: Final = """
WITH gone AS (DELETE FROM duty_gap WHERE tenant_id = $1 AND hour <> ALL ($2::timestamptz[]))
INSERT INTO duty_gap (tenant_id, hour, found_at) SELECT $1, u.hour, $3
FROM unnest($2::timestamptz[]) AS u(hour) ON CONFLICT (tenant_id, hour) DO NOTHING
"""


async def everywhere() -> int:
    """Check every client that lives in this world's time; returns how many hours nobody covers."""
    return await rounds.each("coverage", _checked, rounds.PRESENT)


async def at(tenant: int) -> int:
    """The round at one client."""
    return await rounds.one("coverage", _checked, tenant, "round")


async def _checked(act: Act) -> int:
    return len(await check(act.tenant_id, act.now))


async def check(tenant: int, now: datetime) -> list[datetime]:
    """Within the client's work: find and keep its hours, instead of what was found before."""
    start = now.replace(minute=0, second=0, microsecond=0)
    hours = await uncovered(tenant, start) if await around_the_clock(tenant, start) else []
    await db.execute(KEEP, tenant, hours, now)
    return hours


async def around_the_clock(tenant: int, start: datetime) -> bool:
    """Whether some target in force runs without a break in that time."""
    found = [row["id"] for row in await db.rows(CALENDARS, tenant)]
    first, last = instant.of(start), instant.of(start + AHEAD)
    calendars = await compiled.of_tenant(tenant, found)
    return any(each.between(first, last) == last - first for each in calendars.values())


async def uncovered(tenant: int, start: datetime) -> list[datetime]:
    ours = {row["staff_id"] for row in await db.rows(HERE, tenant)}
    kept = await rotas.between(start, start + AHEAD)
    return duty.uncovered(_of(ours, [each.rota for each in kept]), start, start + AHEAD)


def _of(ours: set[UUID], found: Sequence[Rota]) -> list[Rota]:
    """Whoever does not work for this client is on duty for others: as if they were away."""
    return [replace(each, away=(*each.away, *_strangers(each, ours))) for each in found]


def _strangers(rota: Rota, ours: set[UUID]) -> list[duty.Away]:
    named = {*rota.people, *(each.staff_id for each in rota.overrides)}
    return [duty.Away(each, duty.EVER, duty.NEVER) for each in sorted(named - ours)]


@read("rota.read", STAFF)
async def gaps(act: Act, tenant: int) -> list[datetime]:
    """The hours that last night's check found, by their beginning."""
    sql = "SELECT hour FROM duty_gap WHERE tenant_id = $1 ORDER BY hour"
    rows = await db.rows(sql, tenant)
    return [row["hour"] for row in rows]
