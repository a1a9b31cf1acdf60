"""What changed, told live: channels per tenant and audience, over Redis to every app process.

A notice carries no content, only what changed and its name; the page fetches again as its own
reader. A lost notice costs freshness, never truth. Streams hold no transaction.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

import msgspec
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from underpin.kernel import db, metrics, wake
from underpin.kernel.principal import Audience
from underpin.kernel.wake import Bell

HEARTBEAT_SECONDS = 20
LIVES_SECONDS = 60
log = structlog.get_logger()


class Notice(msgspec.Struct, frozen=True):
    """`what` is the kind of thing (ticket, list), `subject` its public name (ACME-1042)."""

    what: str
    subject: str


def channel(tenant: int, audience: Audience) -> str:
    return f"underpin:live:{tenant}:{audience}"


def tell(tenant: int, audiences: Sequence[Audience], notice: Notice) -> None:
    """Publish once the current transaction has committed."""

    async def later() -> None:
        await publish(tenant, audiences, notice)

    db.after_commit(later)


async def publish(tenant: int, audiences: Sequence[Audience], notice: Notice) -> None:
    """Publish at once, outside any transaction. Never fails its caller."""
    if Bell.redis is None:
        return
    try:
        async with wake.patience():
            for audience in audiences:
                await Bell.redis.publish(channel(tenant, audience), msgspec.json.encode(notice))
    except (RedisError, OSError) as problem:
        log.warning("realtime.lost", error=type(problem).__name__)


async def stream(redis: Redis, channels: Sequence[str], audience: Audience) -> AsyncIterator[str]:
    """Server-sent event frames for these channels, a comment every 20 s so that proxies and the
    browser know the line is alive.

    Ends when Redis is lost, and after a minute in any case: the browser connects again, and its
    session and assignments are looked at anew.
    """
    yield "retry: 500\n\n"
    ends = asyncio.get_running_loop().time() + LIVES_SECONDS
    with metrics.streams.labels(str(audience)).track_inprogress(), suppress(RedisError):
        async with redis.pubsub(ignore_subscribe_messages=True) as heard:
            await heard.subscribe(*channels)
            while asyncio.get_running_loop().time() < ends:
                yield await _next(heard)


async def _next(heard: object) -> str:
    get = heard.get_message  # type: ignore[attr-defined]
    message = await get(timeout=HEARTBEAT_SECONDS)
    if message is None:
        await asyncio.sleep(0)
        return ": alive\n\n"
    return f"data: {message['data'].decode()}\n\n"
