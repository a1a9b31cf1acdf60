"""Whoever is named in a message of the staff comes to know: behind their bell, and by mail as they
like. Who may not see the ticket is refused, before anything is written: naming somebody opens no
door, and whoever names them should not believe that they were told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from tenants import role
from underpin.desk.mentions import naming
from underpin.desk.mentions.naming import Known
from underpin.desk.on_call import warnings
from underpin.desk.tickets import visibility
from underpin.desk.tickets.messages import Message
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict
from underpin.kernel.principal import Audience

METRIC: Final = "mention"


class MentionRefused(Conflict):
    code = "mention-refused"
    title = "Somebody named here may not see this ticket"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} may not see this ticket, and is not told of it: name somebody who works for "
            "this client, or let them see it first."
        )
        self.name = name


# Everybody of the staff, and whether they work for the client and may know of the ticket.
STAFF: Final = f"""
SELECT s.id, s.name, s.email, ARRAY(SELECT r.role FROM staff_role r WHERE r.staff_id = s.id)
       AS roles, a.staff_id IS NOT NULL AND {visibility.staff_sees("t", "s.id")} AS may
FROM ticket t CROSS JOIN staff s
LEFT JOIN assignment a ON a.tenant_id = t.tenant_id AND a.staff_id = s.id
WHERE t.tenant_id = $1 AND t.id = $2 AND s.state = 'active' ORDER BY s.name, s.id
"""
KEEP: Final = f"""
WITH named AS (
    INSERT INTO mention (tenant_id, id, message_id, staff_id, ticket_id, by_name, happened_at)
    SELECT $1, gen_random_uuid(), $2, u.id, $3, $5, $6 FROM unnest($4::uuid[]) AS u(id)
    ON CONFLICT DO NOTHING RETURNING staff_id
), kept AS (
    INSERT INTO warning (tenant_id, id, staff_id, ticket_id, action, metric, happened_at, said)
    SELECT $1, gen_random_uuid(), n.staff_id, $3, 'mention', '{METRIC}', $6, $7::text::jsonb
    FROM named n LEFT JOIN notice_setting w ON w.staff_id = n.staff_id
    WHERE coalesce(w.by_mail, true)
    RETURNING staff_id
)
{warnings.DUE}
"""


async def of_staff(act: Act, ticket: Ticket) -> list[Known]:
    rows = await db.rows(STAFF, ticket.tenant_id, ticket.id)
    return [_known(row) for row in rows]


def _known(row: db.Row) -> Known:
    reads = "ticket.read" in role.capabilities(Audience.STAFF, row["roles"])
    return Known(row["id"], row["name"], row["email"], row["may"] and reads)


async def meant(act: Act, ticket: Ticket, text: str) -> list[Known]:
    """Whom a colleague's text names, without themselves. Raises MentionRefused."""
    if act.audience is not Audience.STAFF or "@" not in text:
        return []
    found = naming.named(text, await of_staff(act, ticket))
    for each in found:
        if not each.may:
            raise MentionRefused(each.name)
    return [each for each in found if each.id != act.person_id]


async def told(act: Act, ticket: Ticket, message: Message, people: Sequence[Known]) -> None:
    """Of a message that is written, in its transaction."""
    if not people:
        return
    said = msgspec.json.encode({"by": act.principal.name}).decode()
    rows = await db.rows(
        KEEP,
        *(act.tenant_id, message.id, ticket.id, [each.id for each in people]),
        *(act.principal.name, act.now, said),
    )
    await warnings.arm(act, rows)
