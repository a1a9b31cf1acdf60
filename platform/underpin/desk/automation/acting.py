"""Rules that may act in a client's desk now, each with the rights its author has now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tenants import role
from underpin.desk.automation import rules
from underpin.desk.automation.rule import Rule
from underpin.kernel import db
from underpin.kernel.principal import STAFF, Principal

# A rule acts where its author works, and not where it was set aside.
ACTING: Final = """
SELECT r.id, r.name, r.definition, r.position, r.stops, r.version, r.author_id, s.name AS author,
       ARRAY(SELECT o.role FROM staff_role o WHERE o.staff_id = s.id) AS roles
FROM automation_rule r JOIN staff s ON s.id = r.author_id AND s.state = 'active'
JOIN assignment a ON a.staff_id = r.author_id AND a.tenant_id = $1
WHERE r.enabled AND r.retired_at IS NULL AND r.trigger = ANY ($2::text[])
  AND (r.client_id IS NULL OR r.client_id = $1) AND ($3::uuid IS NULL OR r.id = $3)
  AND NOT EXISTS (SELECT FROM automation_fault f WHERE f.tenant_id = $1 AND f.rule_id = r.id
                  AND f.resumed_at IS NULL)
ORDER BY r.position, r.id
"""


@dataclass(frozen=True, slots=True)
class Acting:
    rule: Rule
    author: Principal


async def of(tenant: int, triggers: Sequence[str], rule_id: UUID | None = None) -> list[Acting]:
    """In the order in which they act; with `rule_id`, that one if it does."""
    rows = await db.rows(ACTING, tenant, list(triggers), rule_id)
    return [_acting(tenant, dict(row)) for row in rows]


def _acting(tenant: int, row: Mapping[str, object]) -> Acting:
    known = dict(row)
    name, roles = str(known.pop("author")), known.pop("roles")
    held = frozenset(roles) if isinstance(roles, list) else frozenset[str]()
    known["definition"] = rules.definition(known["definition"])
    found = Rule(**known)  # type: ignore[arg-type]
    may = role.capabilities(STAFF, held)
    author = Principal(STAFF, found.author_id, may, {"": tenant}, name=name, roles=held)
    return Acting(found, author)
