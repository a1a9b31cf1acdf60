"""What rooms use to reach the database: one scope at a time, and raw SQL on the hot paths.

    async with db.open(Work(tenant=42)):
        row = await db.row("SELECT id FROM ticket WHERE tenant_id = $1 AND number = $2", 42, 7)

Every function runs in the task's open transaction and raises `NoScope` where there is none; only
`alone` is a transaction by itself. What a scope that only reads was told is not asked again
(`database.answers`).
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from asyncpg import Record

from underpin.kernel.database.engine import ENGINE
from underpin.kernel.database.scope import Scope
from underpin.kernel.database.transaction import AfterCommit, Scoped

Row = Record


def open(scope: Scope) -> Scoped:  # noqa: A001 - reads as db.open(...)
    """The one opener: BEGIN and the scope in a single round trip, commit at the end."""
    return ENGINE.open(scope)


async def alone(scope: Scope, sql: str, *args: Any) -> Record | None:
    """The first row of one statement that is the whole transaction, in one round trip; for a scope
    without settings."""
    return await ENGINE.alone(scope, sql, *args)


async def rows(sql: str, *args: Any) -> list[Record]:
    current = ENGINE.current
    return await current.answers.rows(current.connection, sql, args)


async def row(sql: str, *args: Any) -> Record | None:
    current = ENGINE.current
    return await current.answers.row(current.connection, sql, args)


async def value(sql: str, *args: Any) -> Any:
    """The first column of the first row, or None."""
    found = await row(sql, *args)
    return None if found is None else found[0]


async def execute(sql: str, *args: Any) -> int:
    """Run a statement; returns how many rows it touched."""
    ENGINE.current.answers.forget()
    tag: str = await ENGINE.current.connection.execute(sql, *args)
    last = tag.rsplit(" ", 1)[-1]
    return int(last) if last.isdigit() else 0


async def update(table: str, keys: Mapping[str, Any], columns: Mapping[str, Any]) -> int:
    """Write these columns of the rows with these keys, of which `tenant_id` is one wherever the
    table has it; returns how many. Names are the code's own."""
    places = itertools.count(1)
    named = ", ".join(f"{name} = ${next(places)}" for name in columns)
    where = " AND ".join(f"{name} = ${next(places)}" for name in keys)
    return await execute(
        f"UPDATE {table} SET {named} WHERE {where}", *columns.values(), *keys.values()
    )


async def put(table: str, keys: Mapping[str, Any], columns: Mapping[str, Any], **new: Any) -> int:
    """Write the row with these keys, unique together, whether there is one or not; columns not
    named keep what they say, and a new row says `new` too. Names are the code's own."""
    named = [*keys, *columns, *new]
    places = ", ".join(f"${place}" for place in range(1, len(named) + 1))
    written = ", ".join(f"{name} = excluded.{name}" for name in columns)
    return await execute(
        f"INSERT INTO {table} ({', '.join(named)}) VALUES ({places}) "
        f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {written}",
        *(*keys.values(), *columns.values(), *new.values()),
    )


async def many(sql: str, rows: Iterable[Sequence[Any]]) -> None:
    """One prepared statement over many rows, pipelined."""
    ENGINE.current.answers.forget()
    await ENGINE.current.connection.executemany(sql, list(rows))


async def now() -> datetime:
    """The time of the current transaction: PostgreSQL's, or the tenant's simulated one."""
    return await ENGINE.current.now()


def after_commit(act: AfterCommit) -> None:
    ENGINE.current.after_commit(act)


@asynccontextmanager
async def savepoint() -> AsyncIterator[None]:
    async with ENGINE.current.nested():
        yield


def set_now(moment: datetime) -> None:
    """This transaction's time is known already: it was read, or the replay just set it."""
    ENGINE.current.set_now(moment)
