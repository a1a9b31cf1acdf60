"""A visit is arranged, moved, cancelled, answered, and done; both sides are told by mail what their
calendars understand, under one UID whose sequence grows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets import time_entry
from underpin.desk.tickets.ticket import Ticket
from underpin.desk.visits import appointment, telling, words
from underpin.desk.visits.appointment import CANCELLED, DONE, PLANNED, Appointment
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.events import New
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import write

LONGEST: Final = timedelta(hours=24)
FURTHEST: Final = timedelta(days=731)


class NotPlanned(Conflict):
    code = "appointment-over"
    title = "This visit was cancelled or is done: arrange another one"


@dataclass(frozen=True, slots=True)
class Plan:
    """`travel_minutes` each way. `place` where it is no site of the client's."""

    technician_id: UUID
    starts_at: datetime
    ends_at: datetime
    site_id: UUID | None = None
    place: str = ""
    note: str = ""
    travel_minutes: int = 0


INSERT: Final = f"""
INSERT INTO appointment AS a (tenant_id, id, ticket_id, technician_id, technician_name, site_id,
    place, note, starts_at, ends_at, travel_minutes, state, sequence, client_answer, reason,
    made_by, made_at, version)
SELECT $1, $2, $3, s.id, s.name, $5, $6, $7, $8, $9, $10, 'planned', 0, 'none', '', $11, $12, 1
FROM staff s JOIN assignment w ON w.staff_id = s.id AND w.tenant_id = $1
WHERE s.id = $4 AND s.state = 'active' AND ($5::uuid IS NULL OR EXISTS (
    SELECT FROM site i WHERE i.tenant_id = $1 AND i.id = $5))
RETURNING {appointment.COLUMNS}
"""


@write("ticket.work", STAFF)
async def arrange(act: Act, number: int, plan: Plan) -> Appointment:
    """Raises Malformed, NotFound."""
    ticket = await tickets.held(act, number)
    _check(act, plan)
    row = await db.row(
        INSERT,
        *(act.tenant_id, ids.new(), ticket.id, plan.technician_id, plan.site_id),
        *(plan.place.strip(), plan.note.strip(), plan.starts_at, plan.ends_at),
        *(plan.travel_minutes, act.principal.person_id, act.now),
    )
    if row is None:
        raise Malformed(
            "technician_id, site_id: of this client, and who works for it.", field="technician_id"
        )
    made = appointment.of(row)
    await _tell(act, ticket, made, words.ARRANGED)
    return made


def _check(act: Act, plan: Plan) -> None:
    wrong = {
        "starts_at: a time to come, within two years": not act.now
        < plan.starts_at
        <= act.now + FURTHEST,
        "ends_at: after the start, within a day": not timedelta(0)
        < plan.ends_at - plan.starts_at
        <= LONGEST,
        "travel_minutes: 0 to 1440": not 0 <= plan.travel_minutes <= 1440,
        "place: at most 500 characters": len(plan.place) > 500,
        "note: at most 2000 characters": len(plan.note) > 2000,
    }
    for said, is_wrong in wrong.items():
        if is_wrong:
            raise Malformed(f"{said}.", field=said.split(":")[0])


@write("ticket.work", STAFF)
async def move(
    act: Act,
    number: int,
    appointment_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    *,
    version: int | None = None,
) -> Appointment:
    """To another time, which both are asked about anew. Raises Malformed, NotFound, NotPlanned,
    StaleVersion."""
    ticket, found = await _planned(act, number, appointment_id, version)
    _check(act, Plan(found.technician_id, starts_at, ends_at))
    changes = {"starts_at": starts_at, "ends_at": ends_at, "sequence": found.sequence + 1}
    asked = {"client_answer": "none", "technician_answer": "none"}
    moved = await _keep(found, {**changes, **asked})
    await _tell(act, ticket, moved, words.MOVED)
    return moved


@write("ticket.work", STAFF)
async def cancel(
    act: Act, number: int, appointment_id: UUID, reason: str, *, version: int | None = None
) -> Appointment:
    """Raises Malformed, NotFound, NotPlanned, StaleVersion."""
    if not 1 <= len(reason.strip()) <= 500:
        raise Malformed("reason: both sides read why.", field="reason")
    ticket, found = await _planned(act, number, appointment_id, version)
    changes = {"state": CANCELLED, "reason": reason.strip(), "sequence": found.sequence + 1}
    gone = await _keep(found, changes)
    await _tell(act, ticket, gone, words.CANCELLED)
    return gone


@write("ticket.reply", MEMBER)
async def answer(
    act: Act, number: int, appointment_id: UUID, *, accepted: bool
) -> Appointment:  # fmt: skip
    """Who asked says whether the visit suits them; the last word counts. Raises NotFound,
    NotPlanned."""
    ticket, found = await _planned(act, number, appointment_id, None)
    if act.principal.person_id != ticket.requester_id:
        raise NotFound
    said = await _keep(found, {"client_answer": "accepted" if accepted else "declined"})
    body = {"appointment_id": str(found.id), "answer": said.client_answer}
    await events.emit(act, New("ticket.appointment_answered", ticket.id, body))
    return said


@write("ticket.work", STAFF)
async def done(
    act: Act,
    number: int,
    appointment_id: UUID,
    *,
    worked_minutes: int = 0,
    travelled_minutes: int = 0,
    text: str = "",
    version: int | None = None,
) -> Appointment:
    """It took place; what was worked and travelled is logged as the technician's time, to be posted
    as any other. Raises Malformed, NotFound, NotPlanned, StaleVersion."""
    ticket, found = await _planned(act, number, appointment_id, version)
    if found.starts_at > act.now:
        raise NotPlanned("This visit has not begun yet: move it, or wait until then.")
    logged = {"on_site": worked_minutes, "travel": travelled_minutes}
    for kind, minutes in logged.items():
        if minutes:
            entry = {"work_type": kind, "text": text, "staff_id": found.technician_id}
            made = ids.derive(found.id, kind)
            await time_entry.log(act, ticket.number, minutes, entry_id=made, **entry)
    return await _keep(found, {"state": DONE})


async def _planned(
    act: Act, number: int, appointment_id: UUID, version: int | None
) -> tuple[Ticket, Appointment]:
    ticket = await tickets.held(act, number)
    found = await appointment.held(act, ticket.id, appointment_id, version)
    if found.state != PLANNED:
        raise NotPlanned
    return ticket, found


async def _keep(found: Appointment, columns: dict[str, Any]) -> Appointment:
    named = {**columns, "version": found.version + 1}
    await db.update("appointment", {"tenant_id": found.tenant_id, "id": found.id}, named)
    return replace(found, **named)


async def _tell(act: Act, ticket: Ticket, about: Appointment, what: str) -> None:
    body = {"appointment_id": str(about.id), "what": what}
    await events.emit(act, New("ticket.appointment", ticket.id, body))
    await telling.tell(act, ticket, about, what)
