"""The tasks of a ticket, done in their order; what is mandatory is done or skipped, with a reason,
before the ticket is resolved. Staff's own: members do not see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from underpin.desk.checklists import beginning
from underpin.desk.checklists.step import Due, Step
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound, StaleVersion
from underpin.kernel.events import New
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

DECIDED: Final = "ticket.task_decided"
DONE, SKIPPED, OPEN = "done", "skipped", "open"


class NotYet(Conflict):
    code = "task-not-yet"
    title = "Another task comes first: do that one, or skip it with a reason"


@dataclass(frozen=True, slots=True)
class Task:
    """`after`: ids of the tasks that come first. `ready`: none of those is open any more."""

    id: UUID
    position: int
    title: str
    detail: str
    mandatory: bool
    after: list[UUID]
    tier: int | None
    team_id: UUID | None
    assignee_id: UUID | None
    due_at: datetime | None
    state: str
    decided_by: UUID | None
    decided_at: datetime | None
    reason: str
    version: int
    ready: bool = False
    holder: str = ""
    decided_by_name: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of a ticket's tasks are done or skipped."""

    tenant_id: int
    ticket_id: UUID
    closed: int
    tasks: int


KEPT = [name for name in Task.__slots__ if name not in ("ready", "holder", "decided_by_name")]
OF_TICKET: Final = f"""
SELECT {", ".join(f"k.{name}" for name in KEPT)},
       NOT EXISTS (SELECT FROM task b WHERE b.tenant_id = k.tenant_id AND b.ticket_id = k.ticket_id
                   AND b.id = ANY (k.after) AND b.state = 'open') AS ready,
       coalesce(s.name, m.name, '') AS holder, coalesce(d.name, '') AS decided_by_name
FROM task k LEFT JOIN staff s ON s.id = k.assignee_id LEFT JOIN team m ON m.id = k.team_id
LEFT JOIN staff d ON d.id = k.decided_by
WHERE k.tenant_id = $1 AND k.ticket_id = $2 ORDER BY k.position
"""


@read("ticket.read", STAFF)
async def of_ticket(act: Act, tenant: int, number: int) -> list[Task]:
    """In their order. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    return [Task(**row) for row in await db.rows(OF_TICKET, tenant, ticket.id)]


PROGRESS: Final = """
SELECT k.tenant_id, k.ticket_id, count(*) FILTER (WHERE k.state <> 'open') AS closed,
       count(*) AS tasks
FROM unnest($1::int[], $2::uuid[]) AS u(tenant_id, ticket_id)
JOIN task k ON k.tenant_id = u.tenant_id AND k.ticket_id = u.ticket_id
GROUP BY k.tenant_id, k.ticket_id
"""


@read("ticket.read", STAFF)
async def progress(act: Act, wanted: Sequence[tuple[int, UUID]]) -> list[Progress]:
    """Of those of these tickets (tenant and id) that have tasks; in one statement for a list."""
    if not wanted:
        return []
    tenants, ids = [each[0] for each in wanted], [each[1] for each in wanted]
    return [Progress(**row) for row in await db.rows(PROGRESS, tenants, ids)]


@write("ticket.work", STAFF)
async def add(
    act: Act, number: int, title: str, *, detail: str = "", mandatory: bool = False,
    due_hours: int | None = None,
) -> None:  # fmt: skip
    """One more, behind the others. Raises Malformed, NotFound."""
    ticket = await tickets.held(act, number)
    if not 1 <= len(title.strip()) <= 300 or len(detail) > 10_000:
        raise Malformed("title: 1 to 300 characters.", field="title")
    due = None if due_hours is None else Due(due_hours)
    await beginning.put(act, ticket, [Step("one", title, detail, mandatory, due=due)])


@write("ticket.work", STAFF)
async def finish(act: Act, number: int, task_id: UUID, *, version: int | None = None) -> None:
    """Done twice it is done once. Raises NotFound, NotYet, StaleVersion."""
    ticket, task = await _held(act, number, task_id, version)
    if task["state"] != DONE:
        if not task["ready"]:
            raise NotYet
        await _decide(act, ticket, task_id, DONE, "")


@write("ticket.work", STAFF)
async def skip(
    act: Act, number: int, task_id: UUID, reason: str, *, version: int | None = None
) -> None:
    """It is not needed here, and why. Raises Malformed, NotFound, StaleVersion."""
    if not 1 <= len(reason.strip()) <= 1_000:
        raise Malformed("reason: say why it is not needed.", field="reason")
    ticket, _ = await _held(act, number, task_id, version)
    await _decide(act, ticket, task_id, SKIPPED, reason.strip())


@write("ticket.work", STAFF)
async def reopen(act: Act, number: int, task_id: UUID, *, version: int | None = None) -> None:
    """It was not done after all. Raises NotFound, StaleVersion."""
    ticket, _ = await _held(act, number, task_id, version)
    await _decide(act, ticket, task_id, OPEN, "")


@write("ticket.work", STAFF)
async def assign(
    act: Act, number: int, task_id: UUID, staff_id: UUID | None, *, version: int | None = None
) -> None:
    """To somebody who works for this client; None gives it back. Raises Malformed, NotFound."""
    ticket, _ = await _held(act, number, task_id, version)
    works = "SELECT EXISTS (SELECT FROM assignment WHERE tenant_id = $1 AND staff_id = $2)"
    if staff_id is not None and not await db.value(works, act.tenant_id, staff_id):
        raise Malformed("staff_id: nobody with this id works for this client.", field="staff_id")
    await _write(act, task_id, {"assignee_id": staff_id})
    await events.emit(act, New("ticket.task_assigned", ticket.id, {"task_id": str(task_id)}))


async def _held(act: Act, number: int, task_id: UUID, version: int | None) -> tuple[Ticket, db.Row]:
    ticket = await tickets.held(act, number)
    rows = await db.rows(OF_TICKET, act.tenant_id, ticket.id)
    task = next((row for row in rows if row["id"] == task_id), None)
    if task is None:
        raise NotFound
    if version is not None and task["version"] != version:
        raise StaleVersion
    return ticket, task


async def _decide(act: Act, ticket: Ticket, task_id: UUID, state: str, reason: str) -> None:
    by, at = (None, None) if state == OPEN else (act.principal.person_id, act.now)
    said = {"state": state, "reason": reason, "decided_by": by, "decided_at": at}
    await _write(act, task_id, said)
    body = {"task_id": str(task_id), "state": state}
    await events.emit(act, New(DECIDED, ticket.id, body))


async def _write(act: Act, task_id: UUID, columns: dict[str, Any]) -> None:
    names = ", ".join(f"{name} = ${place}" for place, name in enumerate(columns, 3))
    await db.execute(
        f"UPDATE task SET {names}, version = version + 1 WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, task_id, *columns.values()),
    )
