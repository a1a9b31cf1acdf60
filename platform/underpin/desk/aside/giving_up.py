"""What was set aside and will never be done is given up, by a person who says why. The reason
stands in the client's events for good."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from underpin.desk.aside import set_aside
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

KIND: Final = "set_aside.given_up"
HERE: Final = "tenant_id = $1 AND id = $2"
GIVE_UP: Final = {
    set_aside.DELIVERIES: (
        f"DELETE FROM delivery WHERE {HERE} AND parked_at IS NOT NULL RETURNING id",
        f"UPDATE outgoing SET withdrawn_at = $3 WHERE {HERE} AND parked_at IS NOT NULL "
        "AND sent_at IS NULL AND withdrawn_at IS NULL RETURNING id",
        f"UPDATE hook_delivery SET state = 'given_up', handled_at = $3 WHERE {HERE} "
        "AND state = 'set_aside' RETURNING id",
    ),
    set_aside.TIMERS: (f"DELETE FROM timer WHERE {HERE} AND parked_at IS NOT NULL RETURNING id",),
    set_aside.MAILS: (
        f"DELETE FROM delivery WHERE {HERE} AND parked_at IS NOT NULL RETURNING id",
        f"UPDATE inbound_mail SET set_aside_at = NULL, handled_at = $3, outcome = 'given up' "
        f"WHERE {HERE} AND set_aside_at IS NOT NULL RETURNING id",
    ),
}


@write("set_aside.retry", STAFF)
async def give_up(act: Act, lane: str, item_id: UUID, reason: str) -> None:
    """It is not tried again. Raises Malformed without a reason, NotFound for what is not set aside
    (any more)."""
    said = reason.strip()
    if not 1 <= len(said) <= 300:
        raise Malformed("reason: why, in 1 to 300 characters.", field="reason")
    given = [
        await db.value(sql, *(act.tenant_id, item_id), *((act.now,) if "$3" in sql else ()))
        for sql in GIVE_UP.get(lane, ())
    ]
    if not any(given):
        raise NotFound
    body = {"lane": lane, "reason": said}
    await events.emit(act, events.New(KIND, item_id, body))
