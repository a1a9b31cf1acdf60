"""Who is at a place just now and what they do there. Held in Redis for some seconds and nowhere
else: it says nothing true, and its loss costs nothing.

A place names its tenant; whoever asks has been let in there already.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    return (await at_each([place]))[place]


async def at_each(places: Sequence[str]) -> dict[str, list[Present]]:
    """Who is at each place, by name, in two round trips; nobody where Redis is lost."""
    nobody: dict[str, list[Present]] = {place: [] for place in places}
    try:
        if Bell.redis is None or not places:
            return nobody
        async with wake.patience():
            return await _found(nobody)
    except (RedisError, OSError) as problem:
        log.warning("presence.lost", error=type(problem).__name__)
        return nobody


async def _found(there: dict[str, list[Present]]) -> dict[str, list[Present]]:
    assert Bell.redis is not None  # noqa: S101 - its caller looked
    pipe = Bell.redis.pipeline(transaction=False)
    for place in there:
        pipe.smembers(place)
    people = await pipe.execute()
    keys = [
        (place, f"{place}:{each.decode()}")
        for place, some in zip(there, people, strict=True)
        for each in sorted(some)[:MOST]
    ]
    said = await Bell.redis.mget([key for _, key in keys]) if keys else []
    for (place, _), each in zip(keys, said, strict=True):
        if each is not None:
            there[place].append(msgspec.json.decode(each, type=Present))
    return {place: sorted(all_, key=_by_name) for place, all_ in there.items()}


def _by_name(each: Present) -> tuple[str, UUID]:
    return each.name, each.person_id


def place(tenant: int, name: str) -> str:
    return f"underpin:presence:{tenant}:{name}"


def _key(place: str, person_id: UUID) -> str:
    return f"{place}:{person_id}"
