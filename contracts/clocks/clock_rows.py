"""A clock and its events as rows. What the clock is stands in `memory`; the columns say the same
for those who count, rank and look up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from contracts import instant, metric
from contracts.calendars.calendar import Calendar
from contracts.clocks import clock_codec, told
from contracts.clocks.clock_page import Change
from contracts.clocks.clock_standing import Key
from contracts.clocks.clock_state import MERGED, STOPPED, Clock
from contracts.clocks.clock_target import Target
from contracts.clocks.told import Told
from underpin.kernel import ids

KINDS: Final = {"SLA": metric.SLA, "OLA": metric.OLA, "UC": metric.UC}


@dataclass(frozen=True, slots=True)
class Held:
    """A clock of a ticket with what goes with it in its row.

    `ticket_type` and `priority` are those it is held to, or was decided under. `timer_at`: for when
    its timer stands. `same_silence`: it waits for the same message as the first response.
    """

    id: UUID
    ticket_id: UUID
    key: Key
    clock: Clock
    ticket_type: str
    priority: str
    told: tuple[Told, ...] = ()
    timer_at: int | None = None
    same_silence: bool = False
    history: int = 1

    @property
    def next_at(self) -> int | None:
        return told.look_again(self.clock, self.told)


class Stored(msgspec.Struct, frozen=True):
    """What is read back of a row."""

    id: UUID
    metric: str
    holder: str
    number: int
    ticket_type: str
    priority: str
    timer_at: int | None
    same_silence: bool
    history: int
    memory: dict[str, Any]
    told: tuple[Told, ...] = field(default_factory=tuple)

    @property
    def calendar_version(self) -> UUID:
        return UUID(self.memory["target"]["calendar_version"])

    @property
    def behind(self) -> bool:
        """Whether it counts on the provider's calendars."""
        return self.metric not in metric.SLA


def id_of(ticket_id: UUID, key: Key) -> UUID:
    return ids.derive(ticket_id, "clock", key.metric, key.holder, key.number)


def held(ticket_id: UUID, stored: Stored, calendars: Mapping[UUID, Calendar]) -> Held:
    return Held(
        id=stored.id,
        ticket_id=ticket_id,
        key=Key(stored.metric, stored.holder, stored.number),
        clock=clock_codec.from_json(stored.memory, calendars[stored.calendar_version]),
        ticket_type=stored.ticket_type,
        priority=stored.priority,
        told=stored.told,
        timer_at=stored.timer_at,
        same_silence=stored.same_silence,
        history=stored.history,
    )


Outcome = Literal["met", "breached", "withdrawn", "merged"]


def outcome(clock: Clock) -> tuple[Outcome, int] | None:
    """How it was decided and when (PRACTICE 28): a breach at its instant, else at the end.

    None while it is open, and where nothing is promised any more. A breach withdrawn is neither
    met nor missed; a clock merged away counts for nothing.
    """
    if clock.ended == MERGED and clock.ended_at is not None:
        return "merged", clock.ended_at
    if clock.standing is not None:
        return "breached", clock.standing.at
    if clock.ended != STOPPED or clock.ended_at is None:
        return None
    return ("withdrawn" if clock.misses else "met"), clock.ended_at


def written(held: Held, next_at: int | None) -> dict[str, Any]:
    """The columns of its row, as JSON values; `next_at` is when its timer is to fire."""
    clock, target = held.clock, held.clock.target
    decided = outcome(clock)
    withdrawn = [miss.withdrawn_at for miss in clock.misses if miss.withdrawn_at is not None]
    due = clock.due
    return {
        "id": held.id,
        "ticket_id": held.ticket_id,
        "case_id": held.key.holder if held.key.metric in metric.UC else None,
        "kind": next(kind for kind, metrics in KINDS.items() if held.key.metric in metrics),
        "metric": held.key.metric,
        "holder": held.key.holder,
        "number": held.key.number,
        "ticket_type": held.ticket_type,
        "priority": held.priority,
        "version_id": target.version,
        "calendar_version_id": target.calendar_version,
        "allowed_us": target.duration,
        "pausing_states": target.pauses,
        "warn_percents": target.warn_percents,
        "state": clock.state,
        "epoch": clock.epoch,
        "elapsed_us": clock.banked,
        "started_at": _time(clock.started_at),
        "running_since": _time(clock.since),
        "due_at": _time(due and due.inf),
        "breach_at": _time(due and due.sup),
        "breached_at": _time(clock.breached_at),
        "caused_by_change": clock.caused_by_change,
        "withdrawn_at": _time(max(withdrawn, default=None)),
        "next_at": _time(next_at),
        "decided_at": _time(decided and decided[1]),
        "same_silence": held.same_silence,
        "history": held.history,
        "memory": clock_codec.to_json(clock),
        "told": held.told,
    }


def events(changes: Sequence[Change], ticket_id: UUID, history: int) -> list[dict[str, Any]]:
    """Their rows; the first one of a clock carries the target it opened under."""
    return [
        {
            "clock_id": id_of(ticket_id, change.key),
            "history": history,
            "seq": change.event.seq,
            "kind": change.event.kind,
            "happened_at": _time(change.event.at),
            "body": {
                **clock_codec.event_to_json(change.event),
                **({"opens": change.opens.target} if change.opens else {}),
            },
        }
        for change in changes
    ]


def opened_under(body: Mapping[str, Any]) -> Target | None:
    """The target in the body of a clock's first event."""
    return msgspec.convert(body["opens"], Target) if "opens" in body else None


def _time(at: int | None) -> str | None:
    return None if at is None else instant.text(at)
