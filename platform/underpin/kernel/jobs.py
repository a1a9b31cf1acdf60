"""arq, designed around: jobs are JSON and carry ids and no authority, and nothing depends on a
job being kept, because what is due stands in PostgreSQL and is asked for again.

A worker that loses Redis stops; it is started again here, in the same process, until Redis is
back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec
import structlog
from arq.connections import RedisSettings, create_pool
from arq.cron import CronJob
from arq.worker import Function, Worker
from redis.exceptions import RedisError

QUEUE = "underpin:jobs"
log = structlog.get_logger()


def serialize(job: dict[str, Any]) -> bytes:
    """JSON; an exception as a job's result becomes its text."""
    return msgspec.json.encode(job, enc_hook=repr)


def deserialize(raw: bytes) -> dict[str, Any]:
    job: dict[str, Any] = msgspec.json.decode(raw)
    return job


def redis_settings(url: str) -> RedisSettings:
    return RedisSettings.from_dsn(url)


async def run(url: str, functions: Sequence[Function], cron: Sequence[CronJob]) -> None:
    """Work jobs until cancelled, through every loss of Redis."""
    while True:
        try:
            pool = await create_pool(
                redis_settings(url),
                job_serializer=serialize,
                job_deserializer=deserialize,
                default_queue_name=QUEUE,
            )
            await _work(pool, functions, cron)
        except (RedisError, OSError) as problem:
            log.warning("jobs.redis_lost", error=type(problem).__name__)
        await asyncio.sleep(2)


async def _work(pool: Any, functions: Sequence[Function], cron: Sequence[CronJob]) -> None:
    worker = Worker(
        functions=functions,
        cron_jobs=cron,
        redis_pool=pool,
        queue_name=QUEUE,
        job_serializer=serialize,
        job_deserializer=deserialize,
        handle_signals=False,
        poll_delay=1.0,
        job_timeout=300,
    )
    try:
        await worker.async_run()
    finally:
        await worker.close()
