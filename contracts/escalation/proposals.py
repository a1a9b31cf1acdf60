"""Escalation steps that ask first: who may decide sees them, and one person decides each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from contracts.desk_protocol import Action, Decision
from contracts.escalation.escalation import BREACH
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


class Decided(Conflict):
    code = "proposal-decided"
    title = "This step was decided already, or the ticket has moved on"


@dataclass(frozen=True, slots=True)
class Escalation:
    """One step of a ticket's policy that came up. `state`: done, proposed, accepted, declined, or
    passed where the ticket moved on by itself. `percent` 100 is the breach."""

    id: UUID
    ticket_id: UUID
    clock_id: UUID
    step_id: UUID
    state: str
    action: str
    metric: str
    holder: str
    percent: int
    to_tier: int | None
    happened_at: datetime
    decided_at: datetime | None
    decided_by: UUID | None

    @property
    def decision(self) -> Decision:
        """What the desk is to carry out."""
        return Decision(
            action=cast(Action, self.action),
            step_id=self.step_id,
            clock_id=self.clock_id,
            metric=self.metric,
            percent=None if self.percent == BREACH else self.percent,
            at=self.happened_at,
            to_tier=self.to_tier,
        )


SELECT = """
SELECT e.id, e.ticket_id, e.clock_id, e.step_id, e.state, s.action, s.metric, c.holder, s.percent,
       s.to_tier, e.happened_at, e.decided_at, e.decided_by
FROM escalation e
JOIN escalation_step s ON s.tenant_id = e.tenant_id AND s.id = e.step_id
JOIN clock c ON c.tenant_id = e.tenant_id AND c.id = e.clock_id
WHERE e.tenant_id = $1 AND
"""


@read("ticket.read", STAFF)
async def of_ticket(act: Act, tenant: int, ticket_id: UUID) -> list[Escalation]:
    """Every step that came up, in order; the open ones wait as proposed."""
    rows = await db.rows(
        f"{SELECT} e.ticket_id = $2 ORDER BY e.happened_at, s.ordinal", tenant, ticket_id
    )
    return [Escalation(**row) for row in rows]


async def ticket_of(act: Act, escalation_id: UUID) -> UUID:
    """The ticket to lock before its step is decided. Raises NotFound."""
    found: UUID | None = await db.value(
        "SELECT ticket_id FROM escalation WHERE tenant_id = $1 AND id = $2",
        act.tenant_id,
        escalation_id,
    )
    if found is None:
        raise NotFound
    return found


async def accept(act: Act, escalation_id: UUID) -> Escalation:
    """Within the desk's verb, the ticket locked: the step's decision is then carried out there.

    Raises NotFound, Decided.
    """
    return await _decide(act, escalation_id, "accepted")


async def decline(act: Act, escalation_id: UUID) -> Escalation:
    """Raises NotFound, Decided."""
    return await _decide(act, escalation_id, "declined")


async def _decide(act: Act, escalation_id: UUID, state: str) -> Escalation:
    changed = await db.execute(
        "UPDATE escalation SET state = $3, decided_at = $4, decided_by = $5 "
        "WHERE tenant_id = $1 AND id = $2 AND state = 'proposed'",
        *(act.tenant_id, escalation_id, state, act.now, act.person_id),
    )
    row = await db.row(f"{SELECT} e.id = $2", act.tenant_id, escalation_id)
    if row is None:
        raise NotFound
    if not changed:
        raise Decided
    return Escalation(**row)
