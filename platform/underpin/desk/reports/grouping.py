"""By what a report's things are put together. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from underpin.desk.reports.item import About

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


def key(
    name: str,
    zone: ZoneInfo,
    teams: Mapping[UUID, str] | None = None,
    vendors: Mapping[Ticket, str] | None = None,
) -> Callable[[About], str]:
    """What a thing's group is called; months are the reader's, `teams` whose agent is in which,
    `vendors` who had which ticket. Raises KeyError."""
    if name == MONTH:
        return lambda thing: thing.at.astimezone(zone).strftime("%Y-%m")
    if name == VENDOR:
        had = vendors or {}
        return lambda thing: thing.vendor or had.get((thing.tenant_id, thing.ticket_id), NOBODY)
    if name == TEAM:
        return lambda thing: (teams or {}).get(thing.agent_id, NOBODY) if thing.agent_id else NOBODY
    return KEYS[name]
