"""What the list can be narrowed by besides what every ticket has: in one reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

What = Literal["category", "field", "team", "service"]
WHAT: Final[tuple[What, ...]] = ("category", "field", "team", "service")
# Of several clients each field is named once; a service is some client's alone.
OFFERED: Final = """
SELECT 'category' AS what, c.id, coalesce(p.name || ' › ', '') || c.name AS label
FROM category c LEFT JOIN category p ON p.id = c.parent_id WHERE c.retired_at IS NULL
UNION ALL SELECT 'field', id, label FROM field WHERE retired_at IS NULL AND searchable
UNION ALL SELECT 'field', id, label FROM staff_field WHERE retired_at IS NULL AND searchable
UNION ALL SELECT 'field', id, label FROM client_field
    WHERE tenant_id = ANY ($1::int[]) AND retired_at IS NULL AND searchable
UNION ALL SELECT 'team', id, name FROM team
UNION ALL SELECT 'service', id, name FROM service WHERE tenant_id = ANY ($1::int[])
ORDER BY what, label, id LIMIT 2000
"""


@dataclass(frozen=True, slots=True)
class Offer:
    id: UUID
    label: str


@read("ticket.read", STAFF)
async def offered(act: Act, tenants: tuple[int, ...] = ()) -> Mapping[What, list[Offer]]:
    """By what it is and then by name; services, and fields of their own, of these clients."""
    found: dict[What, list[Offer]] = {what: [] for what in WHAT}
    for row in await db.rows(OFFERED, list(tenants)):
        found[row["what"]].append(Offer(row["id"], row["label"]))
    return found
