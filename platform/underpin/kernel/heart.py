"""The worker's loops: the pulse, the relay and what leaves, each beating on its own, woken by the
bell and in any case by the clock.

Between beats of the pulse PostgreSQL's time is compared with the monotonic clock: when they
disagree the pulse is held, readiness fails, and a person confirms.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from underpin.kernel import aside, db, metrics, outgoing, pulse, relay, time_check, wake
from underpin.kernel.database.scope import Provider, System
from underpin.kernel.time_check import Beat

IDLE_SECONDS = 0.5
COUNT_SECONDS = 10
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
log = structlog.get_logger()
Round = Callable[[], Awaitable[int]]


class Heart:
    """One worker's loops. `run` ends only by being cancelled or by an error it cannot mend."""

    def __init__(self, redis: Redis | None) -> None:
        self._redis = redis
        self._rung = {name: asyncio.Event() for name in ("pulse", "relay", "outgoing")}
        self._previous: Beat | None = None

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._loop("pulse", self._beat))
            tasks.create_task(self._loop("relay", relay.round))
            tasks.create_task(self._loop("outgoing", outgoing.round))
            tasks.create_task(_count())
            if self._redis is not None:
                tasks.create_task(self._hear(self._redis))

    async def _loop(self, name: str, once: Round) -> None:
        rung = self._rung[name]
        while True:
            rung.clear()
            if await once() == 0:
                await _wait(rung)

    async def _beat(self) -> int:
        if await self._held():
            await asyncio.sleep(IDLE_SECONDS)
            return 0
        return await pulse.beat()

    async def _held(self) -> bool:
        wall, held = await _reading()
        current = Beat((wall - EPOCH) // timedelta(microseconds=1), time.monotonic_ns())
        previous, self._previous = self._previous, current
        if previous is not None and not held:
            reading = time_check.judge(previous, current)
            metrics.pulse_drift_seconds.set(metrics.seconds(reading.drift_us))
            if reading.held:
                await _hold(reading.drift_us)
                held = True
        metrics.pulse_held.set(held)
        return held

    async def _hear(self, redis: Redis) -> None:
        while True:
            try:
                async for _ in wake.listen(redis):
                    for rung in self._rung.values():
                        rung.set()
            except (RedisError, OSError) as problem:
                log.warning("bell.lost", error=type(problem).__name__)
            await asyncio.sleep(1)


async def _count() -> None:
    """How much waits for a person, for whoever watches."""
    while True:
        await aside.count()
        await asyncio.sleep(COUNT_SECONDS)


async def _wait(rung: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(IDLE_SECONDS):
            await rung.wait()
    except TimeoutError:
        return


async def _reading() -> tuple[datetime, bool]:
    async with db.open(System()):
        row = await db.row(
            "SELECT transaction_timestamp() AS wall, EXISTS (SELECT FROM pulse_hold) AS held"
        )
    assert row is not None, "a SELECT without FROM gives a row"  # noqa: S101
    return row["wall"], row["held"]


async def _hold(drift_us: int) -> None:
    detail = f"PostgreSQL's clock and this machine's moved apart by {drift_us} us between beats."
    log.error("pulse.held", detail=detail)
    async with db.open(Provider()):
        await db.execute(
            "INSERT INTO pulse_hold (id, held_at, detail) VALUES (1, $1, $2) "
            "ON CONFLICT (id) DO NOTHING",
            await db.now(),
            detail,
        )


async def confirm_time() -> bool:
    """A person has looked at the clocks: let the pulse go on. Returns whether it was held."""
    async with db.open(Provider()):
        return await db.execute("DELETE FROM pulse_hold") > 0


async def held() -> str | None:
    """Why the pulse is held, or None."""
    async with db.open(System()):
        detail: str | None = await db.value("SELECT detail FROM pulse_hold")
    return detail
