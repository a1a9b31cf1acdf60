"""A transaction in exactly one scope, and what is asked of the current one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

import asyncpg
from piccolo.engine.postgres import PostgresTransaction

from underpin.kernel import metrics
from underpin.kernel.database.answers import Answers
from underpin.kernel.database.scope import Scope

if TYPE_CHECKING:
    from underpin.kernel.database.engine import ScopedEngine

AfterCommit = Callable[[], Awaitable[None]]
PATIENCE_SECONDS = 5
"""How long a transaction waits for a connection of its scope's pool."""


class TransactionLost(RuntimeError):
    """The server answered COMMIT with something else: nothing was stored."""


class AlreadyOpen(RuntimeError):
    """A transaction is open in this task; one verb runs in one transaction."""


class Scoped(PostgresTransaction):
    """Opens a connection of the scope's own pool, sets the scope, commits and checks.

    Piccolo's own transaction loses the connection when COMMIT fails and does not look at a
    ROLLBACK that answers a COMMIT; this one does both.
    """

    __slots__ = ("_after", "_now", "answers", "scope", "scoped")

    def __init__(self, engine: ScopedEngine, scope: Scope) -> None:
        super().__init__(engine, allow_nested=True)
        self.scoped = engine
        if self._parent is not None:
            raise AlreadyOpen(f"Cannot open {scope} inside another transaction.")
        self.scope = scope
        self._now: datetime | None = None
        self._after: list[AfterCommit] = []
        self.answers = Answers(kept=scope.only_reads)

    async def __aenter__(self) -> Scoped:
        pool = self.scoped.pool_of(self.scope)
        self.connection = await pool.acquire(timeout=PATIENCE_SECONDS)
        try:
            await self.connection.execute("BEGIN;" + self.scope.settings())
        except BaseException:
            await self._abandon()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> Literal[False]:
        self.engine.current_transaction.reset(self.context)
        if kind is not None:
            self._count("undone")
            await self._abandon()
            return False
        try:
            tag = await self.connection.execute("COMMIT")
            self._count("committed" if tag == "COMMIT" else "lost")
            if tag != "COMMIT":
                raise TransactionLost("The transaction was rolled back by the server.")
        finally:
            await self._release()
        for act in self._after:
            await act()
        return False

    def _count(self, outcome: str) -> None:
        metrics.transactions.labels(self.scope.role, outcome).inc()

    async def _abandon(self) -> None:
        """Roll back and give the connection back, also when cancelled once more meanwhile. A
        connection that is lost rolls back by itself: that it is lost must not hide why we are
        here, least of all a cancellation."""
        try:
            with suppress(Exception):
                await self.connection.execute("ROLLBACK")
        finally:
            with suppress(Exception):
                await self._release()

    async def _release(self) -> None:
        await self.scoped.pool_of(self.scope).release(self.connection)

    def after_commit(self, act: AfterCommit) -> None:
        """Run `act` once the commit stands. For wake-ups only: a crash in between loses it."""
        if act not in self._after:
            self._after.append(act)

    async def now(self) -> datetime:
        """The tenant's time when this transaction opened, aware, UTC.

        A simulated tenant's `simulated_now` stands in for PostgreSQL's clock (DESIGN 4).
        """
        if self._now is None:
            self._now = await self.connection.fetchval("SELECT scope_now()")
        return self._now

    def set_now(self, moment: datetime) -> None:
        """The replay has just advanced the tenant's time within this transaction."""
        self._now = moment

    @asynccontextmanager
    async def nested(self) -> AsyncIterator[None]:
        """A savepoint: undone when the block raises, and the error goes on."""
        name = f"s{self.get_savepoint_id()}"
        await self.connection.execute(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException:
            with suppress(Exception):  # a lost connection must not hide what is being raised
                await self.connection.execute(f"ROLLBACK TO SAVEPOINT {name}")
            raise
        await self.connection.execute(f"RELEASE SAVEPOINT {name}")


class SafeConnection(asyncpg.Connection):  # type: ignore[misc]
    """asyncpg turns `jit` off through `set_config`, which is revoked here; the roles do it."""

    __slots__ = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        capable: Any = self
        capable._server_caps = capable._server_caps._replace(jit=False)
