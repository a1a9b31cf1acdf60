"""What the pages of the team need, each read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from underpin.desk.board import load, my_day
from underpin.desk.board.load import Load
from underpin.desk.board.my_day import FollowUp
from underpin.desk.on_call import calling_now, chain, duty, rotas
from underpin.desk.on_call.calling_now import Calling, Gap
from underpin.desk.on_call.rotas import Kept
from underpin.desk.queues import the_list
from underpin.desk.queues.filtering import Filter
from underpin.desk.queues.the_list import Page
from underpin.desk.tickets import reading, time_posting
from underpin.desk.tickets.time_posting import Entry
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

DUE_ROWS: Final = 20
FREE_ROWS: Final = 6
TIERS: Final = (1, 2, 3)
AHEAD: Final = timedelta(days=28)
INSTANT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Board:
    """`free` are the unassigned tickets by tier; `on_duty` who is called now."""

    loads: Sequence[Load]
    due: Page
    free: Mapping[int, Page]
    on_duty: Sequence[UUID]
    now: datetime


@read("ticket.read", STAFF)
async def board(act: Act) -> Board:
    """Of the day as it is where the asker is."""
    begins, ends = today(act)
    kept = await rotas.between(act.now, act.now + INSTANT)
    return Board(
        await load.of_team(act, begins, ends),
        await the_list.page(act, Filter(due_before=ends), limit=DUE_ROWS),
        {each: await _free(act, each) for each in TIERS},
        chain.on_duty(kept, None, act.now),
        act.now,
    )


async def _free(act: Act, tier: int) -> Page:
    found: Page = await the_list.page(act, Filter(tier=tier, unassigned=True), limit=FREE_ROWS)
    return found


def today(act: Act) -> tuple[datetime, datetime]:
    """When the asker's day begins, and when it is over."""
    zone = ZoneInfo(act.principal.time_zone)
    day = act.now.astimezone(zone).date()
    return _midnight(day, zone), _midnight(day + timedelta(days=1), zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


@dataclass(frozen=True, slots=True)
class OnCall:
    rotas: Sequence[Kept]
    names: Mapping[UUID, str]
    calling: Sequence[Calling]
    gaps: Sequence[Gap]
    now: datetime


@read("rota.read", STAFF)
async def on_call(act: Act) -> OnCall:
    """Four weeks ahead."""
    colleagues = await reading.all_colleagues(act)
    return OnCall(
        await rotas.between(act.now, act.now + AHEAD),
        {each.id: each.name for each in colleagues},
        await calling_now.everywhere(act),
        await calling_now.gaps(act),
        act.now,
    )


def shifts(kept: Kept, now: datetime) -> list[duty.Shift]:
    return duty.over(kept.rota, now, now + AHEAD)


@dataclass(frozen=True, slots=True)
class MyDay:
    mine: Page
    follow_ups: Sequence[FollowUp]
    entries: Sequence[Entry]
    minutes: int
    now: datetime


@read("time.log", STAFF)
async def own_day(act: Act) -> MyDay:
    begins, _ = today(act)
    return MyDay(
        await the_list.page(act, Filter(assignee=act.person_id)),
        await my_day.follow_ups(act),
        await my_day.unposted(act),
        await my_day.worked(act, act.person_id, begins),
        act.now,
    )


@dataclass(frozen=True, slots=True)
class Posting:
    entries: Sequence[Entry]
    now: datetime


@read("time.post", STAFF)
async def posting(act: Act, after: UUID | None) -> Posting:
    return Posting(await time_posting.waiting(act, after), act.now)
