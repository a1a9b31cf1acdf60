"""Whose voices somebody may give: their own, and those of whom they stand in for at this moment.

A client's approver names a stand-in; for a colleague of ours who is away, whoever leads stands in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from underpin.desk.approvals.approvers import LEADS
from underpin.desk.hands import absence
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import Audience


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody whom a request asks; `is_open`: they have not decided, and it still waits."""

    person_id: UUID
    group_id: UUID
    is_open: bool


AWAY_MEMBERS: Final = """
SELECT s.person_id FROM stand_in s WHERE s.tenant_id = $1 AND s.stand_in_id = $2
AND s.cancelled_at IS NULL AND s.starts_at <= $3 AND s.ends_at > $3
"""
AWAY_STAFF: Final = absence.AWAY.format(at="$1")


async def of(act: Act) -> list[UUID]:
    """Oneself first."""
    if act.audience is Audience.MEMBER:
        rows = await db.rows(AWAY_MEMBERS, act.principal.own_tenant, act.person_id, act.now)
        return [act.person_id, *sorted(row["person_id"] for row in rows)]
    if act.principal.roles.isdisjoint(LEADS):
        return [act.person_id]
    rows = await db.rows(AWAY_STAFF, act.now)
    return [act.person_id, *sorted({row["staff_id"] for row in rows} - {act.person_id})]


ASKED: Final = """
SELECT a.person_id, a.group_id, a.is_open FROM approval_approver a
WHERE a.tenant_id = $1 AND a.request_id = $2 AND a.person_id = ANY ($3::uuid[])
ORDER BY a.person_id
"""


async def asked(act: Act, request_id: UUID, tenant: int | None = None) -> list[Voice]:
    """Those of them whom this request of the act's client, or of `tenant`, asks; empty where none
    of this is theirs."""
    where = act.tenant_id if tenant is None else tenant
    rows = await db.rows(ASKED, where, request_id, await of(act))
    return [Voice(**row) for row in rows]
