"""By what a report's things are put together. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final
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
    }
)
MONTH: Final = "month"
NAMES: Final = (MONTH, *KEYS)


def key(name: str, zone: ZoneInfo) -> Callable[[About], str]:
    """What a thing's group is called; months are the reader's. Raises KeyError."""
    if name == MONTH:
        return lambda thing: thing.at.astimezone(zone).strftime("%Y-%m")
    return KEYS[name]
