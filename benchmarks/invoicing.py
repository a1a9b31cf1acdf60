"""A month of usage into final invoices: reading the ledger, rating, writing, on one core.

    python -m benchmarks.invoicing [--large]

A thousand clients on one plan over ten meters, each meter priced by another model; 100,000 entries,
and with `--large` 1,000,000. Every client is a transaction of its own, one after the other, as
`underpin invoice-run --issue` serves them; servers and this process share one core.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import os
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import asyncpg

from benchmarks import ground, loading
from billing.amounts import canonical
from billing.invoicing import drafting, invoice_lines
from billing.invoicing.bulk import client_run
from billing.metered import ledger_keeping, meter, reading
from billing.metered.meter import Aggregation, Meter
from billing.pricing import model, price_list, tier
from billing.pricing.price import Price
from billing.pricing.time_rule import TimeRule, Weight
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.database.scope import System, Work
from underpin.kernel.principal import worker

MONTH = date(2026, 10, 1)
NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
CLIENTS = 1000
SMALL, LARGE = 100_000, 1_000_000
OWN = (
    Meter("calls", "call", Aggregation.SUM),
    Meter("sites", "site", Aggregation.UNIQUE, "site"),
)
KEYS = (*(each.key for each in meter.BUILT_IN), *(each.key for each in OWN))
STEPS = tier.Tiers(
    (
        tier.Tier(Decimal(0), Decimal(50), Decimal("2.5")),
        tier.Tier(Decimal(50), None, Decimal("1.9"), Decimal(10)),
    )
)
QUARTERS = TimeRule(step=Decimal(15), weights=(Weight("hours", "after", Decimal("1.5")),))


def price(key: str, by: model.Model, **said: Any) -> Price:
    return Price(key=key, name=key.capitalize(), currency="EUR", meter=key, model=by, **said)


PRICES = (
    Price(key="fee", name="Service desk", currency="EUR", model=model.Flat(Decimal(950))),
    price("tickets", model.Graduated(STEPS), group_by=("tier",), included=Decimal(5)),
    price("staff_minutes", model.PerUnit(Decimal(95), Decimal(60)), time=QUARTERS),
    price("worked_minutes", model.PerUnit(Decimal("0.01")), group_by=("work_type",)),
    price("vendor_cost", model.PassThrough(Decimal(10)), maximum=Decimal(90_000)),
    price("seats", model.Volume(STEPS), minimum=Decimal(100)),
    price("assets", model.Package(Decimal(40), Decimal(25))),
    price("storage", model.PerUnit(Decimal("0.12")), included=Decimal(10)),
    price("channel_messages", model.Volume(STEPS), discount=Decimal(5)),
    price("calls", model.Graduated(STEPS)),
    price("sites", model.PerUnit(Decimal(15))),
)

PLAN = "INSERT INTO plan (id, name, currency) VALUES ($1, 'Measured', 'EUR')"
VERSION = """
INSERT INTO plan_version (id, plan_id, number, effective_from, prices, created_at, meters)
VALUES ($1, $2, 1, $3, $4::text::jsonb, $3, $5::text::jsonb)
"""
TERMS = """
INSERT INTO subscription (tenant_id, id, plan_version_id, plan_name, plan_number, currency, prices,
                          meters, tax_treatment, tax_percent, starts_on)
SELECT t.id, gen_random_uuid(), v.id, 'Measured', 1, 'EUR', v.prices, v.meters, 'domestic', 23, $2
FROM tenant t, plan_version v WHERE v.id = $1
"""
# A tenth of a client's entries for each meter, over the month; one in fifty is taken back.
ENTRIES = """
INSERT INTO usage_event (tenant_id, id, source, event_id, meter, quantity, dimensions, happened_at,
                         stored_at, cut)
SELECT t.id, gen_random_uuid(), 'measured', n::text, ($2::text[])[1 + n % 10],
       CASE (n % 10) WHEN 0 THEN 1 WHEN 3 THEN (n % 977) / 8.0 ELSE 1 + n % 47 END,
       jsonb_strip_nulls(jsonb_build_object('tier', 'L' || 1 + n / 10 % 3, 'work_type',
           CASE WHEN n / 10 % 4 = 0 THEN 'on_site' ELSE 'remote' END,
           'ticket', CASE WHEN n % 10 < 3 THEN md5(n::text) END,
           'hours', CASE WHEN n / 10 % 5 = 0 THEN 'after' END,
           'currency', CASE WHEN n % 10 = 3 THEN 'EUR' END, 'site', 's' || n / 10 % 7)),
       $3::timestamptz + (n * 7919 % 44000) * interval '1 minute', $4, 1
FROM tenant t, generate_series(1, $1::int) n
"""
REVERSALS = """
INSERT INTO usage_event (tenant_id, id, source, event_id, meter, quantity, dimensions, happened_at,
                         stored_at, reverses, cut)
SELECT tenant_id, gen_random_uuid(), source, 'undo ' || event_id, meter, -quantity, dimensions,
       happened_at, stored_at, event_id, cut
FROM usage_event WHERE event_id::int % 50 = 7
"""


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock on the wall, in three parts; and seconds of processor, which say more on
    a machine that others use: of this process and of the database's."""

    entries: int
    aggregate: float
    rate: float
    write: float
    own: float
    database: float

    @property
    def total(self) -> float:
        return self.aggregate + self.rate + self.write

    @property
    def processor(self) -> float:
        return self.own + self.database

    def __str__(self) -> str:
        names = ("aggregate", "rate", "write", "total")
        wall = ", ".join(f"{name} {getattr(self, name):.1f} s" for name in names)
        return (
            f"{self.entries:,} entries into {CLIENTS:,} final invoices: {wall}; of processor "
            f"{self.own:.1f} s here and {self.database:.1f} s in the database"
        )


async def run(*, large: bool = False) -> list[Took]:
    """Prints what each size took, how it grows, and the plans of what reads the ledger."""
    with one_core():
        took = [await _of(size) for size in ((SMALL, LARGE) if large else (SMALL,))]
    if len(took) > 1:
        wall, busy = took[1].total / took[0].total, took[1].processor / took[0].processor
        print(f"Ten times the entries: {wall:.1f} times as long, {busy:.1f} times the processor.")
    return took


@contextmanager
def one_core() -> Iterator[None]:
    """This process and whatever it starts."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


async def _of(entries: int) -> Took:
    async with ground.laid() as laid:
        connection = await laid.connect(laid.owner)
        try:
            await _load(connection, entries)
        finally:
            await connection.close()
        took = await _invoiced(entries)
        print(took, flush=True)
        for line in await plans(loading.FIRST):
            print("  " + line, flush=True)
        return took


async def _load(connection: asyncpg.Connection, entries: int) -> None:
    await connection.execute(loading.COMPANIES, loading.FIRST, CLIENTS)
    await connection.execute("UPDATE tenant SET simulated_now = $1", NOW)
    plan, version = ids.new(), ids.new()
    prices, meters = (canonical.encode(each).decode() for each in (PRICES, OWN))
    await connection.execute(PLAN, plan)
    await connection.execute(VERSION, version, plan, NOW, prices, meters)
    await connection.execute(TERMS, version, MONTH)
    starts = datetime(2026, 10, 1, tzinfo=UTC)
    await connection.execute(ENTRIES, entries // CLIENTS, list(KEYS), starts, NOW)
    await connection.execute(REVERSALS)
    await connection.execute("VACUUM (ANALYZE) usage_event, subscription, tenant")


async def _invoiced(entries: int) -> Took:
    spent: defaultdict[str, float] = defaultdict(float)
    outcomes: Counter[str] = Counter()
    with timed(spent):
        started, before = time.perf_counter(), await _processor()
        for tenant in range(loading.FIRST, loading.FIRST + CLIENTS):
            outcomes[await _issued(tenant)] += 1
        total = time.perf_counter() - started
    assert outcomes == {"issued": CLIENTS}, outcomes
    computed, rated = spent["compute"], spent["rate"]
    own, database = (now - then for now, then in zip(await _processor(), before, strict=True))
    return Took(entries, computed - rated, rated, total - computed, own, database)


async def _processor() -> tuple[float, float]:
    """Seconds of processor so far: of this process, and of all that the database server started
    and that still runs."""
    async with db.open(System()):
        backend: int = await db.value("SELECT pg_backend_pid()")
    return time.process_time(), _beside(backend) / os.sysconf("SC_CLK_TCK")


def _beside(backend: int) -> int:
    """The ticks of a process and of all that have its parent."""
    server = _stat(Path(f"/proc/{backend}"))[1]
    every = [_stat(each) for each in Path("/proc").glob("[0-9]*")]
    return sum(busy for busy, parent in every if parent == server)


def _stat(of: Path) -> tuple[int, int]:
    """A process's ticks of processor, and its parent; nothing for one that has ended."""
    try:
        fields = (of / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0, 0
    return int(fields[11]) + int(fields[12]), int(fields[1])


async def _issued(tenant: int) -> str:
    async with db.open(Work(tenant)):
        act = Act(worker(tenant), tenant, await db.now(), "job", "benchmark")
        return (await client_run.of_period(act, client_run.Due(None, MONTH), "issue")).outcome


@contextmanager
def timed(spent: defaultdict[str, float]) -> Iterator[None]:
    """Adds up what computing a run and rating it take."""
    compute, rate = drafting.compute, invoice_lines.of_used

    @functools.wraps(compute)
    async def computing(*words: Any) -> Any:
        return await _clocked(spent, compute, *words)

    @functools.wraps(rate)
    def rating(*words: Any) -> Any:
        started = time.perf_counter()
        try:
            return rate(*words)
        finally:
            spent["rate"] += time.perf_counter() - started

    setattr(drafting, "compute", computing)  # noqa: B010 - for as long as it is measured
    setattr(invoice_lines, "of_used", rating)  # noqa: B010
    try:
        yield
    finally:
        setattr(drafting, "compute", compute)  # noqa: B010
        setattr(invoice_lines, "of_used", rate)  # noqa: B010


async def _clocked(
    spent: defaultdict[str, float], work: Callable[..., Awaitable[Any]], *words: Any
) -> Any:
    started = time.perf_counter()
    try:
        return await work(*words)
    finally:
        spent["compute"] += time.perf_counter() - started


async def plans(tenant: int) -> list[str]:
    """How PostgreSQL goes about each statement that reads one client's ledger."""
    async with db.open(Work(tenant)):
        account = await price_list.account_of(tenant)
        assert account is not None
        of = account.subscription
        starts, ends = reading.instants(of, MONTH, date(2026, 11, 1))
        span = (tenant, starts, ends, 1)
        keys = list(KEYS)
        asked = {
            "sums": (reading.SUMS, *span, keys, [False] * 10, ["tier"] * 10, [starts, ends]),
            "hash": (reading.DIGEST, *span, keys),
            "entries": (ledger_keeping.SELECT, *span, ["seats", "assets", "vendor_cost"]),
            "levels": (ledger_keeping.OPENING, tenant, ["seats"], starts, 1),
        }
        return [f"{name}: {await _plan(*words)}" for name, words in asked.items()]


async def _plan(sql: str, *words: Any) -> str:
    rows = await db.rows(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {sql}", *words)
    said = [row["QUERY PLAN"].strip() for row in rows]
    scans = [line.removeprefix("->  ").split(" (")[0] for line in said if "Scan" in line]
    took = next(line for line in said if line.startswith("Execution Time"))
    return f"{'; '.join(scans)}; {took.lower()}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.invoicing", description=__doc__)
    parser.add_argument("--large", action="store_true", help="a million entries too")
    asyncio.run(run(large=parser.parse_args().large))


if __name__ == "__main__":
    main()
