"""What the tickets behind figures are called, for whoever may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Named:
    number: int
    subject: str


OF: Final = "SELECT id, number, subject FROM ticket WHERE tenant_id = $1 AND id = ANY ($2::uuid[])"


@read("ticket.read", STAFF, MEMBER)
async def of(act: Act, tenant: int, ticket_ids: Iterable[UUID]) -> Mapping[UUID, Named]:
    """By id; who may not be seen is absent. Raises NotFound for another tenant than a member's
    own."""
    act.only_own(tenant)
    words = (tenant, list(set(ticket_ids)), *tickets.whom(act))
    rows = await db.rows(f"{OF}{tickets.sees(act)}", *words)
    return {row["id"]: Named(row["number"], row["subject"]) for row in rows}
