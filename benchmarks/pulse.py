"""How late alarms act, and how long a burst of them takes, with so many clocks running.

    python -m benchmarks.pulse [--large]

Lateness: a worker process of its own fires warnings that fall due one after the other, each in
another client company; an alarm has acted when its commit is seen. The burst: warnings of 10,000
tickets at one instant, fired by one worker's pulse through the real handler, held against as many
bare UPDATEs in transactions of the same size.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from benchmarks import ground, loading, multiplying, serving
from benchmarks.ground import Ground
from benchmarks.loading import PATTERN, Loaded, Size
from underpin import wiring
from underpin.kernel import db, due, pulse
from underpin.kernel.database.scope import System, Work

CLOCKS = Size(tenants=20, tickets=60_000, live=1.0)
MANY_CLOCKS = Size(tenants=1000, tickets=600_000, live=1.0)
BURST = 10_000
ALARMS = 200
BETWEEN = timedelta(milliseconds=100)
WARNED_AFTER = timedelta(minutes=90)
"""A P3 of the demo's contract: 75 % of two hours for the first response."""
LATEST_SECONDS = 120
LOOK_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Alarm:
    tenant: int
    ticket: UUID
    due: datetime


@dataclass(frozen=True, slots=True)
class Drained:
    """Seconds for one burst, and for as many bare UPDATEs."""

    tenants: int
    fired: int
    taken: float
    bare: float

    def __str__(self) -> str:
        return (
            f"  burst of {self.fired:,} in {self.tenants:,} clients: {self.taken:7.2f} s "
            f"({self.fired / self.taken:,.0f} a second), {self.taken / self.bare:6.1f} x as many "
            f"UPDATEs ({self.bare:.2f} s)"
        )


async def run(*, large: bool = False) -> None:
    for size in (CLOCKS, *([MANY_CLOCKS] if large else [])):
        await measured(size)


async def measured(size: Size) -> None:
    """Load, measure and print one size."""
    async with ground.laid() as laid:
        wiring.wire_alarms()
        owner = await laid.connect(laid.owner)
        loaded = await loading.load(owner, size)
        await _quiet(owner)
        running = await owner.fetchval("SELECT count(*) FROM timer")
        print(f"{running:,} clocks with a timer, {size.tenants:,} tenants:", flush=True)
        late = await _lateness(laid, owner, loaded)
        print(f"  alarms acted {_said(late)}", flush=True)
        for name, plan in (await _plans()).items():
            print(f"  plan of {name}:", *plan, sep="\n      ", flush=True)
        for tenants in (min(20, size.tenants), 1):
            print(await _burst(owner, loaded, tenants), flush=True)
        await owner.close()


async def _quiet(owner: asyncpg.Connection) -> None:
    """Nothing but what is measured falls due, is told or leaves."""
    await owner.execute(
        "UPDATE timer SET fires_at = fires_at + interval '7 days', due_at = due_at + "
        "interval '7 days'"
    )
    await owner.execute("DELETE FROM delivery")
    await owner.execute("DELETE FROM outgoing")
    await owner.execute("VACUUM (ANALYZE) timer, delivery, outgoing")


async def _lateness(laid: Ground, owner: asyncpg.Connection, loaded: Loaded) -> Sequence[float]:
    """Seconds, of each alarm."""
    port = serving.free_port()
    environ = {**laid.environ, "UNDERPIN_MAIL_LISTEN": f"127.0.0.1:{port}"}
    async with serving.served(port, "underpin.cli", "worker", environ=environ):
        first = await _wall() + timedelta(seconds=15)
        alarms = [
            await _set(loaded, PATTERN + place % loaded.size.tenants, first + place * BETWEEN)
            for place in range(ALARMS)
        ]
        return await _seen(owner, alarms)


async def _plans() -> Mapping[str, Sequence[str]]:
    """How the beat finds where something is due, and how it reads one client's batch."""
    async with db.open(System()):
        where = [row[0] for row in await db.rows(EXPLAIN + due.REAL_TIMERS, due.TENANTS_A_ROUND)]
        now = await db.now()
    async with db.open(Work(PATTERN)):
        batch = [row[0] for row in await db.rows(EXPLAIN + pulse.READ, PATTERN, now, pulse.BATCH)]
    return {"where something is due": where, "one client's batch": batch}


async def _wall() -> datetime:
    async with db.open(System()):
        return await db.now()


async def _set(loaded: Loaded, tenant: int, at: datetime) -> Alarm:
    """Raise a ticket whose first response is warned of at that instant."""
    ticket = await loading.raise_one(loaded, tenant, raised_at=at - WARNED_AFTER)
    return Alarm(tenant, ticket.id, at)


EXPLAIN = "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF) "
WAITING = """
SELECT clock_timestamp() AS seen, ARRAY(
    SELECT t.subject_id FROM timer t
    JOIN unnest($1::int[], $2::uuid[], $3::timestamptz[]) AS a(tenant_id, ticket_id, due)
      ON t.tenant_id = a.tenant_id AND t.subject_id = a.ticket_id AND t.fires_at = a.due
) AS waiting
"""


async def _seen(owner: asyncpg.Connection, alarms: Sequence[Alarm]) -> list[float]:
    """An alarm that has acted has its timer no longer where it stood."""
    waiting = {alarm.ticket: alarm for alarm in alarms}
    columns = zip(*((each.tenant, each.ticket, each.due) for each in alarms), strict=True)
    words = [list(column) for column in columns]
    late = []
    async with asyncio.timeout(LATEST_SECONDS):
        while waiting:
            row = await owner.fetchrow(WAITING, *words)
            for ticket in waiting.keys() - set(row["waiting"]):
                late.append((row["seen"] - waiting.pop(ticket).due).total_seconds())
            await asyncio.sleep(LOOK_SECONDS)
    return late


async def _burst(owner: asyncpg.Connection, loaded: Loaded, tenants: int) -> Drained:
    """The pattern of it is raised by the product and lives on until just before."""
    at = await _wall() + timedelta(seconds=3)
    ticket = await loading.raise_one(loaded, raised_at=at - WARNED_AFTER)
    while await pulse.drain(PATTERN):
        pass
    await multiplying.alike(owner, PATTERN, ticket.number, BURST - 1, tenants)
    await owner.execute("VACUUM (ANALYZE) timer, clock, ticket")
    await asyncio.sleep(max(0.0, (at - await _wall()).total_seconds()) + LOOK_SECONDS)
    began, fired = time.perf_counter(), 0
    while count := await pulse.beat():
        fired += count
    taken = time.perf_counter() - began
    return Drained(tenants, fired, taken, await _bare(owner, fired))


async def _bare(owner: asyncpg.Connection, count: int) -> float:
    """Seconds for so many UPDATEs of a timer each, in transactions of the pulse's size."""
    rows = await owner.fetch("SELECT tenant_id, id FROM timer LIMIT $1", count)
    began = time.perf_counter()
    for start in range(0, count, pulse.BATCH):
        async with owner.transaction():
            for row in rows[start : start + pulse.BATCH]:
                await owner.execute(
                    "UPDATE timer SET attempts = attempts + 1 WHERE tenant_id = $1 AND id = $2",
                    *row,
                )
    return time.perf_counter() - began


def _said(late: Sequence[float]) -> str:
    ordered = sorted(late)
    p99 = ordered[round(0.99 * (len(ordered) - 1))]
    return (
        f"{statistics.median(ordered):.3f} s late (median of {len(ordered)}), "
        f"99 % within {p99:.3f} s, the latest {ordered[-1]:.3f} s"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="How late alarms act, and how fast they drain.")
    parser.add_argument("--large", action="store_true", help="a million clocks too (minutes)")
    asyncio.run(run(large=parser.parse_args().large))
