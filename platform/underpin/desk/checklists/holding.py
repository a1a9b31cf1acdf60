"""What tasks mean for their ticket: it is not resolved while mandatory ones are open, and those due
by the wanted date move with it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict
from underpin.kernel.principal import Audience

LEFT: Final = """
SELECT title FROM task WHERE tenant_id = $1 AND ticket_id = $2 AND state = 'open' AND mandatory
ORDER BY position LIMIT 4
"""
MOVE: Final = """
UPDATE task SET due_at = $3::timestamptz + make_interval(hours => due_hours), version = version + 1
WHERE tenant_id = $1 AND ticket_id = $2 AND due_from = 'wanted' AND state = 'open'
"""


class OpenTasks(Conflict):
    code = "open-tasks"
    title = "There are tasks left: do them, or skip them with a reason"


async def check_done(act: Act, ticket: Ticket) -> None:
    """Before somebody resolves or closes it; what ends by itself is not held up. Raises
    OpenTasks."""
    if act.audience is Audience.WORKER:
        return
    left = [row["title"] for row in await db.rows(LEFT, ticket.tenant_id, ticket.id)]
    if left:
        named = ", ".join(left[:3]) + (", ..." if len(left) > 3 else "")
        raise OpenTasks(f"Left to do: {named}. Do them, or skip them with a reason.")


async def move(ticket: Ticket, wanted: datetime | None) -> None:
    """The wanted date is another, or none any more."""
    await db.execute(MOVE, ticket.tenant_id, ticket.id, wanted)
