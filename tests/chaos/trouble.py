"""Kills spread over a replay by its own progress, so that a faster machine is troubled as much."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from random import Random

import asyncpg

from tests.chaos.installation import Installation

DOWN = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)
POLL_SECONDS = 0.01
JITTER_SECONDS = 0.05

OPENING = "SELECT (SELECT count(*) FROM tenant) > 0"
DRAFTING = "SELECT EXISTS (SELECT FROM invoice)"
LIVED = "SELECT coalesce(sum(done), 0) >= {} FROM replay_checkpoint"


@dataclass(frozen=True)
class Kill:
    """`once`: a question to the database that is answered with true when its time has come."""

    what: str
    once: str


def plan(chance: Random, steps: int, often: Mapping[str, int]) -> list[Kill]:
    """So many kills of each, anywhere in a replay of so many steps, in order of time. The replay
    is killed twice more: while it opens its clients and while it drafts their invoices."""
    what = [name for name, times in often.items() for _ in range(times)]
    moments = sorted(
        (chance.randrange(steps * 2 // 100, steps * 95 // 100), name)
        for name in chance.sample(what, len(what))
    )
    among = [Kill(name, LIVED.format(done)) for done, name in moments]
    return [Kill("replay", OPENING), *among, Kill("replay", DRAFTING)]


async def make(installation: Installation, kills: Sequence[Kill], chance: Random) -> None:
    """Carry the plan out; the caller cancels it when there is nothing left to kill."""
    by: Mapping[str, Callable[[], bool]] = {
        "worker": installation.worker.kill,
        "catcher": installation.catcher.kill,
        "replay": installation.kill_replay,
        "redis": installation.kill_redis,
        "postgres": installation.kill_postgres,
    }
    for kill in kills:
        while not await _is_time(installation, kill):  # noqa: ASYNC110 - so does another process
            await asyncio.sleep(POLL_SECONDS)
        if kill.once not in (OPENING, DRAFTING):
            await asyncio.sleep(chance.random() * JITTER_SECONDS)
        while not by[kill.what]():  # noqa: ASYNC110 - it is being started again
            await asyncio.sleep(POLL_SECONDS)


async def _is_time(installation: Installation, kill: Kill) -> bool:
    with suppress(*DOWN):
        async with installation.asking() as connection:
            return bool(await connection.fetchval(kill.once))
    return False
