"""What the placeholders of a prepared text stand for on one ticket."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, installation

ABOUT: Final = """
SELECT n.key || '-' || t.number AS "ticket.number", t.subject AS "ticket.subject",
       replace(t.type, '_', ' ') AS "ticket.type", t.priority AS "ticket.priority",
       replace(t.state, '_', ' ') AS "ticket.state", n.name AS "client.name",
       coalesce(p.name, '') AS "requester.name", coalesce(v.name, '') AS "service.name",
       coalesce(p.locale, n.locale) AS language
FROM ticket t JOIN tenant n ON n.id = t.tenant_id
LEFT JOIN person p ON p.tenant_id = t.tenant_id AND p.id = t.requester_id
LEFT JOIN service v ON v.tenant_id = t.tenant_id AND v.id = t.service_id
WHERE t.tenant_id = $1 AND t.id = $2
"""


async def values(ticket: Ticket, agent: str) -> tuple[Mapping[str, str], str]:
    """By name, as the ticket stands now; and the requester's language."""
    row = await db.row(ABOUT, ticket.tenant_id, ticket.id)
    assert row is not None, "the ticket was just read"  # noqa: S101
    known = dict(row)
    language = known.pop("language")
    known["requester.first_name"] = _first(known["requester.name"])
    known["agent.name"], known["agent.first_name"] = agent, _first(agent)
    portal = installation.settings().portal_origin
    known["ticket.link"] = f"{portal}/tickets/{known['ticket.number']}"
    return known, language


def _first(name: str) -> str:
    return name.strip().partition(" ")[0]
