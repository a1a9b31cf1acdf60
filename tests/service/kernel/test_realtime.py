"""What changed, told live to each tenant and audience, after the commit and never before."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from tests.service.kernel import ground
from underpin.kernel import realtime
from underpin.kernel.embedded import redis as embedded
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.realtime import Notice
from underpin.kernel.wake import Bell

pytestmark = pytest.mark.usefixtures("scopes")
TICKET = Notice("ticket", "ACME-7")
SAID = 'data: {"what":"ticket","subject":"ACME-7"}\n\n'
END = '{"what":"end","subject":""}'


@pytest.fixture
async def redis(redis_server: embedded.Redis) -> AsyncIterator[Redis]:
    client = Redis.from_url(redis_server.url)
    Bell.connect(client)
    yield client
    Bell.connect(None)
    await client.aclose()


class Listener:
    """A browser's stream."""

    def __init__(
        self, redis: Redis, audience: Audience, *tenants: int, missed: timedelta = timedelta()
    ) -> None:
        channels = [realtime.channel(tenant, audience) for tenant in tenants]
        self.redis, self.channels = redis, channels
        self.frames: list[str] = []
        self.stream = realtime.stream(redis, channels, audience, missed)

    async def listen(self) -> None:
        async for frame in self.stream:
            self.frames.append(frame)

    def changes(self) -> list[str]:
        return [frame for frame in self.frames if frame.startswith("data:") and END not in frame]

    async def heard_all(self) -> bool:
        """Whatever was told before the end has come before it."""
        return any(END in frame for frame in self.frames)


@contextlib.asynccontextmanager
async def listening(*listeners: Listener) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(listener.listen()) for listener in listeners]
    try:
        await ground.until(lambda: _in_step(*listeners))
        yield
        for listener in listeners:
            await listener.redis.publish(listener.channels[0], END)
            await ground.until(listener.heard_all)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _tell(tenant: int, *audiences: Audience) -> None:
    async with ground.working(tenant):
        realtime.tell(tenant, audiences, TICKET)


async def test_each_audience_hears_its_own_tenants_only(redis: Redis) -> None:
    acme, bolt = await ground.tenant(), await ground.tenant()
    agent, member = Listener(redis, STAFF, acme, bolt), Listener(redis, MEMBER, acme)
    stranger = Listener(redis, MEMBER, bolt)
    async with listening(agent, member, stranger):
        await _tell(acme, STAFF, MEMBER)
        await _tell(bolt, STAFF)
    assert agent.changes() == [SAID, SAID]
    assert member.changes() == [SAID]
    assert stranger.changes() == []
    assert agent.frames[0].startswith("retry: ")


async def test_what_was_told_before_a_stream_opened_is_said_first_and_once(redis: Redis) -> None:
    tenant, other = await ground.tenant(), await ground.tenant()
    for each in (tenant, tenant, other):
        await _tell(each, STAFF)
    missed = timedelta(minutes=1)
    agent, stranger = (
        Listener(redis, STAFF, tenant, missed=missed),
        Listener(redis, MEMBER, tenant, missed=missed),
    )
    late = Listener(redis, STAFF, tenant)
    async with listening(agent, stranger, late):
        await ground.until(lambda: _in_step(agent, stranger, late))
        assert (agent.changes(), stranger.changes(), late.changes()) == ([SAID], [], [])
        assert agent.frames[-2:] == [SAID, realtime.ALIVE]
        await _tell(tenant, STAFF)
        await ground.until(lambda: _heard(late, 1))
    assert agent.changes() == [SAID, SAID]


async def test_after_too_much_was_told_everything_is_asked_for_again(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(realtime, "KEPT", 3)
    tenant = await ground.tenant()
    for number in range(4):
        await realtime.publish(tenant, [STAFF], Notice("ticket", f"ACME-{number}"))
    agent = Listener(redis, STAFF, tenant, missed=timedelta(minutes=1))
    async with listening(agent):
        await ground.until(lambda: _in_step(agent))
    assert agent.changes() == ['data: {"what":"reconnected","subject":""}\n\n']


async def _in_step(*listeners: Listener) -> bool:
    return all(realtime.ALIVE in listener.frames for listener in listeners)


async def _heard(listener: Listener, count: int) -> bool:
    return len(listener.changes()) == count


async def test_a_verb_that_fails_tells_nobody(redis: Redis) -> None:
    tenant = await ground.tenant()
    agent = Listener(redis, STAFF, tenant)

    async def fails() -> None:
        async with ground.working(tenant):
            realtime.tell(tenant, [STAFF], TICKET)
            raise RuntimeError("after all not")

    async with listening(agent):
        with pytest.raises(RuntimeError):
            await fails()
    assert agent.changes() == []


async def test_a_quiet_line_is_kept_alive(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(realtime, "HEARTBEAT_SECONDS", 0.02)
    agent = Listener(redis, STAFF, await ground.tenant())

    async def beats_on() -> bool:
        return agent.frames.count(realtime.ALIVE) >= 3

    async with listening(agent):
        await ground.until(beats_on)


async def test_a_stream_ends_in_time_so_that_its_reader_is_looked_at_anew(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(realtime, "HEARTBEAT_SECONDS", 0.02)
    monkeypatch.setattr(realtime, "LIVES_SECONDS", 0.1)
    agent = Listener(redis, STAFF, await ground.tenant())
    async with asyncio.timeout(ground.PATIENCE_SECONDS):
        await agent.listen()


async def test_a_stream_ends_with_redis_and_telling_never_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tenant = await ground.tenant()
    with embedded.temporary() as server:
        client = Redis.from_url(server.url)
        Bell.connect(client)
        agent = Listener(client, STAFF, tenant)
        listening_on = asyncio.create_task(agent.listen())
        await ground.until(lambda: _in_step(agent))
        await asyncio.to_thread(server.stop)
        async with asyncio.timeout(ground.PATIENCE_SECONDS):
            await listening_on
        await _tell(tenant, STAFF)
        Bell.connect(None)
        await client.aclose()
    await _tell(tenant, STAFF)
