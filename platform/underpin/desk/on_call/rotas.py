"""Rotas as they are kept: one for a team, with overrides and swaps."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from contracts.calendars import zone
from underpin.desk.on_call import duty
from underpin.desk.on_call.duty import Away, Hours, Override, Rota, Shift
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read

LONGEST: Final = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Kept:
    """A team's rota."""

    id: UUID
    team_id: UUID
    team: str
    tier: int | None
    rota: Rota


SET: Final = """
INSERT INTO rota (id, team_id, time_zone, starts_on, hand_over_at, people, hours, changed_by,
                  changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (team_id) DO UPDATE SET time_zone = excluded.time_zone,
    starts_on = excluded.starts_on, hand_over_at = excluded.hand_over_at,
    people = excluded.people, hours = excluded.hours, changed_by = excluded.changed_by,
    changed_at = excluded.changed_at
RETURNING id
"""
STRANGERS: Final = """
SELECT count(*) FROM unnest($2::uuid[]) AS u(id)
WHERE NOT EXISTS (SELECT FROM team_member m WHERE m.team_id = $1 AND m.staff_id = u.id)
"""


@provide("rota.write")
async def establish(act: Act, team_id: UUID, wanted: Rota) -> UUID:
    """The team's rota from now on; its overrides stay. Raises Malformed, NotFound."""
    _check(wanted)
    if await db.value(STRANGERS, team_id, list(wanted.people)):
        raise Malformed("people: all of them belong to the team.", field="people")
    hours = msgspec.json.encode(wanted.hours).decode()
    when = (wanted.time_zone, wanted.starts_on, wanted.hand_over_at)
    words = (ids.new(), team_id, *when, list(wanted.people), hours, act.person_id, act.now)
    try:
        async with db.savepoint():
            made: UUID = await db.value(SET, *words)
    except asyncpg.ForeignKeyViolationError as unknown:
        raise NotFound from unknown
    return made


def _check(wanted: Rota) -> None:
    if not wanted.people or len(set(wanted.people)) != len(wanted.people):
        raise Malformed("people: at least one, and nobody twice.", field="people")
    try:
        zone.named(wanted.time_zone)
    except zone.UnknownZone as unknown:
        raise Malformed(f"time_zone: {unknown}.", field="time_zone") from unknown
    for each in wanted.hours:
        if not (0 <= each.weekday <= 6 and 0 <= each.start < each.end <= duty.MINUTES):
            raise Malformed("hours: weekday 0 to 6, minutes 0 to 1440.", field="hours")


OVERRIDE: Final = """
INSERT INTO rota_override (id, rota_id, swap_id, staff_id, starts_at, ends_at, made_by, made_at)
SELECT $1, r.id, $3, m.staff_id, $5, $6, $7, $8
FROM rota r JOIN team_member m ON m.team_id = r.team_id AND m.staff_id = $4 WHERE r.id = $2
"""


@provide("rota.write")
async def override(
    act: Act, rota_id: UUID, staff_id: UUID, starts_at: datetime, ends_at: datetime
) -> UUID:
    """Somebody of the team is first for a time. Raises Malformed, NotFound."""
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise Malformed("ends_at: after starts_at, by a year at most.", field="ends_at")
    return await _overridden(act, rota_id, Override(staff_id, starts_at, ends_at), None)


async def _overridden(act: Act, rota_id: UUID, wanted: Override, swap: UUID | None) -> UUID:
    made = ids.new()
    words = (made, rota_id, swap, wanted.staff_id, wanted.starts_at, wanted.ends_at)
    if not await db.execute(OVERRIDE, *words, act.person_id, act.now):
        raise NotFound
    return made


@provide("rota.write")
async def swap(act: Act, rota_id: UUID, one: date, other: date) -> UUID:
    """Two weeks change their first people; each is named by a day in it, at the hour of hand-over.
    Raises Malformed for one week named twice, NotFound."""
    kept = await _one(act, rota_id)
    weeks = [_week(kept.rota, day) for day in (one, other)]
    if weeks[0] == weeks[1] or min(weeks) < 0:
        raise Malformed("other: a day of another week of this rota.", field="other")
    swap_id = ids.new()
    for week, whose in (weeks, weeks[::-1]):
        starts, ends = duty.begins(kept.rota, week), duty.begins(kept.rota, week + 1)
        first = duty.turn(kept.rota, duty.begins(kept.rota, whose))[0]
        await _overridden(act, rota_id, Override(first, starts, ends), swap_id)
    return swap_id


def _week(rota: Rota, day: date) -> int:
    return duty.week_of(rota, duty.instant(rota.time_zone, day, rota.hand_over_at))


@provide("rota.write")
async def cancel(act: Act, override_id: UUID) -> None:
    """An override, or both of a swap by its own id; what is past stays. Raises NotFound."""
    gone = await db.execute(
        "UPDATE rota_override SET cancelled_at = $2 WHERE (id = $1 OR swap_id = $1) "
        "AND cancelled_at IS NULL AND ends_at > $2",
        *(override_id, act.now),
    )
    if not gone:
        raise NotFound


@read("rota.read", STAFF)
async def all_of_them(act: Act) -> list[Kept]:
    """By their teams' names, as they stand from now on."""
    return await between(act.now, act.now + LONGEST)


async def _one(act: Act, rota_id: UUID) -> Kept:
    found = [each for each in await between(act.now, act.now + LONGEST) if each.id == rota_id]
    if not found:
        raise NotFound
    return found[0]


@read("rota.read", STAFF)
async def shifts(act: Act, rota_id: UUID, starts: datetime, ends: datetime) -> list[Shift]:
    """Who is on duty over a time, of ten weeks at most. Raises Malformed, NotFound."""
    if not starts < ends <= starts + 10 * duty.WEEK:
        raise Malformed("ends: after starts, by ten weeks at most.", field="ends")
    for each in await between(starts, ends):
        if each.id == rota_id:
            return duty.over(each.rota, starts, ends)
    raise NotFound


@dataclass(frozen=True, slots=True)
class Overridden:
    """An override that is not over; `id` is the swap's where it is half of one (`swap`)."""

    id: UUID
    staff_id: UUID
    starts_at: datetime
    ends_at: datetime
    swap: bool


STANDING: Final = """
SELECT coalesce(swap_id, id) AS id, staff_id, starts_at, ends_at, swap_id IS NOT NULL AS swap
FROM rota_override WHERE rota_id = $1 AND cancelled_at IS NULL AND ends_at > $2
ORDER BY starts_at, id LIMIT 200
"""


@read("rota.read", STAFF)
async def overrides(act: Act, rota_id: UUID) -> list[Overridden]:
    """Those that stand, the first first; `cancel` takes their ids."""
    return [Overridden(**row) for row in await db.rows(STANDING, rota_id, act.now)]


ROTAS: Final = """
SELECT r.id, r.team_id, t.name AS team, t.tier, r.time_zone, r.starts_on, r.hand_over_at, r.people,
       r.hours
FROM rota r JOIN team t ON t.id = r.team_id ORDER BY t.name, r.id
"""
OVERRIDES: Final = """
SELECT rota_id, staff_id, starts_at, ends_at FROM rota_override
WHERE cancelled_at IS NULL AND ends_at > $1 AND starts_at < $2 ORDER BY made_at, id
"""
# Who left the team or the house is called no more than who is away.
AWAY: Final = """
SELECT staff_id, starts_at, ends_at FROM absence
WHERE cancelled_at IS NULL AND ends_at > $1 AND starts_at < $2
UNION ALL
SELECT id, $1, $2 FROM staff WHERE state <> 'active'
"""


async def between(starts: datetime, ends: datetime) -> list[Kept]:
    """All rotas, with what changes them in a time. In any scope that reads the provider's own."""
    rows = await db.rows(ROTAS)
    if not rows:
        return []
    overrides = _by_rota(await db.rows(OVERRIDES, starts, ends))
    gone = await away(starts, ends)
    return [_kept(row, overrides.get(row["id"], ()), gone) for row in rows]


async def away(starts: datetime, ends: datetime) -> tuple[Away, ...]:
    """Whoever is not to be called in a part of it."""
    return tuple(Away(**row) for row in await db.rows(AWAY, starts, ends))


def _by_rota(rows: Iterable[db.Row]) -> Mapping[UUID, tuple[Override, ...]]:
    return {
        rota: tuple(Override(row["staff_id"], row["starts_at"], row["ends_at"]) for row in group)
        for rota, group in itertools.groupby(
            sorted(rows, key=lambda row: row["rota_id"]), key=lambda row: row["rota_id"]
        )
    }


def _kept(row: db.Row, overrides: Sequence[Override], away: tuple[Away, ...]) -> Kept:
    same: dict[str, Any] = {name: row[name] for name in ("time_zone", "starts_on", "hand_over_at")}
    hours = msgspec.json.decode(row["hours"], type=tuple[Hours, ...])
    rota = Rota(
        **same, people=tuple(row["people"]), hours=hours, overrides=tuple(overrides), away=away
    )
    return Kept(row["id"], row["team_id"], row["team"], row["tier"], rota)
