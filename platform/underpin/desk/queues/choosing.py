"""What the list can be narrowed by besides what every ticket has, and the macros to use on what was
found: in one reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from underpin.desk.macros import macros
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

What = Literal["category", "field", "team", "service", "macro"]
WHAT: Final[tuple[What, ...]] = ("category", "field", "team", "service", "macro")
# Of several clients each field is named once; a service is some client's alone. A macro narrows
# nothing: it is used on what was found.
OFFERED: Final = f"""
SELECT 'category' AS what, c.id, coalesce(p.name || ' › ', '') || c.name AS label
FROM category c LEFT JOIN category p ON p.id = c.parent_id WHERE c.retired_at IS NULL
UNION ALL SELECT 'field', id, label FROM field WHERE retired_at IS NULL AND searchable
UNION ALL SELECT 'field', id, label FROM staff_field WHERE retired_at IS NULL AND searchable
UNION ALL SELECT 'field', id, label FROM client_field
    WHERE tenant_id = ANY ($1::int[]) AND retired_at IS NULL AND searchable
UNION ALL SELECT 'team', id, name FROM team
UNION ALL SELECT 'service', id, name FROM service WHERE tenant_id = ANY ($1::int[])
UNION ALL SELECT 'macro', m.id, m.name FROM macro m WHERE {macros.VISIBLE.format(person="$2")}
ORDER BY what, label, id LIMIT 2000
"""


@dataclass(frozen=True, slots=True)
class Offer:
    id: UUID
    label: str


@read("ticket.read", STAFF)
async def offered(act: Act, tenants: tuple[int, ...] = ()) -> Mapping[What, list[Offer]]:
    """By what it is and then by name; services, and fields of their own, of these clients; the
    macros one may use."""
    found: dict[What, list[Offer]] = {what: [] for what in WHAT}
    for row in await db.rows(OFFERED, list(tenants), act.person_id):
        found[row["what"]].append(Offer(row["id"], row["label"]))
    return found
