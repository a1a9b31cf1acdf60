"""A member's own wish to get announcements by mail."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER
from underpin.kernel.verb import read, write


@read("announcement.read", MEMBER)
async def subscribed(act: Act, tenant: int) -> bool:
    return bool(
        await db.value(
            "SELECT true FROM announcement_subscription WHERE tenant_id = $1 AND person_id = $2",
            *(act.principal.own_tenant, act.person_id),
        )
    )


@write("announcement.read", MEMBER)
async def subscribe(act: Act) -> bool:
    """From now on; asking twice changes nothing."""
    await keep(act.tenant_id, act.person_id, act.now, wanted=True)
    return True


@write("announcement.read", MEMBER)
async def unsubscribe(act: Act) -> bool:
    await keep(act.tenant_id, act.person_id, act.now, wanted=False)
    return False


async def keep(tenant: int, person_id: UUID, at: datetime, *, wanted: bool) -> None:
    """Within any scope that writes; the same wish twice changes nothing."""
    if wanted:
        await db.execute(
            "INSERT INTO announcement_subscription (tenant_id, person_id, since) "
            "VALUES ($1, $2, $3) ON CONFLICT (tenant_id, person_id) DO NOTHING",
            *(tenant, person_id, at),
        )
    else:
        await db.execute(
            "DELETE FROM announcement_subscription WHERE tenant_id = $1 AND person_id = $2",
            *(tenant, person_id),
        )
