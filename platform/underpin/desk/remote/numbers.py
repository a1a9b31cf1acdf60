"""By which number a tool knows somebody's machine: as it was read out last and kept, for a person
here, for an asset among what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tenants.erasing import Known
from underpin.desk.assets import assets
from underpin.desk.assets.asset import Row
from underpin.desk.remote.tools import Tool
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write


@dataclass(frozen=True, slots=True)
class Number:
    """What `tool` calls the machine of `person`, a ticket's requester."""

    tool_id: UUID
    tool: str
    person_id: UUID
    person: str
    target: str


OF_REQUESTER: Final = """
SELECT n.tool_id, r.name AS tool, n.person_id, p.name AS person, n.target
FROM remote_number n JOIN remote_tool r ON r.id = n.tool_id
JOIN person p ON p.tenant_id = n.tenant_id AND p.id = n.person_id
WHERE n.tenant_id = $1 AND n.person_id = $2 AND n.tool_id = ANY ($3::uuid[]) ORDER BY r.name
"""
KEEP: Final = """
INSERT INTO remote_number (tenant_id, person_id, tool_id, target, kept_by, kept_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (tenant_id, person_id, tool_id) DO UPDATE
SET target = excluded.target, kept_by = excluded.kept_by, kept_at = excluded.kept_at
"""
FORGET: Final = """
DELETE FROM remote_number WHERE tenant_id = $1 AND person_id = $2 AND tool_id = $3
"""


async def of_person(tenant: int, person_id: UUID, every: Sequence[Tool]) -> list[Number]:
    """Within any scope of staff."""
    rows = await db.rows(OF_REQUESTER, tenant, person_id, [tool.id for tool in every])
    return [Number(**row) for row in rows]


async def keep(act: Act, ticket: Ticket, tool: Tool, target: str, asset_id: UUID | None) -> None:
    """For the asset, else for the ticket's requester."""
    if asset_id is not None:
        await assets.note(act, asset_id, Row(attributes={tool.attribute: target}))
    else:
        words = (ticket.requester_id, tool.id, target, act.person_id, act.now)
        await db.execute(KEEP, act.tenant_id, *words)


@write("ticket.work", STAFF)
async def forget(act: Act, number: int, tool_id: UUID) -> None:
    """The requester's. What is not known is no error. Raises NotFound."""
    ticket = await tickets.held(act, number)
    await db.execute(FORGET, act.tenant_id, ticket.requester_id, tool_id)


async def erase(act: Act, known: Known) -> int:
    """Returns how many numbers are known no more."""
    return await db.execute(
        "DELETE FROM remote_number WHERE tenant_id = $1 AND person_id = $2",
        *(act.tenant_id, known.person_id),
    )
