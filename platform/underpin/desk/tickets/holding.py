"""Which team holds a ticket, and whose matter it turned out to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from contracts.facts import Verdict
from underpin.desk.tickets import visibility
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Holding:
    """`team_id` None: no team was named. `verdict`: see `judging`; `genuine` as long as nobody says
    otherwise."""

    team_id: UUID | None
    verdict: Verdict


OF_TICKET: Final = f"""
SELECT t.team_id, t.verdict FROM ticket t
WHERE t.tenant_id = $1 AND t.number = $2 AND {visibility.staff_sees("t", "$3")}
"""


@read("ticket.read", STAFF)
async def of_ticket(act: Act, tenant: int, number: int) -> Holding:
    """Raises NotFound."""
    row = await db.row(OF_TICKET, tenant, number, act.person_id)
    if row is None:
        raise NotFound
    return Holding(**row)
