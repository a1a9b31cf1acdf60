"""A member's own company, and how far they see in it."""

from __future__ import annotations

from dataclasses import dataclass

from tenants.company import Company
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Belonging:
    """`reach`: company, site, or empty for a person's own and watched tickets alone."""

    company: Company
    reach: str


OWN = """
SELECT t.id, t.slug, t.key, t.name, t.time_zone, t.locale, t.currency,
       coalesce((SELECT min(g.reach) FROM member_grant g
                 WHERE g.tenant_id = t.id AND g.person_id = $2), '') AS reach
FROM tenant t WHERE t.id = $1
"""


@read("ticket.read", MEMBER)
async def own(act: Act) -> Belonging:
    """Raises NotFound for a company that is none any more."""
    row = await db.row(OWN, act.principal.own_tenant, act.person_id)
    if row is None:
        raise NotFound
    fields = {name: row[name] for name in Company.__slots__}
    return Belonging(Company(**fields), row["reach"])
