"""A report as somebody asks for it, and the tickets behind each of its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from underpin.desk.reports import address, asked, catalogue, expecting, grouping, measure, reading
from underpin.desk.reports.address import Query
from underpin.desk.reports.asked import Asked
from underpin.desk.reports.catalogue import Definition
from underpin.desk.reports.definitions import flow, handling, promises, times
from underpin.desk.reports.expecting import Outlook
from underpin.desk.reports.item import About, Work
from underpin.desk.reports.measure import Kind, Measure, Row
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
    """A ticket behind a number."""

    client: str
    ticket_id: UUID
    number: int
    subject: str
    priority: str


@read("report.read", STAFF)
async def listed(act: Act) -> list[Definition]:
    """The reports there are."""
    return list(catalogue.REPORTS.values())


@read("report.read", STAFF)
async def of(act: Act, name: str, query: Query) -> Report:
    """Raises NotFound for a name that is no report or a client who is not the asker's, Malformed,
    TooMany."""
    wanted = _wanted(act, name, query)
    definition, things, measures = await _counted(act, name, wanted)
    return Report(
        definition,
        wanted,
        tuple(Column(each.name, each.kind) for each in measures),
        measure.rows(things, measures, _key(act, wanted)),
        await _people(wanted, things),
        act.now,
    )


@read("report.read", STAFF)
async def behind(act: Act, name: str, query: Query, column: str, group: str | None) -> list[Behind]:
    """The tickets behind the number in that column, each once; `group` None: of all together.
    Raises as `of`, NotFound for a column it has not."""
    wanted = _wanted(act, name, query)
    _, things, measures = await _counted(act, name, wanted)
    found = next((each for each in measures if each.name == column), None)
    if found is None:
        raise NotFound
    key = _key(act, wanted)
    picked = [
        thing for thing in things if found.picks(thing) and (group is None or key(thing) == group)
    ]
    return list(dict.fromkeys(_behind(thing) for thing in picked))


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
    definition = catalogue.REPORTS.get(name)
    if definition is None:
        raise NotFound
    return asked.checked(address.wanted(query, definition, act.principal, act.now))


async def _counted(
    act: Act, name: str, wanted: Asked
) -> tuple[Definition, Sequence[Any], Sequence[Measure[Any]]]:
    definition = catalogue.REPORTS[name]
    match definition.source:
        case "promises":
            things: Sequence[About] = await reading.promises(act, wanted)
        case "work":
            things = await reading.work(act, wanted)
        case source:
            things = await reading.courses(act, source, wanted)
    return definition, things, await _measures(name, wanted, things)


async def _measures(name: str, wanted: Asked, things: Sequence[About]) -> Sequence[Measure[Any]]:
    match name:
        case "volume":
            return flow.volume(wanted.since, wanted.until)
        case "backlog":
            return flow.backlog(wanted.until)
        case "load":
            return await _load(wanted, [thing for thing in things if isinstance(thing, Work)])
        case _:
            return FIXED[name]


async def _load(wanted: Asked, things: Sequence[Work]) -> Sequence[Measure[Any]]:
    away = await reading.away(wanted.since, wanted.until)
    people = {work.agent_id for work in things if work.agent_id is not None}
    return handling.load(handling.capacity(wanted.since, wanted.until, away, people))


FIXED: dict[str, Sequence[Measure[Any]]] = {
    "first_response": times.FIRST_RESPONSE,
    "resolution": times.RESOLUTION,
    "compliance": promises.KEPT,
    "breaches": promises.BREACHES,
    "quality": handling.QUALITY,
    "hand_overs": handling.HAND_OVERS,
}


async def _people(wanted: Asked, things: Sequence[About]) -> Mapping[str, str]:
    if wanted.by != "agent":
        return {}
    named = await reading.names([*{each.agent_id for each in things if each.agent_id}])
    return {str(person): name for person, name in named.items()}


def _key(act: Act, wanted: Asked) -> Callable[[About], str]:
    return grouping.key(wanted.by, ZoneInfo(act.principal.time_zone))


def _behind(thing: About) -> Behind:
    return Behind(thing.client, thing.ticket_id, thing.number, thing.subject, thing.priority)
