"""Who of a client decides for an approver who is away, within that approver's limit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Forbidden, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write

LONGEST: Final = timedelta(days=366)
OTHERS: Final = "person.write"
"""Who may say it of others."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """From `starts_at` until before `ends_at`, `stand_in_id` decides for `person_id`."""

    id: UUID
    person_id: UUID
    stand_in_id: UUID
    starts_at: datetime
    ends_at: datetime


COLUMNS: Final = ", ".join(StandIn.__slots__)
# Who of these may approve: in one list, both must.
APPROVE: Final = """
SELECT count(DISTINCT p.id) FROM person p
JOIN member_role r ON r.tenant_id = p.tenant_id AND r.person_id = p.id
WHERE p.tenant_id = $1 AND p.id = ANY ($2::uuid[]) AND p.state = 'active'
  AND r.role IN ('approver', 'client_admin')
"""
INSERT: Final = f"""
INSERT INTO stand_in (tenant_id, id, person_id, stand_in_id, starts_at, ends_at, made_by, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING {COLUMNS}
"""


@write("approval.stand_in", STAFF, MEMBER)
async def name(
    act: Act,
    stand_in_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    person_id: UUID | None = None,
) -> StandIn:
    """For oneself; with the right to write people, for others. Both must be approvers. Raises
    Malformed, Forbidden."""
    whose = _allowed(act, person_id)
    if not max(starts_at, act.now) < ends_at <= starts_at + LONGEST:
        raise Malformed("ends_at: ahead, after starts_at, by a year at most.", field="ends_at")
    if whose == stand_in_id:
        raise Malformed("stand_in_id: somebody else.", field="stand_in_id")
    if await db.value(APPROVE, act.tenant_id, [whose, stand_in_id]) != 2:
        raise Malformed(
            "stand_in_id: both must be approvers of this client; grant that role first.",
            field="stand_in_id",
        )
    words = (ids.new(), whose, stand_in_id, starts_at, ends_at, act.person_id, act.now)
    row = await db.row(INSERT, act.tenant_id, *words)
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    return StandIn(**row)


@write("approval.stand_in", STAFF, MEMBER)
async def cancel(act: Act, stand_in: UUID) -> None:
    """What was decided meanwhile stays. Raises NotFound, Forbidden."""
    whose = await db.value(
        "SELECT person_id FROM stand_in "
        "WHERE tenant_id = $1 AND id = $2 AND cancelled_at IS NULL FOR UPDATE",
        *(act.tenant_id, stand_in),
    )
    if whose is None:
        raise NotFound
    _allowed(act, whose)
    keys = {"tenant_id": act.tenant_id, "id": stand_in}
    await db.update("stand_in", keys, {"cancelled_at": act.now})


def _allowed(act: Act, person_id: UUID | None) -> UUID:
    if person_id is not None and person_id == act.principal.person_id:
        return person_id
    if act.audience is MEMBER and person_id is None:
        return act.person_id
    if person_id is None:
        raise Malformed("person_id: say who will be away.", field="person_id")
    if not act.principal.may(OTHERS):
        raise Forbidden("Somebody else's stand-in is named by whoever keeps the client's people.")
    return person_id


@read("approval.stand_in", STAFF, MEMBER)
async def standing(act: Act, tenant: int) -> list[StandIn]:
    """Present and to come; a member is shown those that they take part in."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM stand_in WHERE tenant_id = $1 AND ends_at > $2 "
        "AND cancelled_at IS NULL ORDER BY starts_at, id LIMIT 200",
        *(tenant, act.now),
    )
    return [StandIn(**row) for row in rows]
