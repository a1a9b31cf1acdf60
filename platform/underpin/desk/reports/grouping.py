"""By what a report's things are put together. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from underpin.desk.reports.item import About, Course

NOBODY: Final = ""
"""The group of what has no service, or nobody who has it."""

KEYS: Final[Mapping[str, Callable[[About], str]]] = MappingProxyType(
    {
        "client": lambda thing: thing.client,
        "service": lambda thing: thing.service,
        "priority": lambda thing: thing.priority,
        "type": lambda thing: thing.type,
        "tier": lambda thing: f"L{thing.tier}",
        "agent": lambda thing: str(thing.agent_id or NOBODY),
        "channel": lambda thing: thing.channel,
        "category": lambda thing: thing.category,
    }
)
MONTH: Final = "month"
VENDOR: Final = "vendor"
"""Whose target it was; of a ticket the vendor who had its last case."""
TEAM: Final = "team"
"""Of the agent: the first by name of those they are in."""

NAMES: Final = (MONTH, *KEYS, TEAM, VENDOR)
Ticket = tuple[int, UUID]
DAY: Final = timedelta(days=1)
LONGEST_MONTH: Final = timedelta(days=31)
MOMENT: Final = timedelta(microseconds=1)


def at(thing: About) -> datetime:
    """When it happened."""
    return thing.at


def resolved_at(thing: About) -> datetime:
    """When it was resolved, where it is a ticket that was."""
    return (thing.resolved_at if isinstance(thing, Course) else None) or thing.at


def days(since: datetime, until: datetime, by: str, zone: ZoneInfo) -> Callable[[str | None], int]:
    """How many days of the period a group has, by its key: a month those that lie in it, any other
    all."""
    first, last = (each.astimezone(zone).date() for each in (since, until - MOMENT))

    def own(key: str | None) -> int:
        if key is None or by != MONTH:
            return (last - first).days + 1
        begins = date.fromisoformat(f"{key}-01")
        ends = (begins + LONGEST_MONTH).replace(day=1) - DAY
        return (min(last, ends) - max(first, begins)).days + 1

    return own


def key(
    name: str,
    zone: ZoneInfo,
    when: Callable[[About], datetime] = at,
    teams: Mapping[UUID, str] | None = None,
    vendors: Mapping[Ticket, str] | None = None,
) -> Callable[[About], str]:
    """What a thing's group is called; months are the reader's, of `when` it counts, `teams` whose
    agent is in which, `vendors` who had which ticket. Raises KeyError."""
    if name == MONTH:
        return lambda thing: when(thing).astimezone(zone).strftime("%Y-%m")
    if name == VENDOR:
        had = vendors or {}
        return lambda thing: thing.vendor or had.get((thing.tenant_id, thing.ticket_id), NOBODY)
    if name == TEAM:
        return lambda thing: (teams or {}).get(thing.agent_id, NOBODY) if thing.agent_id else NOBODY
    return KEYS[name]
