"""The team at work, as its pages show it."""

from __future__ import annotations

import typing
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from underpin.console.routes.shaping import chips
from underpin.console.routes.team.reading import Board, MyDay, OnCall, Posting, shifts
from underpin.console.views import team as views
from underpin.console.views.desk import Priority, State, Tier
from underpin.console.views.shell import Shell
from underpin.desk.board.load import Load
from underpin.desk.on_call.calling_now import Calling
from underpin.desk.on_call.rotas import Kept
from underpin.desk.queues.the_list import Page, Row
from underpin.desk.tickets import time_entry, time_posting
from underpin.desk.tickets.time_posting import Entry
from underpin.kernel.principal import Principal


def board(shell: Shell, found: Board, asker: Principal) -> views.TeamPage:
    there = [each for each in found.loads if each.away_until is None]
    return views.TeamPage(
        shell,
        tuple(_load(each, found.on_duty) for each in found.loads),
        _tickets(found.due, found.now, shell),
        found.due.after is not None,
        tuple(_free(tier, page, found.now, shell) for tier, page in found.free.items()),
        tuple((str(each.id), f"{each.name} (L{each.tier})") for each in there),
        asker.may("ticket.work"),
    )


def _load(each: Load, on_duty: Sequence[UUID]) -> views.LoadRow:
    return views.LoadRow(
        *(each.name, f"L{each.tier}", f"/list?assignee={each.id}"),
        *(each.live, each.waiting, each.urgent, each.breached, each.due, each.minutes),
        *(each.away_until, each.id in on_duty),
    )


def _free(tier: int, page: Page, now: datetime, shell: Shell) -> views.Unassigned:
    name = typing.cast(Tier, f"L{tier}")
    path = f"/list?tier={tier}&assignee=none"
    return views.Unassigned(name, path, _tickets(page, now, shell), page.after is not None)


def _tickets(page: Page, now: datetime, shell: Shell) -> tuple[views.BoardTicket, ...]:
    return tuple(_ticket(row, now, shell.reader.zone) for row in page.rows)


def _ticket(row: Row, now: datetime, zone: str) -> views.BoardTicket:
    return views.BoardTicket(
        *(f"{row.key}-{row.number}", row.subject, row.client),
        typing.cast(Priority, row.priority),
        typing.cast(Tier, f"L{row.tier}"),
        typing.cast(State, row.state),
        row.assignee or "",
        chips.of(row, now, zone),
        row.version,
    )


def on_call(
    shell: Shell, found: OnCall, asker: Principal, problem: str = "", ticket: str = ""
) -> views.OnCallPage:
    gaps = tuple(views.GapRow(each.client, each.starts_at, each.ends_at) for each in found.gaps)
    return views.OnCallPage(
        shell,
        tuple(_rota(each, found.names, found.now) for each in found.rotas),
        tuple(map(_calling, found.calling)),
        gaps,
        asker.may("ticket.work"),
        problem,
        ticket,
    )


def _rota(kept: Kept, names: Mapping[UUID, str], now: datetime) -> views.RotaBlock:
    rows = tuple(
        views.ShiftRow(
            each.starts_at, each.ends_at, tuple(names.get(one, "?") for one in each.people)
        )
        for each in shifts(kept, now)
    )
    tier = "" if kept.tier is None else f"L{kept.tier}"
    following = rows[1] if len(rows) > 1 else None
    return views.RotaBlock(
        *(kept.team, tier, kept.rota.time_zone),
        rows[0].people if rows else (),
        following.starts if following else None,
        following.people if following else (),
        rows,
        f"/administration/teams/{kept.team_id}/rota",
    )


def _calling(each: Calling) -> views.CallingRow:
    return views.CallingRow(
        f"/on-call/{each.key}/{each.id}",
        each.client,
        "" if each.number is None else f"{each.key}-{each.number}",
        each.subject or "",
        each.priority or "",
        each.about,
        each.raised_at,
        tuple(each.called),
        each.calls_me,
    )


def my_day(shell: Shell, found: MyDay, asker: Principal, problem: str = "") -> views.MyDayPage:
    follow_ups = tuple(
        views.FollowUpRow(f"{each.key}-{each.number}", each.subject, each.client, each.at)
        for each in found.follow_ups
    )
    return views.MyDayPage(
        shell,
        found.now.astimezone(ZoneInfo(shell.reader.zone)).date(),
        _tickets(found.mine, found.now, shell),
        found.mine.after is not None,
        follow_ups,
        tuple(_entry(each, asker) for each in found.entries),
        found.minutes,
        time_entry.COVERAGES,
        problem,
    )


def posting(
    shell: Shell, found: Posting, asker: Principal, after: UUID | None, problem: str = ""
) -> views.PostingPage:
    full = len(found.entries) == time_posting.PAGE
    return views.PostingPage(
        shell,
        tuple(_entry(each, asker) for each in found.entries),
        time_entry.COVERAGES,
        f"/time?after={found.entries[-1].id}" if full else "",
        "/time" if after else "",
        problem,
    )


def _entry(each: Entry, asker: Principal) -> views.TimeRow:
    return views.TimeRow(
        f"/time/{each.key}/{each.id}",
        str(each.id),
        f"{each.key}-{each.ticket}",
        each.subject,
        each.client,
        each.staff,
        each.worked_minutes,
        each.billable_minutes,
        each.work_type,
        each.coverage,
        each.text,
        each.happened_at,
        each.refused_for or "",
        each.staff_id == asker.person_id,
    )
