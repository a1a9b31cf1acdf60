"""What the product says to PostgreSQL, recorded as it says it, so that a yardstick cannot drift.

Between the engine and its pools stands a pool that notes each statement with its words. With
`undone` a COMMIT is answered but rolled back: what was recorded can then be said again.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from underpin.kernel.database.engine import ENGINE

SAID = ("fetch", "fetchrow", "fetchval", "execute", "executemany")


@dataclass(frozen=True, slots=True)
class Statement:
    """`method` is asyncpg's."""

    method: str
    sql: str
    words: tuple[Any, ...]

    async def say(self, connection: asyncpg.Connection) -> Any:
        return await getattr(connection, self.method)(self.sql, *self.words)


@dataclass(frozen=True, slots=True)
class Transaction:
    """From its BEGIN with the scope to its COMMIT, over the login of `role`."""

    role: str
    statements: list[Statement] = field(default_factory=list)

    @property
    def scope(self) -> str:
        return self.statements[0].sql

    @property
    def queries(self) -> list[Statement]:
        """Without the first and the last."""
        return self.statements[1:-1]


Recording = list[Transaction]


@contextmanager
def of_engine(*, undone: bool = False) -> Iterator[Recording]:
    """Everything this process says while the block runs, transaction by transaction."""
    heard: Recording = []
    real = dict(ENGINE.pools)
    ENGINE.pools.update({role: _Pool(pool, role, heard, undone) for role, pool in real.items()})
    try:
        yield heard
    finally:
        ENGINE.pools.update(real)


async def replay(recording: Sequence[Transaction], by: Mapping[str, asyncpg.Connection]) -> None:
    """Say it again, one round trip after the other, each over its role's one connection."""
    for transaction in recording:
        for statement in transaction.statements:
            await statement.say(by[transaction.role])


def round_trips(recording: Sequence[Transaction]) -> int:
    return sum(len(transaction.statements) for transaction in recording)


class _Pool:
    """Hands out connections that listen."""

    def __init__(self, pool: Any, role: str, heard: Recording, undone: bool) -> None:
        self._pool, self._role, self._heard, self._undone = pool, role, heard, undone

    def acquire(self, *, timeout: float | None = None) -> _Acquired:
        return _Acquired(self, timeout)

    async def taken(self, timeout: float | None) -> _Connection:  # noqa: ASYNC109 - asyncpg's own
        transaction = Transaction(self._role)
        self._heard.append(transaction)
        return _Connection(await self._pool.acquire(timeout=timeout), transaction, self._undone)

    async def release(self, connection: _Connection) -> None:
        await self._pool.release(connection.real)

    async def close(self) -> None:
        await self._pool.close()


class _Acquired:
    """Awaited, or entered, as asyncpg's own is."""

    def __init__(self, pool: _Pool, timeout: float | None) -> None:
        self._pool, self._timeout = pool, timeout
        self._connection: _Connection | None = None

    def __await__(self) -> Generator[Any, None, _Connection]:
        return self._pool.taken(self._timeout).__await__()

    async def __aenter__(self) -> _Connection:
        self._connection = await self
        return self._connection

    async def __aexit__(self, *_: object) -> None:
        assert self._connection is not None, "it was entered"
        await self._pool.release(self._connection)


class _Connection:
    def __init__(self, real: Any, transaction: Transaction, undone: bool) -> None:
        self.real, self._transaction, self._undone = real, transaction, undone

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.real, name)
        return self._listening(name, found) if name in SAID else found

    def _listening(self, method: str, found: Any) -> Any:
        async def said(sql: str, *words: Any) -> Any:
            self._transaction.statements.append(Statement(method, sql, words))
            if self._undone and sql == "COMMIT":
                await found("ROLLBACK")
                return sql
            return await found(sql, *words)

        return said
