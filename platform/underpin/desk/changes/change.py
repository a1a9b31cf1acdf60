"""A change as it is kept beside its ticket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from underpin.desk.changes import course
from underpin.desk.changes.course import Kind, State
from underpin.desk.changes.risk import Level
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound, StaleVersion

TYPE: Final = "change_request"


@dataclass(frozen=True, slots=True)
class Change:
    """`starts_at` to `ends_at` is its window; None while it has none. `request_id`: the approval
    that is or was asked for it."""

    tenant_id: int
    ticket_id: UUID
    kind: Kind
    state: State
    likelihood: Level
    effect: Level
    is_tested: bool
    is_reversible: bool
    risk: Level
    plan: str
    back_out: str
    test_plan: str
    template_id: UUID | None
    starts_at: datetime | None
    ends_at: datetime | None
    author_id: UUID
    request_id: UUID | None
    began_at: datetime | None
    ended_at: datetime | None
    reviewed_at: datetime | None
    version: int


COLUMNS: Final = ", ".join(f"c.{name}" for name in Change.__slots__)


def of(row: db.Row) -> Change:
    return Change(**{name: row[name] for name in Change.__slots__})


async def found(tenant: int, ticket_id: UUID) -> Change | None:
    row = await db.row(
        f"SELECT {COLUMNS} FROM change_plan c WHERE c.tenant_id = $1 AND c.ticket_id = $2",
        *(tenant, ticket_id),
    )
    return of(row) if row else None


async def held(act: Act, number: int, version: int | None = None) -> tuple[Ticket, Change]:
    """Ticket and change for changing, the ticket's lock guarding both. Raises NotFound,
    StaleVersion when `version` of the change is given and no longer the present one."""
    ticket = await tickets.held(act, number)
    change = await found(act.tenant_id, ticket.id)
    if change is None:
        raise NotFound("This ticket has no change yet: write its plan first.")
    if version is not None and version != change.version:
        raise StaleVersion
    return ticket, change


async def move(act: Act, change: Change, state: State, why: str = "", **columns: Any) -> Change:
    """To another state, if it may follow. Raises NotNow."""
    course.check(change.state, state)
    kept = await write(act, change, state=state, **columns)
    body = {"old": change.state, "new": state}
    told = events.New(f"ticket.change_{state}", change.ticket_id, body, reason=why or None)
    await events.emit(act, told)
    return kept


async def write(act: Act, change: Change, **columns: Any) -> Change:
    names = ", ".join(f"{name} = ${place}" for place, name in enumerate(columns, 3))
    row = await db.row(
        f"UPDATE change_plan c SET {names}, version = c.version + 1 "
        f"WHERE c.tenant_id = $1 AND c.ticket_id = $2 RETURNING {COLUMNS}",
        *(act.tenant_id, change.ticket_id, *columns.values()),
    )
    assert row is not None, "its ticket is locked by this transaction"  # noqa: S101
    return of(row)
