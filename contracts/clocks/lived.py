"""What facts left behind in a ticket's ledger, written back in one statement, and its timers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from contracts import instant
from contracts.clocks import clock_rows
from contracts.clocks.clock_page import Change
from contracts.clocks.clock_rows import Held
from contracts.clocks.clock_standing import Standing
from contracts.clocks.pins import Pins
from contracts.escalation import paging, policy
from underpin.kernel import db, timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer

TIMER: Final = "clock"


@dataclass(frozen=True, slots=True)
class Lived:
    """What facts left behind, to be written: the clocks they touched and the events of each."""

    ticket_id: UUID
    standing: Standing
    pins: Pins
    history: int
    touched_at: datetime | None
    clocks: Sequence[Held]
    changes: Sequence[Change]
    moved_on: bool = False


CLOCK_COLUMNS = """
id uuid, ticket_id uuid, case_id uuid, kind text, metric text, holder text, number int,
ticket_type text, priority text, version_id uuid, calendar_version_id uuid, allowed_us bigint,
pausing_states text[], warn_percents int[], state text, epoch int, elapsed_us bigint,
started_at timestamptz, running_since timestamptz, due_at timestamptz, breach_at timestamptz,
breached_at timestamptz, caused_by_change boolean, withdrawn_at timestamptz, next_at timestamptz,
decided_at timestamptz, same_silence boolean, history int, memory jsonb, told jsonb
"""
NAMES = tuple(column.split()[0] for column in CLOCK_COLUMNS.split(","))
FIXED = ("id", "ticket_id", "case_id", "kind", "metric", "holder", "number")

WRITE = f"""
WITH clocks AS (
    INSERT INTO clock (tenant_id, {", ".join(NAMES)})
    SELECT $1, {", ".join(f"r.{name}" for name in NAMES)}
    FROM json_to_recordset($2::text::json) AS r({CLOCK_COLUMNS})
    ON CONFLICT (tenant_id, id) DO UPDATE
    SET {", ".join(f"{name} = excluded.{name}" for name in NAMES if name not in FIXED)}
), events AS (
    INSERT INTO clock_event (tenant_id, clock_id, history, seq, kind, happened_at, recorded_at,
                             body)
    SELECT $1, r.clock_id, r.history, r.seq, r.kind, r.happened_at, $4, r.body
    FROM json_to_recordset($3::text::json) AS r(
        clock_id uuid, history int, seq int, kind text, happened_at timestamptz, body jsonb)
), standings AS (
    INSERT INTO standing (tenant_id, ticket_id, history, touched_at, memory, pins)
    SELECT $1, r.ticket_id, r.history, r.touched_at, r.memory, r.pins
    FROM json_to_recordset($5::text::json) AS r(
        ticket_id uuid, history int, touched_at timestamptz, memory jsonb, pins jsonb)
    ON CONFLICT (tenant_id, ticket_id) DO UPDATE
    SET history = excluded.history, touched_at = excluded.touched_at, memory = excluded.memory,
        pins = excluded.pins
)
UPDATE escalation SET state = 'passed', decided_at = $4
WHERE tenant_id = $1 AND ticket_id = ANY ($6::uuid[]) AND state = 'proposed'
"""


async def write(act: Act, *lived: Lived) -> None:
    """Clocks, their events and standings in one statement; then their timers.

    A proposal made to a ticket that has moved on since is passed over.
    """
    planned = _planned([held for each in lived for held in each.clocks])
    policies = {each.ticket_id: each.pins.policy for each in lived}
    await db.execute(
        WRITE,
        act.tenant_id,
        _json([clock_rows.written(held, at) for held, at in planned]),
        _json([row for each in lived for row in _events(each)]),
        act.now,
        _json([_standing(each) for each in lived]),
        [each.ticket_id for each in lived if each.moved_on],
    )
    await _set_timers(act, planned, policies)


async def rewrite(act: Act, clocks: Sequence[Held], policies: Mapping[UUID, UUID | None]) -> None:
    """Clocks alone, to which nothing happened but time; `policies` by ticket."""
    planned = _planned(clocks)
    rows = _json([clock_rows.written(held, at) for held, at in planned])
    await db.execute(WRITE, act.tenant_id, rows, "[]", act.now, "[]", [])
    await _set_timers(act, planned, policies)


_Plan = list[tuple[Held, int | None]]


def _planned(clocks: Sequence[Held]) -> _Plan:
    """Each with the instant at which it is to be looked at next."""
    return [(held, held.next_at) for held in clocks]


async def _set_timers(act: Act, planned: _Plan, policies: Mapping[UUID, UUID | None]) -> None:
    """One timer per clock; those that stand where they should are left alone."""
    moved = [(held, at) for held, at in planned if at != held.timer_at]
    steps = await policy.of(act.tenant_id, {each for each in policies.values() if each})
    armed = [
        Timer(
            *(TIMER, str(held.id), held.ticket_id, instant.at(at)),
            lane=paging.lane(held, steps.get(policies[held.ticket_id] or held.id, ())),
        )
        for held, at in moved
        if at is not None
    ]
    await timers.arm(act, *armed)
    await timers.disarm(act, TIMER, [str(held.id) for held, at in moved if at is None])


def _events(lived: Lived) -> list[dict[str, Any]]:
    return clock_rows.events(lived.changes, lived.ticket_id, lived.history)


def _standing(lived: Lived) -> dict[str, Any]:
    return {
        "ticket_id": lived.ticket_id,
        "history": lived.history,
        "touched_at": lived.touched_at,
        "memory": lived.standing,
        "pins": lived.pins,
    }


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
