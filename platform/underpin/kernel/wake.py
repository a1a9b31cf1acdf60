"""Ring the worker once a commit stands. Redis only makes it sooner: a lost ring loses nothing,
because the worker reads PostgreSQL at every beat."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from underpin.kernel import db

CHANNEL = "underpin:wake"
PATIENCE_SECONDS = 1
log = structlog.get_logger()


class Bell:
    """Holds this process's Redis connection, where there is one."""

    redis: Redis | None = None

    @classmethod
    def connect(cls, redis: Redis | None) -> None:
        cls.redis = redis


def patience() -> asyncio.Timeout:
    """How long a request waits for Redis: one that hangs is as good as lost."""
    return asyncio.timeout(PATIENCE_SECONDS)


async def ring() -> None:
    """Wake whoever listens. Never fails the caller: the work is in PostgreSQL already."""
    if Bell.redis is None:
        return
    try:
        async with patience():
            await Bell.redis.publish(CHANNEL, "")
    except (RedisError, OSError) as problem:
        log.warning("wake.lost", error=type(problem).__name__)


def after_commit() -> None:
    """Ring when the current transaction has committed; once, however often it is asked for."""
    db.after_commit(ring)


async def listen(redis: Redis) -> AsyncIterator[None]:
    """Yields at each ring, until the connection is lost."""
    async with redis.pubsub() as heard:
        await heard.subscribe(CHANNEL)
        async for message in heard.listen():
            if message["type"] == "message":
                yield
