"""The event log replays to the same rows: every clock of a ticket is recomputed from all its facts,
and every column of its row compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from contracts import instant
from contracts.clocks import clock_rows, course, ledgers, lived, running
from contracts.clocks.clock_rows import Held
from contracts.clocks.clock_standing import Key
from tests.service.contracts import world
from tests.service.contracts.world import Tickets


async def same_rows(tickets: Tickets, ticket: UUID) -> None:
    """Fails naming the first column that differs."""
    anew = await _anew(tickets, ticket)
    rows = await tickets.clocks(ticket)
    for (metric, holder, number), row in rows.items():
        key = Key(metric, holder, number)
        if key not in anew:
            assert row["state"] == "released", f"{key} is in no log"
            continue
        told = msgspec.json.decode(row["told"], type=list[clock_rows.Told])
        held = replace(anew[key], told=tuple(told))
        expected = clock_rows.written(held, held.next_at)
        for name in lived.NAMES:
            assert _plain(row[name]) == _plain(expected[name]), f"{key}: {name}"
    assert set(anew) <= {Key(*key) for key in rows}


async def _anew(tickets: Tickets, ticket: UUID) -> dict[Key, Held]:
    """All its clocks from the log alone; alarms as far as the rows have recorded theirs."""
    async with world.acting(tickets.tenant) as act:
        kept = (await ledgers.read(act, [ticket], every_clock=True, in_force=True))[ticket]
        subject = (await tickets.subjects(act, [ticket]))[ticket]
        every = course.ordered((await running._all_facts(act, [ticket]))[ticket])
        assert kept.pins is not None
        found = await course.live(
            tickets.tenant, subject.service_id, course.fresh(kept.pins), every, kept.in_force
        )
    assert (found.pins, found.ledger.standing) == (kept.pins, kept.standing)
    found = course.caught_up(found, kept.clocks)
    return {held.key: held for held in course.touched(ticket, found, {}, kept.history)}


def _plain(value: Any) -> Any:
    """As JSON says it, whichever way it was read."""
    if isinstance(value, datetime):
        return instant.text(instant.of(value))
    if isinstance(value, str) and value[:1] in ("{", "["):
        return msgspec.json.decode(value)
    return msgspec.json.decode(msgspec.json.encode(value))
