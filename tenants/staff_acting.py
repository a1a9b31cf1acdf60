"""A person of ours, for whom the worker goes on with what they began: as they are now, not then."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from tenants import role
from underpin.kernel import db
from underpin.kernel.database.scope import Provider, Staff
from underpin.kernel.principal import STAFF, Principal

PERSON: Final = """
SELECT f.id, f.name, f.tier, f.locale, f.time_zone,
       ARRAY(SELECT r.role FROM staff_role r WHERE r.staff_id = f.id ORDER BY 1) AS roles,
       ARRAY(SELECT a.tenant_id FROM assignment a WHERE a.staff_id = f.id ORDER BY 1) AS tenants
FROM staff f WHERE f.id = $1 AND f.state = 'active'
"""
KEYS: Final = "SELECT id, key FROM tenant WHERE id = ANY ($1::int[]) ORDER BY id"


async def principal(staff_id: UUID) -> Principal | None:
    """With the roles and clients of this moment; None for who is no longer here."""
    async with db.open(Provider()):
        row = await db.row(PERSON, staff_id)
    if row is None:
        return None
    async with db.open(Staff(tuple(row["tenants"]))):
        named = await db.rows(KEYS, list(row["tenants"]))
    return Principal(
        STAFF,
        staff_id,
        role.capabilities(STAFF, row["roles"]),
        {each["key"]: each["id"] for each in named},
        name=row["name"],
        roles=frozenset(row["roles"]),
        tier=row["tier"],
        locale=row["locale"],
        time_zone=row["time_zone"],
    )
