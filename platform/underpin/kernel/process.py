"""What every process of an installation does first and last: settings, logs, pools, Redis, and
the refusal of a schema it does not know."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import asyncpg
from redis.asyncio import Redis

from underpin.kernel import installation
from underpin.kernel.database import migrate, roles
from underpin.kernel.database.engine import ENGINE
from underpin.kernel.settings import Settings
from underpin.kernel.wake import Bell

T = TypeVar("T")


def run(main: Coroutine[Any, Any, T]) -> T:
    """To its end, on uvloop where there is one, as the web server does."""
    try:
        import uvloop
    except ImportError:  # it is not made for Windows
        return asyncio.run(main)
    return uvloop.run(main)


@asynccontextmanager
async def running(settings: Settings, *, pool_size: int = 10) -> AsyncIterator[Redis]:
    """Connected to PostgreSQL (by scope) and Redis. Raises migrate.UnknownSchema."""
    installation.use(settings)
    urls = roles.urls(settings.database_url, settings.role_prefix, settings.secret)
    await _known_schema(urls["system"])
    await ENGINE.connect(urls, max_size=pool_size)
    redis = Redis.from_url(settings.redis_url)
    Bell.connect(redis)
    try:
        yield redis
    finally:
        Bell.connect(None)
        try:
            await redis.aclose()
        finally:
            await ENGINE.disconnect()


async def _known_schema(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await migrate.verify(connection)
    finally:
        await connection.close()
