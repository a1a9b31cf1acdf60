"""A client of its own with two account managers, its admin and a requester, at noon of a day."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.service.contracts import world
from tests.service.contracts.world import known
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Provider
from underpin.kernel.principal import MEMBER, STAFF, Principal

MANAGES = frozenset({"contract.read", "contract.write", "contract.approve", "vendor.write"})


@dataclass(frozen=True)
class Party:
    """`ask` performs a verb for one of them."""

    tenant: int
    anna: Principal
    ben: Principal
    admin: Principal
    requester: Principal

    async def ask(
        self, who: Principal, wanted: Callable[..., Awaitable[Any]], *a: Any, **k: Any
    ) -> Any:
        provides = wanted.mode is verb.Mode.PROVIDE  # type: ignore[attr-defined]
        where = self.tenant if who.audience is STAFF and not provides else None
        return await verb.perform(wanted, who, *a, tenant=where, **k)

    async def at(self, year: int, month: int, day: int) -> None:
        """It is noon of that day at the client's."""
        async with world.acting(self.tenant, datetime(year, month, day, 11, tzinfo=UTC)):
            pass


async def of(tenant: int, **changes: Any) -> Party:
    await world.set_up(tenant, world.client(tenant, **changes))
    anna, ben = ids.new(), ids.new()
    now = datetime(2026, 1, 12, 11, tzinfo=UTC)
    async with world.acting(tenant, now):
        await db.execute(
            "INSERT INTO member_role VALUES ($1, $2, 'client_admin')", tenant, known(tenant, "ada")
        )
    async with db.open(Provider()):
        for person in (anna, ben):
            await db.execute(
                "WITH hired AS (INSERT INTO staff VALUES ($1, 'X', $1::uuid || '@msp.example', "
                "NULL, 'active', 'en', 'UTC', $3)) "
                "INSERT INTO assignment (staff_id, tenant_id) VALUES ($1, $2)",
                *(person, tenant, now),
            )
    reads = frozenset({"contract.read", "contract.accept"})
    return Party(
        tenant,
        Principal(STAFF, anna, MANAGES, {"T": tenant}),
        Principal(STAFF, ben, MANAGES, {"T": tenant}),
        Principal(MEMBER, known(tenant, "ada"), reads, {"T": tenant}),
        Principal(MEMBER, known(tenant, "bob"), frozenset(), {"T": tenant}),
    )
