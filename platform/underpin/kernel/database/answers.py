"""What a transaction was told already, so that a page of many verbs asks nothing twice.

Each verb looks for itself whether who asks may see the ticket, the contract, the client: on one
page that is the same statement a dozen times. Where a scope only reads, the answer is kept until
the transaction ends, and so goes to no other person, request or tenant. (As Rails' query cache.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import asyncpg

MOST_STATEMENTS: Final = 100
MOST_ROWS: Final = 100
"""A long reading, such as an export, is not held in memory."""

Connection: TypeAlias = "asyncpg.Connection[Any]"
Args = Sequence[Any]


class Answers:
    """Of one transaction; `kept` is false where it may write."""

    __slots__ = ("_kept", "_known")

    def __init__(self, *, kept: bool) -> None:
        self._kept = kept
        self._known: dict[Any, Any] = {}

    async def rows(self, connection: Connection, sql: str, args: Args) -> list[asyncpg.Record]:
        """A list of the caller's own."""
        key = self._key("rows", sql, args)
        if key in self._known:
            return list(self._known[key])
        found = await connection.fetch(sql, *args)
        if len(found) <= MOST_ROWS:
            self._keep(key, found)
        return list(found)

    async def row(self, connection: Connection, sql: str, args: Args) -> asyncpg.Record | None:
        key = self._key("row", sql, args)
        if key in self._known:
            return self._known[key]
        found = await connection.fetchrow(sql, *args)
        self._keep(key, found)
        return found

    def forget(self) -> None:
        """Something was done that may have changed them."""
        self._known.clear()

    def _keep(self, key: Any, found: object) -> None:
        if key is not None and len(self._known) < MOST_STATEMENTS:
            self._known[key] = found

    def _key(self, kind: str, sql: str, args: Args) -> Any:
        """None where nothing is kept, or for what cannot be compared."""
        if not self._kept:
            return None
        key = (kind, sql, *(tuple(each) if isinstance(each, list) else each for each in args))
        try:
            hash(key)
        except TypeError:
            return None
        return key
