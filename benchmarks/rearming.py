"""A calendar is edited, and the clocks that run on it go on under the new version.

    python -m benchmarks.rearming [--large]

Tickets of one client, their clocks begun by the product's own fold, are switched by the product's
own run, a batch to a transaction: events, clock events, clocks, timers and the tickets' rows. Held
against a plain UPDATE of the same clocks, in transactions of as many tickets.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from uuid import UUID

import asyncpg
import msgspec

from benchmarks import ground, loading, multiplying
from benchmarks.loading import PATTERN, Loaded, Size
from contracts.agreements import activation, activation_running
from contracts.facts import Raised
from underpin import wiring
from underpin.desk.tickets import changing
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, ids, pulse
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import worker

EACH = 2
"""SLA clocks of a ticket just raised: first response and resolution."""
CLOCKS, MANY = 10_000, 100_000
BATCH = 500
HOLIDAY = "2031-01-06"

COPIES = """
INSERT INTO ticket ({names})
SELECT {values} FROM ticket p, generate_series(1, $3::int) n WHERE p.tenant_id = $1 AND p.id = $2
RETURNING id
"""
RAISED = (
    "SELECT body FROM event WHERE tenant_id = $1 AND subject_id = $2 AND kind = 'ticket.raised'"
)
# A multiplied clock has another id than its ticket gives it.
MULTIPLIED = ("timer", "clock_event", "clock", "standing")
EDITED = """
WITH hours AS (
    INSERT INTO calendar_version (tenant_id, id, calendar_id, number, definition, zone_data,
                                  effective_from, created_at)
    SELECT tenant_id, $3, calendar_id, number + 1, definition || $5::text::jsonb, zone_data,
           transaction_timestamp(), transaction_timestamp()
    FROM calendar_version v WHERE tenant_id = $1
    AND id = (SELECT calendar_version_id FROM ticket WHERE tenant_id = $1 AND id = $2)
), old AS (
    UPDATE agreement_version SET state = 'superseded' WHERE tenant_id = $1
    AND id = (SELECT agreement_version_id FROM ticket WHERE tenant_id = $1 AND id = $2)
), new AS (
    INSERT INTO agreement_version (tenant_id, id, agreement_id, number, state, effective_from,
        author_id, approver_id, approved_at, calendar_version_id, terms, created_at,
        document_sha256)
    SELECT tenant_id, $4, agreement_id, number + 1, 'active', transaction_timestamp(), author_id,
           approver_id, approved_at, $3, terms, transaction_timestamp(), document_sha256
    FROM agreement_version WHERE tenant_id = $1
    AND id = (SELECT agreement_version_id FROM ticket WHERE tenant_id = $1 AND id = $2)
)
INSERT INTO target (tenant_id, version_id, metric, ticket_type, priority, allowed_us,
                    pausing_states, warn_percents, calendar_version_id)
SELECT tenant_id, $4, metric, ticket_type, priority, allowed_us, pausing_states, warn_percents, $3
FROM target WHERE tenant_id = $1
AND version_id = (SELECT agreement_version_id FROM ticket WHERE tenant_id = $1 AND id = $2)
"""
UNDER = "SELECT id FROM clock WHERE tenant_id = $1 AND version_id = $2 ORDER BY ticket_id"
BARE = """
UPDATE clock SET due_at = due_at + interval '1 day', breach_at = breach_at + interval '1 day',
    next_at = next_at + interval '1 day'
WHERE tenant_id = $1 AND id = ANY ($2::uuid[])
"""


async def run(*, large: bool = False) -> None:
    for clocks in (CLOCKS, *([MANY] if large else [])):
        await measured(clocks)


async def measured(clocks: int) -> None:
    """Load, switch and print."""
    async with ground.laid() as laid:
        wiring.wire_alarms()
        owner = await laid.connect(laid.owner)
        loaded = await loading.load(owner, Size(1, 10, 1.0))
        await owner.execute(";".join(f"DELETE FROM {table}" for table in MULTIPLIED))
        version = await _edited(owner, await _tickets(owner, loaded, clocks // EACH))
        await owner.execute("DELETE FROM delivery")
        await owner.execute("VACUUM (ANALYZE) ticket, clock, clock_event, standing, timer, event")
        taken = await _switched(version)
        print(_said(taken, *await _bare(owner, version)), flush=True)
        await owner.close()


def _said(taken: float, running: int, bare: float) -> str:
    return (
        f"  {running:,} running clocks re-armed in {taken:7.2f} s ({running / taken:,.0f} a "
        f"second), {taken / bare:6.1f} x a plain UPDATE of as many ({bare:.2f} s)"
    )


async def _tickets(owner: asyncpg.Connection, loaded: Loaded, count: int) -> Ticket:
    """So many tickets just raised, with their clocks; returns the first."""
    first = await loading.raise_one(loaded, impact="low", urgency="low")
    columns = await multiplying.columns(owner, "ticket")
    own = {"id": "gen_random_uuid()", "number": "p.number + n"}
    values = ", ".join(own.get(name, f"p.{name}") for name in columns)
    copies = COPIES.format(names=", ".join(columns), values=values)
    new = await owner.fetch(copies, PATTERN, first.id, count - 1)
    said = msgspec.json.decode(await owner.fetchval(RAISED, PATTERN, first.id))
    for start in range(0, len(new), BATCH):
        await _raised(said, [row["id"] for row in new[start : start + BATCH]])
    return first


async def _raised(said: dict[str, object], ticket_ids: list[UUID]) -> None:
    async with db.open(Work(PATTERN)):
        act = Act(worker(PATTERN), PATTERN, await db.now(), "benchmark")
        found = await changing.held(act, ticket_ids)
        changes = [
            changing.Change(each, [msgspec.convert({**said, "ticket_id": each.id}, Raised)])
            for each in found.values()
        ]
        await changing.record(act, changes)


async def _edited(owner: asyncpg.Connection, ticket: Ticket) -> UUID:
    """The SLA's next version, which names its calendar's next, with one more holiday."""
    calendar, version = ids.new(), ids.new()
    holiday = msgspec.json.encode({"holidays": [HOLIDAY]}).decode()
    await owner.execute(EDITED, PATTERN, ticket.id, calendar, version, holiday)
    return version


async def _switched(version: UUID) -> float:
    """Seconds for the run, with one worker."""
    async with db.open(Work(PATTERN)):
        act = Act(worker(PATTERN), PATTERN, await db.now(), "benchmark")
        await activation.begin(act, "sla", version, act.now)
    began = time.perf_counter()
    while await pulse.drain(PATTERN):
        pass
    return time.perf_counter() - began


async def _bare(owner: asyncpg.Connection, version: UUID) -> tuple[int, float]:
    """How many clocks were switched, and the seconds for a plain UPDATE of them."""
    clocks = [row["id"] for row in await owner.fetch(UNDER, PATTERN, version)]
    size = activation_running.BATCH * EACH
    began = time.perf_counter()
    for start in range(0, len(clocks), size):
        await owner.execute(BARE, PATTERN, clocks[start : start + size])
    return len(clocks), time.perf_counter() - began


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="How fast clocks follow an edited calendar.")
    parser.add_argument("--large", action="store_true", help="a hundred thousand too (minutes)")
    asyncio.run(run(large=parser.parse_args().large))
