"""Articles beside a ticket: by the words of its subject and of what its client said first."""

from __future__ import annotations

from typing import Final

from underpin.desk.knowledge import asking, finding
from underpin.desk.knowledge.finding import Found
from underpin.desk.search.query import Term
from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

OPENING: Final = """
SELECT body FROM message WHERE tenant_id = $1 AND ticket_id = $2 AND visibility = 'public'
ORDER BY happened_at, id LIMIT 1
"""


@read("knowledge.read", STAFF)
async def ticket(act: Act, tenant: int, number: int, limit: int = finding.FEW) -> list[Found]:
    """The best first. Raises NotFound for a ticket they may not see."""
    found = await tickets.seen(act, tenant, number)
    said = await db.value(OPENING, tenant, found.id) or ""
    whole = [Term(each.word) for each in asking.terms(f"{found.subject}\n{said}\n")]
    return await finding.looked_up(act, tenant, whole, limit, sure=True)
