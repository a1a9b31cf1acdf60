"""Whom rules of approval name, and who may be named: people of the client, and of ours who work for
it. Who leaves, or loses the role, stays named until somebody names another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from underpin.desk.approvals.approvers import DECIDES
from underpin.desk.approvals.policy import Rule
from underpin.desk.approvals.voting import CLIENT, PROVIDER, Side
from underpin.kernel import db


@dataclass(frozen=True, slots=True)
class Approver:
    """`may`: whether they approve anything at this moment."""

    id: UUID
    name: str
    side: Side
    may: bool


OF: Final = f"""
SELECT * FROM (
    SELECT p.id, p.name, '{CLIENT}' AS side, p.state = 'active' AND EXISTS (
        SELECT FROM member_role r WHERE r.tenant_id = p.tenant_id AND r.person_id = p.id
        AND r.role = ANY ($3::text[])) AS may
    FROM person p WHERE p.tenant_id = $1 UNION ALL
    SELECT s.id, s.name, '{PROVIDER}', s.state = 'active' AND a.staff_id IS NOT NULL AND EXISTS (
        SELECT FROM staff_role r WHERE r.staff_id = s.id AND r.role = ANY ($4::text[]))
    FROM staff s LEFT JOIN assignment a ON a.staff_id = s.id AND a.tenant_id = $1
) n WHERE may OR id = ANY ($2::uuid[]) ORDER BY side, name, id LIMIT 1000
"""
KNOWN: Final = f"""
SELECT id, '{CLIENT}' AS side FROM person WHERE tenant_id = $1 AND id = ANY ($2::uuid[])
UNION ALL SELECT id, '{PROVIDER}' FROM staff WHERE id = ANY ($2::uuid[])
"""


async def of(tenant: int, rules: Iterable[Sequence[Rule]]) -> tuple[Approver, ...]:
    """By side and name."""
    said = [person for each in rules for _, person in _in(each)]
    decides = (sorted(DECIDES[CLIENT]), sorted(DECIDES[PROVIDER]))
    return tuple(Approver(**row) for row in await db.rows(OF, tenant, said, *decides))


async def unknown(tenant: int, rules: Sequence[Rule]) -> set[tuple[str, UUID]]:
    """Sides and ids that rules name and nobody there has."""
    said = _in(rules)
    rows = await db.rows(KNOWN, tenant, [person for _, person in said]) if said else []
    return said - {(row["side"], row["id"]) for row in rows}


def _in(rules: Sequence[Rule]) -> set[tuple[str, UUID]]:
    return {(each.side, who) for rule in rules for each in rule.groups for who in each.people}
