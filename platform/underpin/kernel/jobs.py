"""arq, designed around: jobs are JSON and carry ids and no authority, and nothing depends on a
job being kept, because what is due stands in PostgreSQL and is asked for again.

A worker that loses Redis stops; it is started again here, in the same process, until Redis is
back.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any

import msgspec
import structlog
from arq.connections import ArqRedis
from arq.cron import CronJob
from arq.worker import Function, Worker
from redis.asyncio import ConnectionPool
from redis.exceptions import RedisError

QUEUE = "underpin:jobs"
PAUSE_SECONDS = 2.0
POLL_SECONDS = 1.0
log = structlog.get_logger()


def serialize(job: dict[str, Any]) -> bytes:
    """JSON; an exception as a job's result becomes its text."""
    return msgspec.json.encode(job, enc_hook=repr)


def deserialize(raw: bytes) -> dict[str, Any]:
    job: dict[str, Any] = msgspec.json.decode(raw)
    return job


async def run(url: str, functions: Sequence[Function], cron: Sequence[CronJob]) -> None:
    """Work jobs until cancelled, through every loss of Redis."""
    while True:
        try:
            await _work(pool(url), functions, cron)
        except (RedisError, OSError) as problem:
            log.warning("jobs.redis_lost", error=type(problem).__name__)
        await asyncio.sleep(PAUSE_SECONDS)


def pool(url: str) -> ArqRedis:
    """Connections to enqueue with: `await pool.enqueue_job("seal_tenant", 42)`. Opened when first
    needed; close them with `aclose(close_connection_pool=True)`."""
    return ArqRedis(
        ConnectionPool.from_url(url),
        job_serializer=serialize,
        job_deserializer=deserialize,
        default_queue_name=QUEUE,
    )


async def _work(redis: ArqRedis, functions: Sequence[Function], cron: Sequence[CronJob]) -> None:
    worker = Worker(
        functions=functions,
        cron_jobs=cron,
        redis_pool=redis,
        queue_name=QUEUE,
        job_serializer=serialize,
        job_deserializer=deserialize,
        handle_signals=False,
        poll_delay=POLL_SECONDS,
        job_timeout=300,
    )
    try:
        await worker.async_run()
    finally:
        await _stop(worker, redis)


async def _stop(worker: Worker, redis: ArqRedis) -> None:
    """arq's own `close` asks Redis, and so hides a cancellation, or ends like one, when Redis is
    gone: what runs is cancelled here, and the connections are let go."""
    running = list(worker.tasks.values())
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    with contextlib.suppress(RedisError, OSError):
        await redis.aclose(close_connection_pool=True)
