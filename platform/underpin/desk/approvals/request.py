"""A request for approval as it is kept and shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final, Literal, get_args
from uuid import UUID

from underpin.desk.approvals.voting import Decision, Group, Side, State
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, NotFound

Subject = Literal["change", "chargeable", "contract_change", "catalogue_request"]
SUBJECTS: Final = get_args(Subject)
WAITING: Final[State] = "waiting"


class Ended(Conflict):
    code = "approval-ended"
    title = "This was decided, withdrawn or ran out in the meantime"


@dataclass(frozen=True, slots=True)
class Request:
    """`amount` in major units of `currency`, net; both None where it costs nothing. `reason` is
    why it was refused or withdrawn. `asks_client`: the client has a say, and sees it."""

    tenant_id: int
    id: UUID
    ticket_id: UUID
    ticket_number: int
    subject: Subject
    title: str
    detail: str
    amount: Decimal | None
    currency: str | None
    state: State
    asks_client: bool
    asked_by: UUID | None
    asked_by_name: str
    asked_at: datetime
    deadline: datetime
    ended_at: datetime | None
    reason: str | None
    po_number: str | None


@dataclass(frozen=True, slots=True)
class Decided:
    """`approver_id` is whose voice it was, `decided_by` who gave it: themselves or a stand-in."""

    approver_id: UUID
    decided_by: UUID
    decided_by_name: str
    side: Side
    decision: Decision
    reason: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with its groups and what was decided so far, as far as the asker may see."""

    request: Request
    groups: tuple[Group, ...]
    decisions: tuple[Decided, ...]


COLUMNS: Final = ", ".join(f"q.{name}" for name in Request.__slots__)


def of(row: db.Row) -> Request:
    return Request(**{name: row[name] for name in Request.__slots__})


async def held(act: Act, request_id: UUID) -> Request:
    """One that still waits, locked, its ticket being held already. Raises NotFound, Ended."""
    found = await locked(act, request_id)
    if found.state != WAITING:
        raise Ended
    return found


async def locked(act: Act, request_id: UUID) -> Request:
    """Whatever became of it. Raises NotFound."""
    row = await db.row(
        f"SELECT {COLUMNS} FROM approval_request q WHERE q.tenant_id = $1 AND q.id = $2 FOR UPDATE",
        *(act.tenant_id, request_id),
    )
    if row is None:
        raise NotFound
    return of(row)


GROUPS: Final = """
SELECT g.request_id, g.id, g.side, g.name, g.quorum, g.size, g.approved FROM approval_group g
JOIN unnest($1::int[], $2::uuid[]) AS u(tenant_id, id)
  ON u.tenant_id = g.tenant_id AND u.id = g.request_id
ORDER BY g.request_id, g.ordinal
"""
DECISIONS: Final = """
SELECT d.request_id, d.approver_id, d.decided_by, d.decided_by_name, d.side, d.decision, d.reason,
       d.decided_at
FROM approval_decision d JOIN unnest($1::int[], $2::uuid[]) AS u(tenant_id, id)
  ON u.tenant_id = d.tenant_id AND u.id = d.request_id
ORDER BY d.request_id, d.decided_at, d.id
"""


async def groups_of(tenant: int, request_id: UUID) -> tuple[Group, ...]:
    rows = await db.rows(GROUPS, [tenant], [request_id])
    return tuple(_group(row) for row in rows)


async def whole(requests: Sequence[Request]) -> list[Asked]:
    """With their groups and decisions, in the order given."""
    keys = [each.tenant_id for each in requests], [each.id for each in requests]
    if not requests:
        return []
    groups, decisions = await db.rows(GROUPS, *keys), await db.rows(DECISIONS, *keys)
    return [
        Asked(
            each,
            tuple(_group(row) for row in groups if row["request_id"] == each.id),
            tuple(_decided(row) for row in decisions if row["request_id"] == each.id),
        )
        for each in requests
    ]


def _group(row: db.Row) -> Group:
    return Group(**{name: row[name] for name in Group.__slots__})


def _decided(row: db.Row) -> Decided:
    return Decided(**{name: row[name] for name in Decided.__slots__})


async def zone_of(tenant: int) -> str:
    """The client's own zone, in which a window is agreed on."""
    found: str = await db.value("SELECT time_zone FROM tenant WHERE id = $1", tenant)
    return found
