"""What changed, told live: channels per tenant and audience, over Redis to every app process.

A notice carries no content, only what changed and its name; the page fetches again as its own
reader. The last ones are kept for a minute and a half, for a page that was drawn before its stream
opened, or lost it. A lost notice costs freshness, never truth. Streams hold no transaction.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import timedelta

import msgspec
import structlog
from redis.asyncio import Redis
from redis.asyncio.client import Pipeline, PubSub
from redis.exceptions import RedisError

from underpin.kernel import db, metrics, wake
from underpin.kernel.principal import Audience
from underpin.kernel.wake import Bell

HEARTBEAT_SECONDS = 20
LIVES_SECONDS = 60
KEPT = 200
KEPT_SECONDS = 90
MICROSECOND = timedelta(microseconds=1)
ALIVE = "event: alive\ndata: {}\n\n"
log = structlog.get_logger()


class Notice(msgspec.Struct, frozen=True):
    """`what` is the kind of thing (ticket, list), `subject` its public name (ACME-1042)."""

    what: str
    subject: str


# All that is shown live has to be asked for again.
AGAIN = msgspec.json.encode(Notice("reconnected", ""))


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
        async with wake.patience(), Bell.redis.pipeline(transaction=False) as said:
            for audience in audiences:
                _say(said, channel(tenant, audience), msgspec.json.encode(notice))
            await said.execute()
    except (RedisError, OSError) as problem:
        log.warning("realtime.lost", error=type(problem).__name__)


def _say(said: Pipeline, name: str, notice: bytes) -> None:
    said.xadd(_kept(name), {"notice": notice}, maxlen=KEPT, approximate=False)
    said.expire(_kept(name), KEPT_SECONDS)
    said.publish(name, notice)


def _kept(name: str) -> str:
    return f"{name}:kept"


async def stream(
    redis: Redis, channels: Sequence[str], audience: Audience, missed: timedelta = timedelta()
) -> AsyncIterator[str]:
    """Server-sent event frames for these channels: first what was told in the time `missed`, then
    whatever comes, with an `alive` event after the first and every 20 s, so that proxies and the
    browser know the line is alive and up to when nothing was missed.

    `missed` reaches back a minute at most. Ends when Redis is lost, and after a minute in any
    case: the browser connects again, and its session and assignments are looked at anew.
    """
    yield "retry: 500\n\n"
    ends = asyncio.get_running_loop().time() + LIVES_SECONDS
    with metrics.streams.labels(str(audience)).track_inprogress(), suppress(RedisError):
        async with redis.pubsub() as heard:
            await heard.subscribe(*channels)
            await _all_heard(heard, len(channels))
            for notice in await _told(redis, channels, missed):
                yield _frame(notice)
            yield ALIVE
            while asyncio.get_running_loop().time() < ends:
                yield await _next(heard)


async def _all_heard(heard: PubSub, channels: int) -> None:
    """Redis has said of every channel that it is heard. A notice told before is kept as well, so
    that it may be dropped here: it is read afterwards."""
    while channels:
        message = await heard.get_message(timeout=HEARTBEAT_SECONDS)
        channels -= message is not None and message["type"] == "subscribe"


async def _told(redis: Redis, channels: Sequence[str], missed: timedelta) -> Sequence[bytes]:
    """Each notice of that time once. Where more were told than are kept, one that says so."""
    if not missed:
        return ()
    seconds, micros = await redis.time()
    since = (seconds * 1_000_000 + micros - missed // MICROSECOND) // 1000
    async with redis.pipeline(transaction=False) as asked:
        for name in channels:
            asked.xrange(_kept(name), min=str(since))
        kept: list[list[tuple[bytes, dict[bytes, bytes]]]] = await asked.execute()
    if any(len(told) == KEPT for told in kept):
        return (AGAIN,)
    return list(dict.fromkeys(fields[b"notice"] for told in kept for _, fields in told))


def _frame(notice: bytes) -> str:
    return f"data: {notice.decode()}\n\n"


async def _next(heard: PubSub) -> str:
    message = await heard.get_message(timeout=HEARTBEAT_SECONDS)
    if message is None:
        await asyncio.sleep(0)
        return ALIVE
    return _frame(message["data"])
