"""A member's own wish to get announcements by mail."""

from __future__ import annotations

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
    await db.execute(
        "INSERT INTO announcement_subscription (tenant_id, person_id, since) VALUES ($1, $2, $3) "
        "ON CONFLICT (tenant_id, person_id) DO NOTHING",
        *(act.tenant_id, act.person_id, act.now),
    )
    return True


@write("announcement.read", MEMBER)
async def unsubscribe(act: Act) -> bool:
    await db.execute(
        "DELETE FROM announcement_subscription WHERE tenant_id = $1 AND person_id = $2",
        *(act.tenant_id, act.person_id),
    )
    return False
