"""What of a ticket waits for a yes, its change and whether its caller is known: at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from underpin.desk.approvals.request import Subject
from underpin.desk.approvals.voting import State
from underpin.desk.changes.course import State as ChangeState
from underpin.desk.changes.risk import Level
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import Audience


@dataclass(frozen=True, slots=True)
class Asked:
    id: UUID
    subject: Subject
    title: str
    state: State
    amount: Decimal | None
    currency: str | None


@dataclass(frozen=True, slots=True)
class Glance:
    """`change` None: there is none. `is_verified`: whoever asked for a sensitive matter."""

    asked: tuple[Asked, ...] = ()
    change: ChangeState | None = None
    risk: Level | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    sensitive: str | None = None
    is_verified: bool = False


NOTHING: Final = Glance()

HEAD: Final = """
SELECT c.state AS change, c.risk, c.starts_at, c.ends_at, {sensitive} AS sensitive,
       {verified} AS is_verified
FROM ticket t LEFT JOIN change_plan c ON c.tenant_id = t.tenant_id AND c.ticket_id = t.id
WHERE t.tenant_id = $1 AND t.id = $2{more}
"""
VERIFIED: Final = """EXISTS (SELECT FROM verification v WHERE v.tenant_id = t.tenant_id
    AND v.ticket_id = t.id AND v.person_id = t.requester_id AND v.valid_until > $3)"""
# Verifications are the desk's own matter.
OURS: Final = HEAD.format(sensitive="t.sensitive", verified=VERIFIED, more="")
THEIRS: Final = HEAD.format(
    sensitive="NULL::text", verified="false", more=" AND $3::timestamptz IS NOT NULL"
)
ASKED: Final = """
SELECT id, subject, title, state, amount, currency FROM approval_request
WHERE tenant_id = $1 AND ticket_id = $2 ORDER BY asked_at DESC, id DESC LIMIT 10
"""


async def of_ticket(act: Act, tenant: int, ticket_id: UUID) -> Glance:
    """Within a reading verb, of a ticket that the asker may see."""
    ours = act.audience is Audience.STAFF
    row = await db.row(OURS if ours else THEIRS, tenant, ticket_id, act.now)
    asked = tuple(Asked(**each) for each in await db.rows(ASKED, tenant, ticket_id))
    return Glance(asked, **row) if row else Glance(asked)
