"""Piccolo's engine with one pool per scope, and no query outside a scope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import asyncpg
from piccolo.engine.postgres import PostgresEngine
from piccolo.querystring import QueryString

from underpin.kernel import metrics
from underpin.kernel.database import transaction
from underpin.kernel.database.scope import Scope
from underpin.kernel.database.transaction import SafeConnection, Scoped


class NoScope(RuntimeError):
    """A query was sent outside a scope. Silence would look like success, so it raises."""


class ScopedEngine(PostgresEngine):
    """Holds a pool per role. `open(scope)` is the only way to the database."""

    __slots__ = ("pools",)

    def __init__(self) -> None:
        super().__init__(config={"database": "underpin"})
        self.pools: dict[str, asyncpg.Pool[Any]] = {}

    async def check_version(self) -> None:
        """Piccolo would open a connection without a scope to ask; the pools' roles decide."""

    async def connect(self, urls: Mapping[str, str], *, max_size: int = 10) -> None:
        """Open a pool for each role named in `urls` (role -> PostgreSQL URL)."""
        for role, url in urls.items():
            self.pools[role] = await asyncpg.create_pool(
                url,
                min_size=0,
                max_size=max_size,
                connection_class=SafeConnection,
                reset=_reset,
                server_settings={"application_name": f"underpin-{role}"},
            )

    async def disconnect(self) -> None:
        """Close every pool; what is still running is waited for."""
        pools, self.pools = self.pools, {}
        for pool in pools.values():
            await pool.close()

    def pool_of(self, scope: Scope) -> asyncpg.Pool[Any]:
        try:
            return self.pools[scope.role]
        except KeyError:
            raise NoScope(f"This process has no connection for the scope {scope.role!r}.") from None

    def open(self, scope: Scope) -> Scoped:
        return Scoped(self, scope)

    async def alone(self, scope: Scope, sql: str, *args: Any) -> asyncpg.Record | None:
        """One statement that PostgreSQL commits by itself. TypeError for a scope with settings."""
        if scope.settings():
            raise TypeError(f"{scope} has settings: open it.")
        async with self.pool_of(scope).acquire(timeout=transaction.PATIENCE_SECONDS) as connection:
            found = await connection.fetch(sql, *args)
        metrics.transactions.labels(scope.role, "committed").inc()
        return found[0] if found else None

    @property
    def current(self) -> Scoped:
        """The open transaction of this task. Raises NoScope when there is none."""
        transaction = self.current_transaction.get()
        if not isinstance(transaction, Scoped):
            raise NoScope("Open a scope before you ask the database anything.")
        return transaction

    def transaction(self, allow_nested: bool = True) -> Any:
        """Piccolo's migrations ask for one inside the owner's: they join it."""
        return _Joined(self.current)

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> Any:
        query, args = querystring.compile_string(engine_type=self.engine_type)
        return await self.current.connection.fetch(query, *args)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> Any:
        return await self.current.connection.execute(ddl)

    async def batch(self, *args: Any, **kwargs: Any) -> Any:
        raise NoScope("batch() opens a connection of its own, outside every scope: use a cursor.")


class _Joined:
    def __init__(self, transaction: Scoped) -> None:
        self._transaction = transaction

    async def __aenter__(self) -> Scoped:
        return self._transaction

    async def __aexit__(self, *_: object) -> bool:
        return False


async def _reset(connection: asyncpg.Connection[Any]) -> None:
    """Before a connection goes back: every transaction here sets only LOCAL values."""
    if connection.is_in_transaction():
        await connection.execute("ROLLBACK")


ENGINE = ScopedEngine()
