"""How often something may be tried, counted in Redis so that every process counts together.

Without Redis the count is kept by this process alone: fewer processes then share a limit, but
nobody is locked out by an outage.
"""

from __future__ import annotations

import hashlib

import structlog
from redis.exceptions import RedisError

from underpin.kernel.errors import TooMany
from underpin.kernel.wake import Bell

log = structlog.get_logger()
_local: dict[str, int] = {}


async def count(name: str, who: str, *, limit: int, seconds: int) -> None:
    """Count one try of `who`; raises TooMany once more than `limit` fell in one window."""
    key = f"underpin:rate:{name}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    if await _increase(key, seconds) > limit:
        raise TooMany(f"Too many attempts: wait {max(1, seconds // 60)} minutes, then try again.")


async def forget(name: str, who: str) -> None:
    """A success clears the count."""
    key = f"underpin:rate:{name}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    _local.pop(key, None)
    if Bell.redis is not None:
        try:
            await Bell.redis.delete(key)
        except (RedisError, OSError) as problem:
            log.warning("rate_limit.lost", error=type(problem).__name__)


async def _increase(key: str, seconds: int) -> int:
    if Bell.redis is not None:
        try:
            async with Bell.redis.pipeline(transaction=True) as pipe:
                pipe.incr(key)
                pipe.expire(key, seconds, nx=False)
                counted, _ = await pipe.execute()
            return int(counted)
        except (RedisError, OSError) as problem:
            log.warning("rate_limit.lost", error=type(problem).__name__)
    if len(_local) > 10_000:
        _local.clear()
    _local[key] = _local.get(key, 0) + 1
    return _local[key]
