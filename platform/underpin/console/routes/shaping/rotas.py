"""Teams and a team's rota as their pages show them, and what the rota's form says. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from contracts.calendars import zone
from tenants.teams import Team
from underpin.console import views
from underpin.console.routes import forms
from underpin.console.routes.administration.gathered_staff import Rota, Teams
from underpin.console.routes.shaping import calendar_form
from underpin.console.routes.shaping.drafts import Draft
from underpin.console.views import administration_staff as shown
from underpin.console.views.shell import Shell
from underpin.desk.on_call import duty
from underpin.desk.on_call.duty import Hours, Shift
from underpin.kernel import digits
from underpin.kernel.errors import Malformed

HOUR: Final = timedelta(hours=1)
LAST: Final = 24 * 60


def teams(
    shell: Shell, found: Teams, typed: Mapping[str, str], problem: str, *, may: bool
) -> views.TeamsPage:
    turning = {each.team_id for each in found.rotas}
    rows = tuple(_team(each, found, each.id in turning) for each in found.teams)
    return views.TeamsPage(shell, rows, may, typed, problem)


def _team(of: Team, found: Teams, turns: bool) -> shown.TeamRow:
    members = {each.id for each in of.people}
    mates = tuple(
        shown.TeamMate(each.id, each.name, each.id in members)
        for each in found.people
        if each.state != "deactivated" or each.id in members
    )
    names = tuple(each.name for each in of.people)
    return shown.TeamRow(of.id, of.name, str(of.tier or ""), names, mates, "yes" if turns else "")


def rota(
    shell: Shell,
    found: Rota,
    week: date | None,
    problem: str,
    *,
    may: bool,
    draft: Draft | None = None,
) -> views.RotaPage:
    name = found.kept.rota.time_zone if found.kept else shell.reader.zone
    today = duty.local_day(found.now, name)
    first = week or today - timedelta(days=today.weekday())
    names = {each.id: each.name for each in found.team.people}
    return views.RotaPage(
        *(shell, found.team.id, found.team.name, found.kept.id if found.kept else None),
        _form(found, name, first, draft),
        tuple(sorted(zone.names())),
        *(first, first - timedelta(days=7), first + timedelta(days=7)),
        tuple(_days(found.shifts, first, name, names)) if found.kept else (),
        tuple(
            shown.OverrideRow(e.id, names.get(e.staff_id, "?"), e.starts_at, e.ends_at, e.swap)
            for e in found.overrides
        ),
        tuple(_gap(key, stretch) for key, hours in found.gaps for stretch in stretches(hours)),
        tuple((str(each.id), each.name) for each in found.team.people),
        may,
        problem,
        tuple(shown.DraftWeek(e.day, names.get(e.person, "?"), _whole(e.away)) for e in draft.weeks)
        if draft
        else (),
    )


def _whole(span: timedelta) -> int:
    """In hours, begun ones too."""
    return -(-span // HOUR)


def _form(found: Rota, name: str, first: date, draft: Draft | None) -> shown.RotaForm:
    kept = found.kept.rota if found.kept else None
    turning = draft.people if draft else kept.people if kept else ()
    order: dict[UUID, int] = {each: n for n, each in enumerate(turning, 1)}
    people = sorted(found.team.people, key=lambda each: (order.get(each.id, 99), each.name))
    turns = tuple((str(e.id), e.name, str(order.get(e.id, ""))) for e in people)
    hours = kept.hours if kept else ()
    starts, at = (kept.starts_on, kept.hand_over_at) if kept else (first, time(9))
    starts = draft.starts_on if draft else starts
    return shown.RotaForm(
        *(name, starts.isoformat(), at.isoformat("minutes"), turns),
        tuple((day, _told(n, hours)) for n, day in enumerate(calendar_form.DAYS)),
    )


def _told(weekday: int, hours: Sequence[Hours]) -> str:
    of_day = [each for each in hours if each.weekday == weekday]
    return ", ".join(f"{_clock(each.start)}-{_clock(each.end)}" for each in of_day)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def said(form: Mapping[str, str]) -> duty.Rota:
    """Whoever has a place is in turn, by their places. Raises Malformed."""
    places = {
        forms.identity({"people": name.removeprefix("place-")}, "people"): _place(value.strip())
        for name, value in form.items()
        if name.startswith("place-") and value.strip()
    }
    order = sorted(places, key=lambda each: (places[each], str(each)))
    try:
        at = time.fromisoformat(form.get("at", ""))
    except ValueError as wrong:
        raise Malformed("at: a time of day like 09:00.", field="at") from wrong
    hours = tuple(_hours(form))
    return duty.Rota(form.get("zone", ""), forms.day(form, "starts"), at, tuple(order), hours)


def _place(said: str) -> int:
    found = digits.read(said, 9)
    if found is None:
        raise Malformed("people: number whoever is in turn: 1, 2, 3.", field="people")
    return found


def _hours(form: Mapping[str, str]) -> Iterator[Hours]:
    for weekday, day in enumerate(calendar_form.DAYS):
        for start, end in calendar_form.parsed(day, form.get(day, "")):
            yield Hours(weekday, _minute(start), _minute(end))


def _minute(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return min(int(hours) * 60 + int(minutes), LAST)


def _days(
    shifts: Sequence[Shift], first: date, name: str, names: Mapping[UUID, str]
) -> Iterator[shown.DutyDay]:
    """Each day of the week with its parts, cut where who is called changes."""
    for day in (first + timedelta(days=n) for n in range(7)):
        starts = duty.instant(name, day, time())
        ends = duty.instant(name, day + timedelta(days=1), time())
        here = [each for each in shifts if each.starts_at < ends and each.ends_at > starts]
        whole = len(here) == 1
        parts = tuple(
            ("" if whole else _part(each, starts, ends, name), _chain(each, names)) for each in here
        )
        yield shown.DutyDay(day, parts)


def _part(of: Shift, starts: datetime, ends: datetime, name: str) -> str:
    there = zone.named(name)
    begins = max(of.starts_at, starts).astimezone(there)
    over = min(of.ends_at, ends).astimezone(there)
    last = "24:00" if over.time() == time() else f"{over:%H:%M}"
    return f"{begins:%H:%M}\u2013{last}"


def _chain(of: Shift, names: Mapping[UUID, str]) -> tuple[str, ...]:
    return tuple(names.get(each, "?") for each in of.people)


def stretches(hours: Sequence[datetime]) -> list[list[datetime]]:
    """Hours that follow each other, joined."""
    base = datetime(1970, 1, 1, tzinfo=UTC)
    grouped = itertools.groupby(enumerate(hours), lambda pair: (pair[1] - base) // HOUR - pair[0])
    return [[hour for _, hour in group] for _, group in grouped]


def _gap(key: str, hours: Sequence[datetime]) -> shown.GapRow:
    return shown.GapRow(key, len(hours), hours[0], hours[-1] + HOUR)
