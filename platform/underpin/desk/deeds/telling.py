"""A word to people of ours about a ticket, by mail: once for each cause and reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from underpin.desk.tickets.visibility import staff_sees
from underpin.kernel import db, house, ids, installation, mail_channel
from underpin.kernel.act import Act
from underpin.kernel.mail_compose import Correspondent, OutgoingMail, message_id


@dataclass(frozen=True, slots=True)
class Told:
    """`cause` is what it is told of once; `name` what is said in the subject."""

    cause: UUID
    name: str
    text: str
    ticket_id: UUID
    number: int


# Whoever works for the client and may see this ticket: nobody is told of what they may not see.
READERS: Final = f"""
SELECT s.id, s.name, s.email, n.key FROM staff s
JOIN assignment a ON a.staff_id = s.id AND a.tenant_id = $1
JOIN tenant n ON n.id = $1
JOIN ticket t ON t.tenant_id = $1 AND t.id = $2
WHERE s.state = 'active' AND (s.id = $3 OR s.id IN (
    SELECT m.staff_id FROM team_member m WHERE m.team_id = $4))
  AND {staff_sees("t", "s.id")} ORDER BY s.id
"""


async def tell(act: Act, what: Told, staff_id: UUID | None, team_id: UUID | None) -> None:
    """A person, or a team. Who is not there any more is not told."""
    rows = await db.rows(READERS, act.tenant_id, what.ticket_id, staff_id, team_id)
    for row in rows:
        mail = _mail(act, what, row)
        await mail_channel.queue(act, mail, what.ticket_id, hold=timedelta(0))


def _mail(act: Act, what: Told, reader: db.Row) -> OutgoingMail:
    settings = installation.settings()
    name = f"{reader['key']}-{what.number}"
    return OutgoingMail(
        message_id=message_id(ids.derive(what.cause, "tell", reader["id"]), settings.mail_domain),
        date=act.now,
        sender=Correspondent(house.DESK, f"desk@{settings.mail_domain}"),
        to=(Correspondent(reader["name"], reader["email"]),),
        subject=f"[{name}] {' '.join(what.name.split())}",
        text=f"{what.text}\n\n{settings.desk_origin}/tickets/{name}\n",
        envelope_from=f"bounces@{settings.mail_domain}",
        automatic=True,
    )
