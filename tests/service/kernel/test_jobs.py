"""Jobs over Redis: JSON, without authority, and none of it needed to survive."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from arq.jobs import Job
from arq.worker import func

from tests.service.kernel.ground import PATIENCE_SECONDS
from underpin.kernel import ids, jobs
from underpin.kernel.embedded import redis


class Errands:
    """A function the worker offers, and what it was asked to do."""

    def __init__(self) -> None:
        self.done: list[Any] = []
        self.begun, self.some = asyncio.Event(), asyncio.Event()
        self.pause = 0.0
        self.function = func(self.run, name="errand")  # type: ignore[arg-type]

    async def run(self, _: dict[str, Any], what: Any) -> str:
        self.begun.set()
        await asyncio.sleep(self.pause)
        if what == "impossible":
            raise RuntimeError("it cannot be done")
        self.done.append(what)
        self.some.set()
        return f"did {what}"

    async def next(self) -> Any:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self.some.wait()
        self.some.clear()
        return self.done[-1]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PAUSE_SECONDS", 0.05)
    monkeypatch.setattr(jobs, "POLL_SECONDS", 0.02)


@contextlib.asynccontextmanager
async def working(url: str, errands: Errands) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(jobs.run(url, [errands.function], []))
    try:
        yield task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@contextlib.asynccontextmanager
async def pool_of(url: str) -> AsyncIterator[Any]:
    pool = jobs.pool(url)
    try:
        yield pool
    finally:
        await pool.aclose(close_connection_pool=True)


async def _ask(url: str, what: Any) -> Job:
    async with pool_of(url) as pool:
        job: Job = await pool.enqueue_job("errand", what)
        return job


@pytest.fixture
def own_redis() -> Any:
    with redis.temporary() as server:
        yield server


async def test_a_job_is_json_on_its_way(redis_server: redis.Redis) -> None:
    tenant, ticket = 42, str(ids.new())
    async with pool_of(redis_server.url) as pool:
        job = await pool.enqueue_job("errand", {"tenant": tenant, "ticket": ticket})
        raw = await pool.get(f"arq:job:{job.job_id}")
        await pool.flushdb()
    assert jobs.deserialize(raw)["a"] == [{"tenant": tenant, "ticket": ticket}]
    assert raw.startswith(b"{")


def test_what_a_job_carries_comes_back_as_it_was() -> None:
    job = {"t": None, "f": "errand", "a": [1, "é", None, [True]], "k": {"x": 1.5}, "et": 1}
    assert jobs.deserialize(jobs.serialize(job)) == job


def test_what_is_no_json_is_told_not_pickled() -> None:
    said = jobs.deserialize(jobs.serialize({"r": ValueError("no"), "id": UUID(int=1)}))
    assert said == {"r": "ValueError('no')", "id": str(UUID(int=1))}


async def test_a_job_is_done_and_its_failure_stops_no_other(redis_server: redis.Redis) -> None:
    errands = Errands()
    async with working(redis_server.url, errands):
        await _ask(redis_server.url, "impossible")
        await _ask(redis_server.url, "easy")
        assert await errands.next() == "easy"
    assert errands.done == ["easy"]


async def test_jobs_go_on_after_redis_was_lost_and_came_back(own_redis: redis.Redis) -> None:
    errands = Errands()
    async with working(own_redis.url, errands) as task:
        await _ask(own_redis.url, "before")
        assert await errands.next() == "before"
        await asyncio.to_thread(own_redis.stop)
        await asyncio.sleep(0.2)
        assert not task.done(), "losing Redis ends nothing"
        await asyncio.to_thread(own_redis.start)
        await _ask(own_redis.url, "after")
        assert await errands.next() == "after"


async def test_a_job_that_runs_while_redis_is_lost_does_not_end_the_others(
    own_redis: redis.Redis,
) -> None:
    errands = Errands()
    errands.pause = 600
    async with working(own_redis.url, errands) as task:
        await _ask(own_redis.url, "long")
        await errands.begun.wait()
        await asyncio.to_thread(own_redis.stop)
        await asyncio.sleep(0.2)
        assert not task.done()
        errands.pause = 0
        await asyncio.to_thread(own_redis.start)
        await _ask(own_redis.url, "short")
        assert await errands.next() == "short"


@pytest.mark.parametrize("lost", [False, True])
async def test_it_stops_when_told_to_with_or_without_redis(
    own_redis: redis.Redis, lost: bool
) -> None:
    errands = Errands()
    task = asyncio.create_task(jobs.run(own_redis.url, [errands.function], []))
    await _ask(own_redis.url, "one")
    await errands.next()
    if lost:
        await asyncio.to_thread(own_redis.stop)
    task.cancel()
    async with asyncio.timeout(PATIENCE_SECONDS):
        with pytest.raises(asyncio.CancelledError):
            await task
