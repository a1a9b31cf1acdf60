"""Who is at a place just now and what they do there. Held in Redis for some seconds and nowhere
else: it says nothing true, and its loss costs nothing.

A place names its tenant; whoever asks has been let in there already.
"""

from __future__ import annotations

from uuid import UUID

import msgspec
import structlog
from redis.exceptions import RedisError

from underpin.kernel import wake
from underpin.kernel.wake import Bell

LIVES_SECONDS = 30
PLACE_LIVES_SECONDS = 3600
MOST = 50
log = structlog.get_logger()


class Present(msgspec.Struct, frozen=True):
    """`doing`: looking or typing."""

    person_id: UUID
    name: str
    doing: str


async def beat(place: str, who: Present) -> bool:
    """They are there, for some seconds from now; whether that is news. Never fails its caller."""
    said = msgspec.json.encode(who)
    try:
        if Bell.redis is None:
            return False
        async with wake.patience(), Bell.redis.pipeline(transaction=True) as pipe:
            pipe.set(_key(place, who.person_id), said, ex=LIVES_SECONDS, get=True)
            pipe.sadd(place, str(who.person_id))
            pipe.expire(place, PLACE_LIVES_SECONDS)
            before, *_ = await pipe.execute()
        return bool(before != said)
    except (RedisError, OSError) as problem:
        log.warning("presence.lost", error=type(problem).__name__)
        return False


async def leave(place: str, person_id: UUID) -> bool:
    """Whether they were there."""
    try:
        if Bell.redis is None:
            return False
        async with wake.patience():
            return bool(await Bell.redis.delete(_key(place, person_id)))
    except (RedisError, OSError) as problem:
        log.warning("presence.lost", error=type(problem).__name__)
        return False


async def at(place: str) -> list[Present]:
    """Who is there, by name; nobody where Redis is lost."""
    try:
        if Bell.redis is None:
            return []
        async with wake.patience():
            pipe = Bell.redis.pipeline(transaction=False)
            pipe.smembers(place)
            (people,) = await pipe.execute()
            keys = sorted(f"{place}:{each.decode()}" for each in people)[:MOST]
            found = await Bell.redis.mget(keys) if keys else []
    except (RedisError, OSError) as problem:
        log.warning("presence.lost", error=type(problem).__name__)
        return []
    there = [msgspec.json.decode(each, type=Present) for each in found if each is not None]
    return sorted(there, key=lambda each: (each.name, each.person_id))


def place(tenant: int, name: str) -> str:
    return f"underpin:presence:{tenant}:{name}"


def _key(place: str, person_id: UUID) -> str:
    return f"{place}:{person_id}"
