"""How often something may be tried, counted in Redis so that every process counts together.

Without Redis the count is kept by this process alone: fewer processes then share a limit, but
nobody is locked out by an outage.
"""

from __future__ import annotations

import hashlib
import time

import structlog
from redis.exceptions import RedisError

from underpin.kernel import wake
from underpin.kernel.errors import TooMany
from underpin.kernel.wake import Bell

LONGEST_MEMORY = 10_000
log = structlog.get_logger()
_local: dict[str, tuple[int, float]] = {}


async def count(name: str, who: str, *, limit: int, seconds: int) -> None:
    """Count one try of `who`; raises TooMany once more than `limit` fell in one window, which
    begins with its first try and lasts `seconds`: trying on does not make it longer."""
    if await _increase(_key(name, who), seconds) > limit:
        raise TooMany(f"Too many attempts: wait {max(1, seconds // 60)} minutes, then try again.")


async def forget(name: str, who: str) -> None:
    """A success clears the count."""
    key = _key(name, who)
    _local.pop(key, None)
    if Bell.redis is not None:
        try:
            async with wake.patience():
                await Bell.redis.delete(key)
        except (RedisError, OSError) as problem:
            log.warning("rate_limit.lost", error=type(problem).__name__)


def _key(name: str, who: str) -> str:
    return f"underpin:rate:{name}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"


async def _increase(key: str, seconds: int) -> int:
    if Bell.redis is not None:
        try:
            async with wake.patience(), Bell.redis.pipeline(transaction=True) as pipe:
                pipe.set(key, 0, ex=seconds, nx=True)
                pipe.incr(key)
                _, counted = await pipe.execute()
            return int(counted)
        except (RedisError, OSError) as problem:
            log.warning("rate_limit.lost", error=type(problem).__name__)
    return _counted_here(key, seconds)


def _counted_here(key: str, seconds: int) -> int:
    now = time.monotonic()
    if len(_local) > LONGEST_MEMORY:
        _local.clear()
    counted, until = _local.get(key, (0, 0.0))
    if until <= now:
        counted, until = 0, now + seconds
    _local[key] = (counted + 1, until)
    return counted + 1
