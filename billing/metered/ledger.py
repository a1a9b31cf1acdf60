"""The ledger's entry: one idempotent count of one thing, never changed, only reversed.

What the persistence must give: entries append-only and unique on (tenant, source, event id);
quantity as `numeric`; a reversal stored with its original's `happened_at`, so that both fall
into one period however late the reversal comes; one reversal per entry, by a unique index.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from billing.amounts import exact
from billing.pricing import period
from underpin.kernel import errors

Dimensions = tuple[tuple[str, str], ...]


class Unbalanced(errors.Conflict):
    """A reversal whose entry is absent, or an entry that is there or taken back twice."""

    code = "unbalanced-ledger"
    title = "The ledger does not balance: give it whole, with every reversal's entry, each once"


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageEvent:
    """`quantity` of `meter`, in its unit; `happened_at` in microseconds since 1970 UTC.

    `dimensions` are sorted by name; `reverses` is the event id, at the same source, taken back.
    `entries`: how many of the ledger's it stands for, whose quantities add up to `quantity`.
    """

    tenant_id: int
    source: str
    event_id: str
    meter: str
    quantity: Decimal
    happened_at: int
    dimensions: Dimensions = ()
    reverses: str | None = None
    entries: int = 1

    def dimension(self, name: str) -> str:
        """The value under `name`; empty where the event does not say."""
        for key, value in self.dimensions:
            if key == name:
                return value
        return ""


class Dated(NamedTuple):
    """An event and the local date on which it happened."""

    day: date
    event: UsageEvent


@dataclass(frozen=True, slots=True)
class Used:
    """What stands, dated, oldest first; a sum is dated on the first day of those it is of. `digest`
    is of every entry that bears on it."""

    dated: tuple[Dated, ...]
    digest: str


def dated(events: Iterable[UsageEvent], zone: ZoneInfo) -> tuple[Dated, ...]:
    """`standing` events with their local dates in the client's zone."""
    return tuple(Dated(period.day_of(event.happened_at, zone), event) for event in standing(events))


def digest(events: Iterable[UsageEvent]) -> str:
    """SHA-256 over the events, the same in whatever order they came."""
    rows = sorted(
        (
            *(event.source, event.event_id, event.meter, exact.plain(event.quantity)),
            *(event.happened_at, event.dimensions, event.reverses or ""),
        )
        for event in events
    )
    return hashlib.sha256(msgspec.json.encode(rows)).hexdigest()


def dimensions(**values: str) -> Dimensions:
    """Sorted by name, without the empty ones."""
    return tuple(sorted((name, value) for name, value in values.items() if value))


def reversal(event: UsageEvent, event_id: str) -> UsageEvent:
    """The entry that takes `event` back, in the period of `event`."""
    return replace(
        event, event_id=event_id, quantity=event.quantity.copy_negate(), reverses=event.event_id
    )


def standing(events: Iterable[UsageEvent]) -> tuple[UsageEvent, ...]:
    """What still counts: without reversed entries and their reversals, oldest first.

    The order is that of (happened_at, source, event id), whatever order they came in.
    Raises `Unbalanced`.
    """
    ordered = sorted(events, key=lambda event: (event.happened_at, event.source, event.event_id))
    known = _once((event.source, event.event_id) for event in ordered)
    undone = _once((event.source, event.reverses) for event in ordered if event.reverses)
    if missing := undone - known:
        raise Unbalanced(f"{min(missing)} is reversed but not in the ledger: load its entry too.")
    return tuple(
        event
        for event in ordered
        if not event.reverses and (event.source, event.event_id) not in undone
    )


def _once(keys: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    seen: set[tuple[str, str]] = set()
    for key in keys:
        if key in seen:
            raise Unbalanced(f"{key} is in the ledger twice: each entry counts once.")
        seen.add(key)
    return seen
