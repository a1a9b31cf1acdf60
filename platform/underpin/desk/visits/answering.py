"""Those invited to a visit answer by their calendar program, to the address signed for that very
visit: what they say stands on the visit and in the ticket's course, and nothing else follows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from underpin.desk.tickets import ticket as tickets
from underpin.desk.visits import appointment, replies
from underpin.desk.visits.appointment import PLANNED, Appointment
from underpin.desk.visits.replies import Reply
from underpin.kernel import db, events, installation
from underpin.kernel.act import Act
from underpin.kernel.events import New
from underpin.kernel.principal import Audience, Principal

ANSWERED: Final = "ticket.appointment_answered"
# The two who were invited, by their exact addresses.
INVITED: Final = """
SELECT a.ticket_id, p.id AS person_id, p.name, false AS ours FROM appointment a
JOIN ticket t ON t.tenant_id = a.tenant_id AND t.id = a.ticket_id
JOIN person p ON p.tenant_id = a.tenant_id AND p.id = t.requester_id
    AND p.state IN ('active', 'invited')
WHERE a.tenant_id = $1 AND a.id = $2 AND lower(p.email) = $3
UNION ALL
SELECT a.ticket_id, s.id, s.name, true FROM appointment a
JOIN staff s ON s.id = a.technician_id AND s.state = 'active'
WHERE a.tenant_id = $1 AND a.id = $2 AND lower(s.email) = $3
LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Heard:
    """`stale`: to an invitation that another replaced, or to a visit that is over."""

    ticket_id: UUID
    stale: bool = False


async def hear(act: Act, visit_id: UUID, author: str, raw: bytes) -> Heard | None:
    """None where it is no answer, of another visit, or not of somebody who was invited: then the
    mail is one like any other."""
    said = replies.read(raw)
    uid = f"{visit_id}@{installation.settings().mail_domain}".lower()
    if said is None or said.uid != uid or said.attendee != author.lower():
        return None
    row = await db.row(INVITED, act.tenant_id, visit_id, said.attendee)
    if row is None:
        return None
    ticket = await tickets.held_by_id(act, row["ticket_id"])
    visit = await appointment.held(act, ticket.id, visit_id, None)
    if visit.state != PLANNED or said.sequence < visit.sequence:
        return Heard(ticket.id, stale=True)
    await _keep(_as(act, row), visit, said, ours=row["ours"])
    return Heard(ticket.id)


def _as(act: Act, row: db.Row) -> Act:
    """In the name of who answered."""
    side = Audience.STAFF if row["ours"] else Audience.MEMBER
    who = Principal(side, row["person_id"], frozenset(), act.principal.tenants, name=row["name"])
    return replace(act, principal=who)


async def _keep(act: Act, visit: Appointment, said: Reply, *, ours: bool) -> None:
    column = "technician_answer" if ours else "client_answer"
    keys = {"tenant_id": visit.tenant_id, "id": visit.id}
    await db.update("appointment", keys, {column: said.answer, "version": visit.version + 1})
    body: dict[str, Any] = {"appointment_id": str(visit.id), "answer": said.answer}
    if said.starts_at is not None and said.ends_at is not None:
        body |= {"starts_at": said.starts_at.isoformat(), "ends_at": said.ends_at.isoformat()}
    if said.comment:
        body["comment"] = said.comment
    await events.emit(act, New(ANSWERED, visit.ticket_id, body))
