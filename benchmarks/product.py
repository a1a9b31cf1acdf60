"""What a request costs: creating a ticket, listing the queue, opening a ticket, through the running
product, against a bare Litestar handler and against the product's own SQL through asyncpg alone.

    python -m benchmarks.product [--large]

One request after the other over one connection; the three take turns, round after round, and the
median of the rounds' medians counts. The SQL is what the product said to PostgreSQL for that very
request, the look at the API token included, recorded and said again in the same scopes.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import msgspec

from benchmarks import ground, loading, recording, serving
from benchmarks.client import Client
from benchmarks.ground import Ground
from benchmarks.loading import ASKED, Agent, Loaded, Size
from benchmarks.recording import Transaction
from tenants import api_token
from underpin import app
from underpin.kernel import verb

ROUNDS = 7
REQUESTS = 40
WARM_UP = 20
SECONDS_A_ROUND = 10

Ask = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Job:
    """A request of the API, and the bare one that it is held against."""

    name: str
    method: str
    path: str
    body: bytes = b""
    bare_body: bytes = b""


CREATE = Job(
    "create a ticket",
    "POST",
    "/api/v1/tickets",
    msgspec.json.encode(
        {
            "subject": "The label printer prints blank pages",
            "body": "It started this morning and happens every time.",
            "tenant": loading.key(loading.PATTERN),
            **ASKED,
        }
    ),
    msgspec.json.encode({"subject": "Nothing", "body": "Nothing at all"}),
)
LIST = Job("list the queue", "GET", "/api/v1/list")
OPEN = Job("open a ticket", "GET", f"/api/v1/tickets/{loading.number(1)}")


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds per request; `round_trips` to PostgreSQL."""

    job: str
    reader: str
    product: float
    bare: float
    sql: float
    round_trips: int

    def __str__(self) -> str:
        return (
            f"  {self.job:16} {self.reader:14} {self.product:8.2f} ms "
            f"{self.product / self.bare:8.1f} x bare ({self.bare:.2f} ms) "
            f"{self.product / self.sql:6.1f} x SQL ({self.sql:.2f} ms, "
            f"{self.round_trips} round trips)"
        )


async def run(*, large: bool = False) -> None:
    for size in (loading.DEMO, loading.HUNDREDFOLD, *([loading.LARGE] if large else [])):
        await measured(size)


async def measured(size: Size) -> None:
    """Load, serve, measure and print one size."""
    port, bare_port = serving.free_port(), serving.free_port()
    async with ground.laid(port) as laid:
        owner = await laid.connect(laid.owner)
        loaded = await loading.load(owner, size)
        await owner.close()
        print(f"{size}:", flush=True)
        async with AsyncExitStack() as stack:
            product = serving.served(port, "underpin.cli", "serve", environ=laid.environ)
            await stack.enter_async_context(product)
            bare = serving.served(bare_port, "benchmarks.bare", str(bare_port), environ={})
            await stack.enter_async_context(bare)
            for agent in _readers(loaded):
                for job in (CREATE, LIST, OPEN):
                    print(await _one(laid, agent, job, port, bare_port), flush=True)


def _readers(loaded: Loaded) -> Sequence[Agent]:
    return [loaded.some] if loaded.some.tenants == loaded.all.tenants else [loaded.some, loaded.all]


async def _one(laid: Ground, agent: Agent, job: Job, port: int, bare_port: int) -> Measured:
    token = await _token(agent)
    often = ROUNDS * REQUESTS + WARM_UP
    recordings = await _recorded(laid, token, job, often if job.method == "POST" else 1)
    again = iter(recordings * (often if len(recordings) == 1 else 1))
    async with (
        Client(port, "desk.localhost", Authorization=f"Bearer {token}") as product,
        Client(bare_port) as bare,
        _connections(laid, recordings[0]) as by,
    ):
        asks: list[Ask] = [
            lambda: product.ask(job.method, job.path, job.body),
            lambda: bare.ask(job.method, "/bare", job.bare_body),
            lambda: recording.replay(next(again), by),
        ]
        ours, nothing, sql = await _in_turn(asks)
    trips = recording.round_trips(recordings[0])
    return Measured(job.name, f"{agent.tenants:,} clients", ours, nothing, sql, trips)


async def _in_turn(asks: Sequence[Ask]) -> list[float]:
    """Of each the median of its rounds' medians, in milliseconds."""
    for ask in asks:
        await _round(ask, WARM_UP)
    rounds = [[await _round(ask, REQUESTS) for ask in asks] for _ in range(ROUNDS)]
    return [statistics.median(each) for each in zip(*rounds, strict=True)]


async def _round(ask: Ask, count: int) -> float:
    taken: list[float] = []
    ends = time.perf_counter() + SECONDS_A_ROUND
    while len(taken) < count and time.perf_counter() < ends:
        began = time.perf_counter()
        await ask()
        taken.append((time.perf_counter() - began) * 1e3)
    return statistics.median(taken)


async def _token(agent: Agent) -> str:
    wanted = ["ticket.read", "ticket.raise"]
    issued: tuple[UUID, str] = await verb.begin(
        api_token.issue, agent.principal, "benchmark", wanted, timedelta(days=1)
    )
    return issued[1]


async def _recorded(laid: Ground, token: str, job: Job, times: int) -> list[recording.Recording]:
    """What this process's own copy of the product says for the request; nothing of it stays, so
    that it can be said again."""
    product: Any = app.asgi(laid.settings, connect=False)
    transport = httpx.ASGITransport(app=product)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    found = []
    async with httpx.AsyncClient(
        transport=transport, base_url=laid.settings.desk_origin, headers=headers
    ) as client:
        for _ in range(times):
            with recording.of_engine(undone=True) as heard:
                answer = await client.request(job.method, job.path, content=job.body)
            answer.raise_for_status()
            found.append(heard)
    return found


@asynccontextmanager
async def _connections(
    laid: Ground, recorded: Sequence[Transaction]
) -> AsyncIterator[Mapping[str, asyncpg.Connection]]:
    by = {each.role: await laid.connect(laid.role(each.role)) for each in recorded}
    try:
        yield by
    finally:
        for connection in by.values():
            await connection.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="What a request costs.")
    parser.add_argument("--large", action="store_true", help="a million tickets too (minutes)")
    asyncio.run(run(large=parser.parse_args().large))
