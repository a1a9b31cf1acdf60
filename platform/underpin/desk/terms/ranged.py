"""Terms of a client within stated ranges, kept as one row of a table; without it the defaults of
their type hold."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ranged(Generic[T]):
    """`default` is of a dataclass whose fields are columns of `table` and whose defaults hold for
    every client that has no row; `ranges` are of those fields that are whole numbers."""

    table: str
    default: T
    ranges: Mapping[str, range]

    async def of(self, tenant: int) -> T:
        """What is in force for this client."""
        return await self.own(tenant) or self.default

    async def own(self, tenant: int) -> T | None:
        """What was agreed with this client; None where the default holds."""
        named = ", ".join(field.name for field in dataclasses.fields(self._plain))
        row = await db.row(f"SELECT {named} FROM {self.table} WHERE tenant_id = $1", tenant)
        return dataclasses.replace(self._plain, **row) if row else None

    async def keep(self, act: Act, said: T) -> T:
        """From now on. Raises Malformed naming what is out of its range."""
        for name, allowed in self.ranges.items():
            if getattr(said, name) not in allowed:
                raise Malformed(f"{name}: {allowed.start} to {allowed.stop - 1}.", field=name)
        columns = dataclasses.asdict(said)  # type: ignore[call-overload] # a dataclass, by contract
        await db.put(self.table, {"tenant_id": act.tenant_id}, columns)
        return said

    async def drop(self, act: Act) -> T:
        """The default holds again; returns it."""
        await db.execute(f"DELETE FROM {self.table} WHERE tenant_id = $1", act.tenant_id)
        return self.default

    @property
    def _plain(self) -> Any:
        return self.default
