"""What the kernel's tests stand on: bare tenants, acts of the worker, and rows read as they are."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg

from tests.conftest import Database
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import worker

_numbers = itertools.count(20_001)
OPENED = datetime(2026, 1, 1, tzinfo=UTC)


async def tenant(simulated_now: datetime | None = None) -> int:
    """A client company with nothing but its row."""
    number = next(_numbers)
    async with db.open(Work(number)):
        await db.execute(
            "INSERT INTO tenant VALUES ($1, $2, $3, $2, 'active', 'UTC', 'en', 'EUR', $4, $5)",
            *(number, f"ground-{number}", f"G{number}", simulated_now, OPENED),
        )
    return number


@asynccontextmanager
async def working(number: int) -> AsyncIterator[Act]:
    """An open transaction of the worker in one tenant."""
    async with db.open(Work(number)):
        yield Act(worker(number), number, await db.now(), "test", "test")


@asynccontextmanager
async def administered(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """The superuser: for what no scope may do, such as moving a row in time."""
    connection = await asyncpg.connect(database.admin)
    try:
        yield connection
    finally:
        await connection.close()


async def rows(number: int, sql: str, *args: Any) -> list[dict[str, Any]]:
    async with db.open(Work(number)):
        return [dict(row) for row in await db.rows(sql, *args)]


async def value(number: int, sql: str, *args: Any) -> Any:
    async with db.open(Work(number)):
        return await db.value(sql, *args)


async def emit(number: int, *kinds: str, subject: UUID | None = None) -> UUID:
    """Events of these kinds about one subject, in one transaction."""
    about = subject or ids.new()
    async with working(number) as act:
        await events.emit(act, *(events.New(kind, about, {"kind": kind}) for kind in kinds))
    return about


PATIENCE_SECONDS = 60
"""When something will never come. A busy machine takes its time; only a fault waits for this."""


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait for something to become true that no event tells of."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await holds():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.01)
