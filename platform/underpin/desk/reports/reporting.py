"""A report as somebody asks for it, and the tickets behind each of its numbers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from underpin.desk.reports import (
    address,
    asked,
    catalogue,
    expecting,
    grouping,
    measure,
    reading,
    reading_of_people,
)
from underpin.desk.reports.address import Query
from underpin.desk.reports.asked import Asked
from underpin.desk.reports.catalogue import Definition
from underpin.desk.reports.definitions import flow, handling, people, promises, times, vendors
from underpin.desk.reports.expecting import Outlook
from underpin.desk.reports.grouping import Ticket
from underpin.desk.reports.item import About, Duty, Promise, Visit, Work
from underpin.desk.reports.measure import Kind, Measure, Row, Value
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Report:
    """The last row is of everything together. `people`: who stands behind the keys of rows by
    agent."""

    definition: Definition
    asked: Asked
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    people: Mapping[str, str]
    now: datetime


@dataclass(frozen=True, slots=True)
class Behind:
    """A thing behind a number, by its ticket; of what was read it is the article instead, and
    `shelf` whose. `metric`: which of the ticket's targets, empty where it is of none. `value`: what
    it gives to the number, None where it only counts."""

    client: str
    ticket_id: UUID
    number: int
    subject: str
    priority: str
    at: datetime
    metric: str = ""
    value: Value = None
    shelf: str | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """A number with all that stands behind it: the greatest first, or else the oldest."""

    column: Column
    value: Value
    things: tuple[Behind, ...]


@read("report.read", STAFF)
async def listed(act: Act) -> list[Definition]:
    """The reports there are for who asks."""
    return [each for each in catalogue.REPORTS.values() if each.is_open_to(act.principal)]


@read("report.read", STAFF)
async def of(act: Act, name: str, query: Query) -> Report:
    """Raises NotFound for a name that is no report or a client who is not the asker's, Malformed,
    TooMany."""
    wanted = _wanted(act, name, query)
    return await told(act, name, wanted, await things(act, name, wanted))


@read("report.read", STAFF)
async def behind(act: Act, name: str, query: Query, column: str, group: str | None) -> Followed:
    """What stands behind the number in that column; `group` None: of all together. Raises as `of`,
    NotFound for a column it has not."""
    wanted = _wanted(act, name, query)
    every = await things(act, name, wanted)
    measures = await _measures(act, name, wanted, every)
    found = next((each for each in measures if each.name == column), None)
    if found is None:
        raise NotFound
    key = await _key(act, name, wanted, every)
    own = [thing for thing in every if group is None or key(thing) == group]
    (value,) = measure.row(group, own, [found]).values
    followed = _followed(found, [thing for thing in own if found.picks(thing)], _when(name))
    return Followed(Column(found.name, found.kind), value, followed)


@read("report.read", STAFF)
async def expected(act: Act, query: Query) -> Outlook:
    """How many tickets the coming weeks will bring; of the query only what narrows it counts.
    Raises NotFound, Malformed, TooMany."""
    zone = ZoneInfo(act.principal.time_zone)
    span = asked.replaced(
        _wanted(act, "volume", query), act.now - expecting.REACH - expecting.WEEK, act.now
    )
    came = await reading.courses(act, "raised", span)
    days = (course.at.astimezone(zone).date() for course in came)
    return expecting.outlook(days, act.now.astimezone(zone).date())


def _wanted(act: Act, name: str, query: Query) -> Asked:
    return address.of_name(name, query, act.principal, act.now)


async def things(act: Act, name: str, wanted: Asked) -> Sequence[Any]:
    """What the report counts, in the asker's scope. Raises TooMany."""
    source = catalogue.REPORTS[name].source
    if source in READ:
        return await READ[source](act, wanted)
    courses = await reading.courses(act, source, wanted)
    if source == "either":
        return [*flow.turns(courses, wanted.since, wanted.until)]
    return courses


READ: Mapping[str, Callable[[Act, Asked], Awaitable[Sequence[Any]]]] = {
    "promises": reading.promises,
    "work": reading.work,
    "surveys": reading_of_people.surveys,
    "duties": reading_of_people.duties,
    "visits": reading_of_people.visits,
}


async def told(act: Act, name: str, wanted: Asked, found: Sequence[Any]) -> Report:
    """These things as the report tells them."""
    measures = await _measures(act, name, wanted, found)
    return Report(
        catalogue.REPORTS[name],
        wanted,
        tuple(Column(each.name, each.kind) for each in measures),
        measure.rows(found, measures, await _key(act, name, wanted, found)),
        await _people(wanted, found),
        act.now,
    )


async def _measures(
    act: Act, name: str, wanted: Asked, found: Sequence[About]
) -> Sequence[Measure[Any]]:
    match name:
        case "volume":
            zone = ZoneInfo(act.principal.time_zone)
            return flow.volume(grouping.days(wanted.since, wanted.until, wanted.by, zone))
        case "backlog":
            return flow.backlog(wanted.until)
        case "load":
            return await _load(wanted, [thing for thing in found if isinstance(thing, Work)])
        case _:
            return FIXED[name]


async def _load(wanted: Asked, things: Sequence[Work]) -> Sequence[Measure[Any]]:
    away = await reading.away(wanted.since, wanted.until)
    weekly = await reading.weekly([work.agent_id for work in things if work.agent_id is not None])
    return handling.load(handling.capacity(wanted.since, wanted.until, away, weekly))


FIXED: dict[str, Sequence[Measure[Any]]] = {
    "first_response": times.FIRST_RESPONSE,
    "resolution": times.RESOLUTION,
    "compliance": promises.KEPT,
    "breaches": promises.BREACHES,
    "causes": promises.CAUSED,
    "quality": handling.QUALITY,
    "hand_overs": handling.HAND_OVERS,
    "satisfaction": people.SATISFACTION,
    "deflection": people.DEFLECTION,
    "vendors": vendors.VENDORS,
}


async def _people(wanted: Asked, things: Sequence[About]) -> Mapping[str, str]:
    if wanted.by != "agent":
        return {}
    named = await reading.names([*{each.agent_id for each in things if each.agent_id}])
    return {str(person): name for person, name in named.items()}


def _when(name: str) -> Callable[[About], datetime]:
    """When things of this report count."""
    of_the_end = catalogue.REPORTS[name].source == "resolved"
    return grouping.resolved_at if of_the_end else grouping.at


async def _key(
    act: Act, name: str, wanted: Asked, things: Sequence[About]
) -> Callable[[About], str]:
    agents = {each.agent_id for each in things if each.agent_id}
    teams = await reading.teams([*agents]) if wanted.by == grouping.TEAM else {}
    vendors = await _vendors(things) if wanted.by == grouping.VENDOR else {}
    zone = ZoneInfo(act.principal.time_zone)
    return grouping.key(wanted.by, zone, _when(name), teams, vendors)


async def _vendors(things: Sequence[About]) -> Mapping[Ticket, str]:
    """Of those that do not say it themselves."""
    asked_for = {(each.tenant_id, each.ticket_id) for each in things if not each.vendor}
    return await reading.vendors(sorted(asked_for)) if asked_for else {}


def _followed(
    of: Measure[Any], picked: Sequence[About], when: Callable[[About], datetime]
) -> tuple[Behind, ...]:
    if of.once:
        picked = [*{(each.tenant_id, each.ticket_id): each for each in reversed(picked)}.values()]
    things = [_behind(each, when(each), of.each(each) if of.each else None) for each in picked]
    if of.each is None:
        return tuple(sorted(things, key=lambda each: (each.at, each.client, each.number)))
    return tuple(sorted(things, key=_by_value, reverse=True))


def _by_value(thing: Behind) -> Any:
    return thing.value, thing.at, thing.number


def _behind(thing: About, at: datetime, value: Value) -> Behind:
    shelf = thing.shelf if isinstance(thing, Visit) else None
    metric = thing.metric if isinstance(thing, Promise | Duty) else ""
    words = (thing.client, thing.ticket_id, thing.number, thing.subject, thing.priority, at)
    return Behind(*words, metric, value, shelf)
