"""A verdict on a ticket, also after its resolution: spam and duplicates stand apart (PRACTICE 28).

Our own fault is free of charge (PRACTICE 33) and counts like any other ticket: what we broke
ourselves we promised as well. The last word counts, whether it was a verdict or somebody who set
the ticket apart by hand; what is frozen stays, and the difference becomes a correction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from contracts import facts
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.events import Event

JUDGED: Final = f"ticket.{facts.Judged.kind}"

# A verdict that was heard already says nothing new, nor one that a later one has overruled.
HEARD: Final = """
UPDATE counted_ticket SET judged_at_position = $3,
    apart = $4, apart_at = CASE WHEN $4::text IS NULL THEN NULL ELSE $5::timestamptz END,
    apart_by = CASE WHEN $4::text IS NULL THEN NULL ELSE $6::uuid END,
    apart_reason = CASE WHEN $4::text IS NULL THEN NULL ELSE $7 END
WHERE tenant_id = $1 AND id = $2 AND coalesce(judged_at_position, -1) < $3
"""
# $2 and $3 are a period: of its tickets, the last verdict, where it was not heard yet.
UNHEARD: Final = """
SELECT DISTINCT ON (e.subject_id) e.subject_id, e.position, e.body ->> 'verdict' AS verdict,
       e.happened_at, e.actor_id, e.reason
FROM counted_ticket k JOIN event e ON e.tenant_id = k.tenant_id AND e.subject_id = k.id
WHERE k.tenant_id = $1 AND e.kind = 'ticket.judged'
  AND e.position > coalesce(k.judged_at_position, -1)
  AND k.id IN (SELECT c.ticket_id FROM clock c WHERE c.tenant_id = $1 AND c.kind = 'SLA'
               AND c.decided_at >= $2 AND c.decided_at < $3)
ORDER BY e.subject_id, e.position DESC
"""


def apart(verdict: str) -> str | None:
    """As what a ticket so judged stands apart; None for one that counts."""
    return verdict if verdict in ("spam", "duplicate") else None


async def hear(act: Act, event: Event) -> None:
    await db.execute(
        HEARD,
        *(act.tenant_id, event.subject_id, event.position, apart(event.body["verdict"])),
        *(event.happened_at, event.actor_id, event.reason),
    )


async def settle(act: Act, starts: datetime, ends: datetime) -> None:
    """Of a period's tickets, whatever the relay has not brought yet."""
    for row in await db.rows(UNHEARD, act.tenant_id, starts, ends):
        await db.execute(
            HEARD,
            *(act.tenant_id, row["subject_id"], row["position"], apart(row["verdict"])),
            *(row["happened_at"], row["actor_id"], row["reason"]),
        )
