"""A client's people as its own administrator keeps them: who they are, what they may see and spend.

Read in the work scope: the row policies of members show each of them little of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from tenants import role, session
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Conflict, Forbidden, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience, Principal
from underpin.kernel.verb import outer, write

ADMIN: Final = "client_admin"


class LastAdmin(Conflict):
    code = "last-admin"
    title = "Somebody has to keep the people: make another person an administrator first"


@dataclass(frozen=True, slots=True)
class Kept:
    """`reach`: company, site or empty. `limits`: what they may approve, by currency."""

    id: UUID
    name: str
    email: str
    state: str
    roles: tuple[str, ...]
    reach: str
    site: str
    limits: tuple[tuple[str, Decimal], ...]
    locale: str


@dataclass(frozen=True, slots=True)
class Place:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class People:
    people: Sequence[Kept]
    sites: Sequence[Place]


EVERY: Final = """
SELECT p.id, p.name, p.email, p.state, p.locale, coalesce(s.name, '') AS site,
       ARRAY(SELECT r.role FROM member_role r WHERE r.tenant_id = p.tenant_id
             AND r.person_id = p.id ORDER BY 1) AS roles,
       coalesce((SELECT min(g.reach) FROM member_grant g WHERE g.tenant_id = p.tenant_id
                 AND g.person_id = p.id), '') AS reach,
       ARRAY(SELECT l.currency FROM spending_limit l WHERE l.tenant_id = p.tenant_id
             AND l.person_id = p.id ORDER BY l.currency) AS currencies,
       ARRAY(SELECT l.amount FROM spending_limit l WHERE l.tenant_id = p.tenant_id
             AND l.person_id = p.id ORDER BY l.currency) AS amounts
FROM person p LEFT JOIN site s ON s.tenant_id = p.tenant_id AND s.id = p.site_id
WHERE p.tenant_id = $1 AND p.state <> 'erased' AND ($2::uuid IS NULL OR p.id = $2)
ORDER BY p.state = 'deactivated', p.name, p.id LIMIT 1000
"""
SITES: Final = "SELECT id, name FROM site WHERE tenant_id = $1 ORDER BY name, id LIMIT 500"


@outer("person.read", MEMBER)
async def of_own(principal: Principal, person_id: UUID | None = None) -> People:
    """All of the asker's company, those who left last; or the one. Raises NotFound for nobody."""
    tenant = principal.own_tenant
    async with db.open(Work(tenant)):
        await db.execute("SET TRANSACTION READ ONLY")
        rows = await db.rows(EVERY, tenant, person_id)
        sites = await db.rows(SITES, tenant)
    if person_id is not None and not rows:
        raise NotFound
    return People([_kept(row) for row in rows], [Place(**row) for row in sites])


def _kept(row: db.Row) -> Kept:
    plain = ("id", "name", "email", "state", "site", "reach", "locale")
    limits = tuple(zip(row["currencies"], row["amounts"], strict=True))
    return Kept(**{name: row[name] for name in plain}, roles=tuple(row["roles"]), limits=limits)


OTHERS: Final = """
SELECT EXISTS (SELECT FROM member_role r JOIN person p
               ON p.tenant_id = r.tenant_id AND p.id = r.person_id
               WHERE r.tenant_id = $1 AND r.role = 'client_admin' AND r.person_id <> $2
                 AND p.state = 'active')
"""
HERE: Final = """
SELECT state FROM person WHERE tenant_id = $1 AND id = $2
AND state IN ('active', 'invited') FOR UPDATE
"""


@write("person.write", STAFF, MEMBER)
async def give_roles(act: Act, person_id: UUID, roles: Sequence[str]) -> None:
    """These and no others, from their next sign-in: their sessions end. Raises Malformed, NotFound,
    Forbidden for one's own, LastAdmin."""
    wanted = tuple(dict.fromkeys(roles))
    if not wanted or not set(wanted) <= set(role.MEMBER):
        raise Malformed(f"roles: one or more of {', '.join(role.MEMBER)}.", field="roles")
    _check_others(act, person_id)
    if await db.value(HERE, act.tenant_id, person_id) is None:
        raise NotFound
    if ADMIN not in wanted:
        await _check_kept(act, person_id)
    await db.execute(
        "DELETE FROM member_role WHERE tenant_id = $1 AND person_id = $2 "
        "AND role <> ALL ($3::text[])",
        *(act.tenant_id, person_id, list(wanted)),
    )
    await db.many(
        "INSERT INTO member_role (tenant_id, person_id, role) VALUES ($1, $2, $3) "
        "ON CONFLICT DO NOTHING",
        [(act.tenant_id, person_id, each) for each in wanted],
    )
    await session.end_all(Audience.MEMBER, person_id)


def _check_others(act: Act, person_id: UUID) -> None:
    if act.audience is Audience.MEMBER and person_id == act.person_id:
        raise Forbidden("Nobody changes their own roles: ask another administrator.")


async def _check_kept(act: Act, person_id: UUID) -> None:
    """One after the other, so that two administrators cannot take each other's role."""
    await db.execute("SELECT pg_advisory_xact_lock(hashtext('client-admins'), $1)", act.tenant_id)
    is_admin = await db.value(
        "SELECT true FROM member_role WHERE tenant_id = $1 AND person_id = $2 AND role = $3",
        *(act.tenant_id, person_id, ADMIN),
    )
    if is_admin and not await db.value(OTHERS, act.tenant_id, person_id):
        raise LastAdmin
