"""How often something may be tried, with Redis and without."""

from __future__ import annotations

from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest
from redis.asyncio import Redis

from underpin.kernel import ids, rate_limit
from underpin.kernel.embedded import redis as embedded
from underpin.kernel.errors import TooMany
from underpin.kernel.wake import Bell


@pytest.fixture(params=["redis", "alone", "redis down"])
async def counted(
    request: pytest.FixtureRequest, redis_server: embedded.Redis
) -> AsyncIterator[None]:
    urls = {"redis": redis_server.url, "redis down": "unix:///nowhere/redis.sock"}
    url = urls.get(request.param)
    client = Redis.from_url(url) if url else None
    Bell.connect(client)
    yield
    Bell.connect(None)
    if client is not None:
        await client.aclose()


async def _tries(who: str, times: int, seconds: int = 900) -> None:
    for _ in range(times):
        await rate_limit.count("test", who, limit=3, seconds=seconds)


@pytest.fixture
def who() -> str:
    return str(ids.new())


async def test_the_limit_is_the_last_that_passes(counted: None, who: str) -> None:
    await _tries(who, 3)
    with pytest.raises(TooMany, match="15 minutes"):
        await _tries(who, 1)


async def test_each_is_counted_apart(counted: None, who: str) -> None:
    await _tries(who, 3)
    await _tries(f"{who}x", 3)
    await rate_limit.count("another", who, limit=1, seconds=9)


async def test_a_success_clears_the_count(counted: None, who: str) -> None:
    await _tries(who, 3)
    await rate_limit.forget("test", who)
    await _tries(who, 3)


async def test_a_window_ends_and_trying_on_does_not_lengthen_it(
    redis_server: embedded.Redis, who: str
) -> None:
    client = Redis.from_url(redis_server.url)
    Bell.connect(client)
    try:
        await _tries(who, 2, seconds=900)
        (key,) = [key async for key in client.scan_iter(f"*{rate_limit._key('test', who)}")]
        await client.expire(key, 100)
        await _tries(who, 1)
        assert await client.ttl(key) <= 100
    finally:
        Bell.connect(None)
        await client.aclose()


async def test_a_window_ends_without_redis_too(who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(rate_limit, "time", SimpleNamespace(monotonic=lambda: now[0]))
    await _tries(who, 3, seconds=60)
    now[0] += 59
    with pytest.raises(TooMany):
        await _tries(who, 1, seconds=60)
    now[0] += 2
    await _tries(who, 3, seconds=60)


async def test_what_is_kept_names_nobody(redis_server: embedded.Redis, who: str) -> None:
    assert who not in rate_limit._key("sign-in", who)
