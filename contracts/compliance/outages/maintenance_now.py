"""Whether a service is being worked on at this moment, as announced."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from underpin.kernel import db
from underpin.kernel.act import Act


async def under_way(act: Act, service_id: UUID) -> datetime | None:
    """Until when, the last end where several overlap; None when no announced maintenance of this
    service is under way."""
    found: datetime | None = await db.value(
        "SELECT max(ends_at) FROM maintenance WHERE tenant_id = $1 AND service_id = $2 "
        "AND starts_at <= $3 AND ends_at > $3 AND withdrawn_at IS NULL",
        *(act.tenant_id, service_id, act.now),
    )
    return found
