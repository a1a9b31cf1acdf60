"""A resolved ticket closes by itself once the days agreed are over without another word."""

from __future__ import annotations

from uuid import UUID

from underpin.desk.lifetime import terms
from underpin.kernel import timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer

KIND = "auto_close"


async def arm(act: Act, ticket_id: UUID) -> None:
    """From now; resolved again, it is counted anew. A history that is lived again closes when it
    says so itself."""
    if act.source == "replay":
        return
    after = (await terms.of(act.tenant_id)).close_after
    if after is not None:
        await timers.arm(act, Timer(KIND, str(ticket_id), ticket_id, act.now + after, "bulk"))


async def disarm(act: Act, ticket_id: UUID) -> None:
    await timers.disarm(act, KIND, [str(ticket_id)])
