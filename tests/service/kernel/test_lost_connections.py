"""What a lost connection may not do: hide from a task that it was cancelled, or spoil the pool.

A worker whose loops are told to end while PostgreSQL dies would otherwise live on, and do nothing.
"""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from tests.conftest import Database
from underpin.kernel import db
from underpin.kernel.database.scope import System


async def _cut(scopes: Database, pid: int) -> None:
    connection = await asyncpg.connect(scopes.admin)
    try:
        await connection.execute("SELECT pg_terminate_backend($1, 5000)", pid)
    finally:
        await connection.close()


async def _works(pids: asyncio.Queue[int], *, saved: bool) -> str:
    """As a round of the worker does: what fails is said, and the worker goes on."""
    try:
        async with db.open(System()):
            pids.put_nowait(await db.value("SELECT pg_backend_pid()"))
            if saved:
                async with db.savepoint():
                    await asyncio.sleep(60)
            await asyncio.sleep(60)
    except Exception as problem:  # noqa: BLE001 - any failure, as the worker takes it
        return f"goes on after {problem!r}"
    return "was not stopped"


@pytest.mark.parametrize("saved", [False, True])
async def test_a_cancellation_is_not_lost_with_the_connection(
    scopes: Database, saved: bool
) -> None:
    pids: asyncio.Queue[int] = asyncio.Queue()
    working = asyncio.create_task(_works(pids, saved=saved))
    await _cut(scopes, await pids.get())
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working


@pytest.mark.parametrize("sql", ["SELECT pg_sleep(60)", "SELECT 1"])
async def test_the_next_transaction_gets_a_connection_that_lives(
    scopes: Database, sql: str
) -> None:
    pids: asyncio.Queue[int] = asyncio.Queue()

    async def asks() -> None:
        async with db.open(System()):
            pids.put_nowait(await db.value("SELECT pg_backend_pid()"))
            await db.value(sql)
            await asyncio.sleep(60)

    asking = asyncio.create_task(asks())
    await _cut(scopes, await pids.get())
    asking.cancel()
    await asyncio.wait({asking}, timeout=60)
    async with db.open(System()):
        assert await db.value("SELECT 1") == 1


async def test_a_block_that_fails_says_why_though_its_connection_is_lost(scopes: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        await _fails(scopes)


async def _fails(scopes: Database) -> float:
    async with db.open(System()):
        await _cut(scopes, await db.value("SELECT pg_backend_pid()"))
        return 1 / 0
