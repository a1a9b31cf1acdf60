"""A word to people of ours about a ticket, by mail: once for each cause and reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from underpin.desk.on_call import to_staff
from underpin.desk.on_call.to_staff import Note
from underpin.desk.tickets.visibility import staff_sees
from underpin.kernel import db, ids, installation
from underpin.kernel.act import Act


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
        await to_staff.mail(act, row["name"], row["email"], _note(what, row))


def _note(what: Told, reader: db.Row) -> Note:
    name = f"{reader['key']}-{what.number}"
    return Note(
        identity=ids.derive(what.cause, "tell", reader["id"]),
        about=what.ticket_id,
        subject=f"[{name}] {' '.join(what.name.split())}",
        text=f"{what.text}\n\n{installation.settings().desk_origin}/tickets/{name}\n",
    )
