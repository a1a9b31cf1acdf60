"""Time worked on a ticket: logged by whoever worked, billed only once a lead has posted it
(PRACTICE 32)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts import instant
from contracts.calendars import calendar_bands, compiled
from contracts.facts import TimePosted
from underpin.desk.chargeable import held_back
from underpin.desk.tickets import recording
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF, WORKER
from underpin.kernel.verb import write

COVERAGES = ("included", "chargeable", "no_charge")


class OwnEntry(Conflict):
    code = "own-entry"
    title = "A colleague has to post this: nobody posts their own time"


@write("time.log", STAFF, WORKER)
async def log(
    act: Act,
    number: int,
    worked_minutes: int,
    *,
    billable_minutes: int | None = None,
    work_type: str = "remote",
    coverage: str = "included",
    text: str = "",
    worked_at: datetime | None = None,
    staff_id: UUID | None = None,
    entry_id: UUID | None = None,
) -> UUID:
    """Returns the entry's id. `worked_at`: when the work was done, now where nobody says. Raises
    Malformed, NotFound."""
    at = worked_at or act.now
    if at > act.now:
        raise Malformed("worked_at: not in the future.", field="worked_at")
    if worked_minutes < 1 or worked_minutes > 24 * 60:
        raise Malformed("worked_minutes: 1 to 1440.", field="worked_minutes")
    if coverage not in COVERAGES:
        raise Malformed(f"coverage: one of {', '.join(COVERAGES)}.", field="coverage")
    ticket = await tickets.held(act, number)
    made = entry_id or ids.new()
    await db.execute(
        "INSERT INTO time_entry (tenant_id, id, ticket_id, staff_id, worked_minutes, "
        "billable_minutes, work_type, coverage, tier, text, happened_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        *(act.tenant_id, made, ticket.id, staff_id or act.person_id, worked_minutes),
        worked_minutes if billable_minutes is None else billable_minutes,
        *(work_type, coverage, min(ticket.tier, 3), text, at),
    )
    return made


@write("time.post", STAFF, WORKER)
async def post(act: Act, entry_id: UUID) -> None:
    """Let an entry reach the ledger; posting twice changes nothing. Raises OwnEntry, NotFound,
    AwaitsEstimate for chargeable work the client has not agreed to."""
    row = await db.row(
        "SELECT e.*, t.site_id, t.po_number FROM time_entry e "
        "JOIN ticket t ON t.tenant_id = e.tenant_id AND t.id = e.ticket_id "
        "WHERE e.tenant_id = $1 AND e.id = $2",
        act.tenant_id,
        entry_id,
    )
    if row is None:
        raise NotFound
    if row["staff_id"] == act.principal.person_id:
        raise OwnEntry
    ticket = await tickets.held_by_id(act, row["ticket_id"])
    if row["posted_at"] is None:
        await held_back.check(act, ticket, entry_id, row["coverage"])
    posted = await db.execute(
        "UPDATE time_entry SET posted_at = $3, posted_by = $4 "
        "WHERE tenant_id = $1 AND id = $2 AND posted_at IS NULL",
        *(act.tenant_id, entry_id, act.now, act.principal.person_id),
    )
    if posted:
        await recording.emit(act, [await _fact(act, ticket, row)])


async def _fact(act: Act, ticket: Ticket, entry: db.Row) -> TimePosted:
    return TimePosted(
        **recording.by(act, ticket, entry["happened_at"]),
        entry_id=entry["id"],
        minutes=entry["billable_minutes"],
        worked_minutes=entry["worked_minutes"],
        tier=entry["tier"],
        work_type=entry["work_type"],
        coverage=entry["coverage"],
        hours=await _hours(ticket, entry["happened_at"]),
        group=str(entry["site_id"] or ""),
        po_number=entry["po_number"] or "",
    )


async def _hours(ticket: Ticket, at: datetime) -> str:
    """In which hours of its SLA's calendar; out of contract there are none to be outside of."""
    counted = ticket.calendar_version_id
    if counted is None:
        return ""
    calendars = await compiled.of_tenant(ticket.tenant_id, [counted])
    return calendar_bands.band(calendars[counted], instant.of(at))
