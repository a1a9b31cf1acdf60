"""What was said in a case, by either side, each thing once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from underpin.desk.cases.case import Case
from underpin.kernel import db, ids
from underpin.kernel.act import Act


@dataclass(frozen=True, slots=True)
class CaseMessage:
    id: UUID
    direction: str
    author_name: str
    body: str
    happened_at: datetime


async def keep(
    act: Act, case: Case, direction: str, author: str, body: str, *, identity: str, at: datetime
) -> bool:
    """Once per identity; whether it was new."""
    kept = await db.execute(
        "INSERT INTO case_message (tenant_id, id, case_id, direction, author_name, body, "
        "message_id, happened_at, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
        "ON CONFLICT (tenant_id, case_id, message_id) DO NOTHING",
        *(act.tenant_id, ids.new(), case.id, direction, author, body, identity, at, act.now),
    )
    return kept == 1


async def of_case(tenant: int, case_id: UUID) -> list[CaseMessage]:
    """The oldest first."""
    rows = await db.rows(
        "SELECT id, direction, author_name, body, happened_at FROM case_message "
        "WHERE tenant_id = $1 AND case_id = $2 ORDER BY happened_at, id",
        *(tenant, case_id),
    )
    return [CaseMessage(**row) for row in rows]
