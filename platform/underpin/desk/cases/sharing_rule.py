"""Which parts of its tickets leave with a case, per service (PRACTICE 22)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import asyncpg

from underpin.desk.cases import shared
from underpin.desk.cases.shared import Known
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, installation
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

ABOUT: Final = """
SELECT t.subject, coalesce(r.parts, $3::text[]) AS parts, n.name AS client,
       coalesce(i.name, '') AS site,
       coalesce(s.name, '') AS service, p.name AS requester, p.email AS reached_at,
       coalesce((SELECT v.locale FROM coverage c JOIN vendor v ON v.id = c.vendor_id
                 WHERE c.tenant_id = t.tenant_id AND c.service_id = t.service_id
                 ORDER BY v.name, v.id LIMIT 1), $4) AS locale,
       ARRAY(SELECT m.body FROM message m WHERE m.tenant_id = t.tenant_id AND m.ticket_id = t.id
             AND m.visibility = 'public' ORDER BY m.happened_at, m.id LIMIT 50) AS said
FROM ticket t JOIN tenant n ON n.id = t.tenant_id
JOIN person p ON p.tenant_id = t.tenant_id AND p.id = t.requester_id
LEFT JOIN service s ON s.tenant_id = t.tenant_id AND s.id = t.service_id
LEFT JOIN site i ON i.tenant_id = t.tenant_id AND i.id = t.site_id
LEFT JOIN sharing_rule r ON r.tenant_id = t.tenant_id AND r.service_id = t.service_id
WHERE t.tenant_id = $1 AND t.id = $2
"""


@dataclass(frozen=True, slots=True)
class Rule:
    service_id: UUID
    parts: tuple[str, ...]


@write("contract.write", STAFF)
async def agree(act: Act, service_id: UUID, parts: Sequence[str]) -> Rule:
    """For cases from now on. Raises Malformed, NotFound."""
    strange = sorted(set(parts) - set(shared.PARTS))
    if strange:
        raise Malformed(f"parts: {strange[0]} is none of {', '.join(shared.PARTS)}.", field="parts")
    kept = [each for each in shared.PARTS if each in parts]
    try:
        await db.execute(
            "INSERT INTO sharing_rule (tenant_id, service_id, parts) VALUES ($1, $2, $3) "
            "ON CONFLICT (tenant_id, service_id) DO UPDATE SET parts = excluded.parts",
            *(act.tenant_id, service_id, kept),
        )
    except asyncpg.ForeignKeyViolationError as unknown:
        raise NotFound from unknown
    return Rule(service_id, tuple(kept))


@read("contract.read", STAFF)
async def of_service(act: Act, tenant: int, service_id: UUID) -> Rule:
    """Raises NotFound for no such service."""
    row = await db.row(
        "SELECT r.parts FROM service s LEFT JOIN sharing_rule r ON r.tenant_id = s.tenant_id "
        "AND r.service_id = s.id WHERE s.tenant_id = $1 AND s.id = $2",
        *(tenant, service_id),
    )
    if row is None:
        raise NotFound
    return Rule(service_id, tuple(row["parts"] or shared.BY_DEFAULT))


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may leave of a ticket, part by part, those that may not being empty; and together."""

    parts: dict[str, str]
    text: str


async def told(ticket: Ticket) -> str:
    """What the vendor behind this ticket's service reads of it."""
    return (await allowed(ticket.tenant_id, ticket.id)).text


async def allowed(tenant: int, ticket_id: UUID) -> Allowed:
    """By its service's rule now. Raises NotFound."""
    defaults = (list(shared.BY_DEFAULT), installation.settings().language)
    row = await db.row(ABOUT, tenant, ticket_id, *defaults)
    if row is None:
        raise NotFound
    names = ("client", "site", "service", "requester", "reached_at", "said", "locale")
    known = Known(row["subject"], **{name: row[name] for name in names})
    return Allowed(shared.each(row["parts"], known), shared.compose(row["parts"], known))
