"""The worker's loops: woken by the bell, beating without it, and held when the time moved."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta

import asyncpg
import pytest
from redis.asyncio import Redis

from tests.conftest import Database
from tests.service.kernel import ground
from underpin.kernel import db, heart, metrics, outgoing, pulse, relay, wake
from underpin.kernel.database.scope import Provider, System
from underpin.kernel.embedded import redis as embedded
from underpin.kernel.heart import Heart
from underpin.kernel.wake import Bell

pytestmark = pytest.mark.usefixtures("scopes")


class Clock:
    """PostgreSQL's clock, set wrong by `skew`."""

    def __init__(self) -> None:
        self.skew = timedelta(0)
        self.readings = 0
        self.real = heart._reading

    async def read(self) -> tuple[datetime, bool]:
        wall, held = await self.real()
        self.readings += 1
        return wall + self.skew, held

    async def is_taken_in(self) -> None:
        """Until the worker has judged a reading of the time as it is set now."""
        wanted = self.readings + 2

        async def enough() -> bool:
            return self.readings >= wanted

        await ground.until(enough)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(heart, "_reading", made.read)
    return made


@pytest.fixture
async def beats(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[str]]:
    """Which loops beat, in place of their real rounds; the hold is lifted at the end."""
    beaten: list[str] = []

    def stand_in(name: str) -> object:
        async def beat() -> int:
            beaten.append(name)
            return 0

        return beat

    monkeypatch.setattr(heart, "IDLE_SECONDS", 0.02)
    monkeypatch.setattr(pulse, "beat", stand_in("pulse"))
    monkeypatch.setattr(relay, "round", stand_in("relay"))
    monkeypatch.setattr(outgoing, "round", stand_in("outgoing"))
    yield beaten
    await heart.confirm_time()


@contextlib.asynccontextmanager
async def beating(redis: Redis | None = None) -> AsyncIterator[None]:
    task = asyncio.create_task(Heart(redis).run())
    try:
        yield
        assert not task.done(), "the heart stopped by itself"
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _grows(beats: list[str], name: str, by: int = 3) -> None:
    await _counts(beats, name, beats.count(name) + by)


async def _counts(beats: list[str], name: str, wanted: int = 1) -> None:
    async def enough() -> bool:
        return beats.count(name) >= wanted

    await ground.until(enough)


async def _fall_silent(beats: list[str]) -> None:
    """Until each loop, having beaten once more, sleeps for long."""

    async def silent() -> bool:
        beats.clear()
        await asyncio.sleep(0.2)
        return not beats

    await ground.until(silent)


async def _held() -> None:
    async def is_held() -> bool:
        return await heart.held() is not None

    await ground.until(is_held)


async def _listens(client: Redis) -> None:
    async def somebody() -> bool:
        return bool((await client.pubsub_numsub(wake.CHANNEL))[0][1])

    await ground.until(somebody)


async def test_all_loops_beat_without_redis(beats: list[str]) -> None:
    async with beating():
        for name in ("pulse", "relay", "outgoing"):
            await _grows(beats, name)
    assert await heart.held() is None


@pytest.mark.parametrize("skew", [timedelta(seconds=60), timedelta(hours=-2)])
async def test_a_jump_of_the_clock_holds_the_pulse_until_a_person_confirms(
    beats: list[str], clock: Clock, skew: timedelta
) -> None:
    async with beating():
        await _grows(beats, "pulse")
        clock.skew = skew
        await _held()
        await asyncio.sleep(0.05)
        counted = beats.count("pulse")
        await _grows(beats, "relay")
        assert beats.count("pulse") == counted, "alarms wait"
        assert metrics.pulse_held._value.get() == 1
        assert "moved apart" in (await heart.held() or "")

        assert await heart.confirm_time()
        await _grows(beats, "pulse")
        assert await heart.held() is None
        assert not await heart.confirm_time()
    assert metrics.pulse_held._value.get() == 0


async def test_a_clock_set_back_while_held_is_no_second_hold(
    beats: list[str], clock: Clock
) -> None:
    async with beating():
        await _grows(beats, "pulse")
        clock.skew = timedelta(hours=1)
        await _held()
        clock.skew = timedelta(0)
        await clock.is_taken_in()
        await heart.confirm_time()
        await _grows(beats, "pulse")
    assert await heart.held() is None


async def test_a_drift_within_tolerance_is_no_jump(beats: list[str], clock: Clock) -> None:
    async with beating():
        await _grows(beats, "pulse")
        clock.skew = timedelta(seconds=25)
        await _grows(beats, "pulse")
    assert await heart.held() is None


async def test_a_hold_outlives_the_process_that_set_it(beats: list[str], clock: Clock) -> None:
    async with beating():
        await _grows(beats, "pulse")
        clock.skew = timedelta(hours=1)
        await _held()
    beats.clear()
    async with beating():
        await _grows(beats, "relay")
    assert "pulse" not in beats


async def test_the_hold_can_be_read_by_the_system_scope_and_set_by_the_providers_only() -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.open(System()):
            await db.execute("DELETE FROM pulse_hold")
    async with db.open(Provider()):
        assert await db.rows("SELECT id FROM pulse_hold") == []


@pytest.fixture
def own_redis() -> Iterator[embedded.Redis]:
    with embedded.temporary() as server:
        yield server


@pytest.fixture
async def bell(own_redis: embedded.Redis) -> AsyncIterator[Redis]:
    client = Redis.from_url(own_redis.url)
    Bell.connect(client)
    yield client
    Bell.connect(None)
    await client.aclose()


async def test_the_bell_wakes_a_sleeping_worker_at_once(
    beats: list[str], bell: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heart, "IDLE_SECONDS", 600)
    tenant = await ground.tenant()
    async with beating(bell):
        await _listens(bell)
        for name in ("pulse", "relay", "outgoing"):
            await _counts(beats, name)
        beats.clear()
        async with ground.working(tenant):
            wake.after_commit()
            wake.after_commit()
            await asyncio.sleep(0.05)
            assert beats == [], "nobody is woken before the commit"
        for name in ("pulse", "relay", "outgoing"):
            await _counts(beats, name)


async def test_losing_redis_loses_no_beat_and_the_bell_comes_back(
    beats: list[str], own_redis: embedded.Redis, bell: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = await ground.tenant()
    async with beating(bell):
        await _grows(beats, "pulse")
        await asyncio.to_thread(own_redis.stop)
        await _grows(beats, "pulse")
        async with ground.working(tenant):
            wake.after_commit()
        await asyncio.to_thread(own_redis.start)
        await _listens(bell)
        monkeypatch.setattr(heart, "IDLE_SECONDS", 600)
        await _fall_silent(beats)
        await wake.ring()
        await _counts(beats, "pulse")


async def test_a_redis_that_hangs_does_not_hang_a_commit(
    own_redis: embedded.Redis, bell: Redis, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wake, "PATIENCE_SECONDS", 0.1)
    tenant, pid = await ground.tenant(), own_redis.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    try:
        async with asyncio.timeout(ground.PATIENCE_SECONDS):
            async with ground.working(tenant):
                wake.after_commit()
    finally:
        os.kill(pid, signal.SIGCONT)
