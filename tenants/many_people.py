"""Many people of a client company at once, as a sheet names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write


@dataclass(frozen=True, slots=True)
class New:
    """`email` as `people.checked_email` gives it; `reach` company, site or empty; `site` a name, or
    empty. A site that there is not yet is added."""

    name: str
    email: str
    roles: tuple[str, ...]
    reach: str = ""
    site: str = ""


SITES: Final = """
INSERT INTO site (tenant_id, id, name, time_zone)
SELECT t.id, u.id, u.name, t.time_zone FROM unnest($2::uuid[], $3::text[]) AS u(id, name), tenant t
WHERE t.id = $1 ON CONFLICT (tenant_id, name) DO NOTHING
"""
PEOPLE: Final = """
INSERT INTO person (tenant_id, id, name, email, site_id, state, locale, time_zone, created_at)
SELECT t.id, u.id, u.name, u.email, s.id, 'invited', t.locale, t.time_zone, $6
FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) AS u(id, name, email, site)
JOIN tenant t ON t.id = $1 LEFT JOIN site s ON s.tenant_id = $1 AND s.name = u.site
ON CONFLICT (tenant_id, email) DO NOTHING RETURNING id
"""
ROLES: Final = """
INSERT INTO member_role (tenant_id, person_id, role)
SELECT $1, u.id, u.role FROM unnest($2::uuid[], $3::text[]) AS u(id, role)
"""
GRANTS: Final = """
INSERT INTO member_grant (tenant_id, person_id, reach, granted_by, granted_at)
SELECT $1, u.id, u.reach, $4, $5 FROM unnest($2::uuid[], $3::text[]) AS u(id, reach)
"""


@write("person.write", STAFF)
async def add(act: Act, wanted: Sequence[New]) -> int:
    """Not yet invited; returns how many are new. Whoever has one of the addresses already stays as
    they are."""
    sites = sorted({each.site for each in wanted if each.site})
    await db.execute(SITES, act.tenant_id, [ids.new() for _ in sites], sites)
    made = {ids.new(): each for each in wanted}
    columns = [[getattr(e, name) for e in wanted] for name in ("name", "email", "site")]
    rows = await db.rows(PEOPLE, act.tenant_id, list(made), *columns, act.now)
    new = {row["id"]: made[row["id"]] for row in rows}
    roles = [(person, role) for person, each in new.items() for role in each.roles]
    await db.execute(ROLES, act.tenant_id, [r[0] for r in roles], [r[1] for r in roles])
    seeing = [(person, each.reach) for person, each in new.items() if each.reach]
    words = ([s[0] for s in seeing], [s[1] for s in seeing], act.person_id, act.now)
    await db.execute(GRANTS, act.tenant_id, *words)
    return len(new)
