"""People of both sides: members of a client company, staff of the provider, and what they get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from tenants import session
from tenants.company import checked_locale
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, WORKER, Audience
from underpin.kernel.verb import provide, read, write

LONGEST_LIST = 1000


class AddressTaken(Conflict):
    code = "address-taken"
    title = "Somebody here has this address already: use theirs, or another address"


@dataclass(frozen=True, slots=True)
class Person:
    """`roles` are a member's or a staff person's, by the side they are on. Of a client's people as
    they are listed, `locale` is the language they are written to in, `reach` what they see beyond
    their own: company, site or empty."""

    id: UUID
    name: str
    email: str
    state: str
    roles: tuple[str, ...] = ()
    tier: int | None = None
    locale: str = ""
    reach: str = ""


@write("person.write", STAFF, MEMBER, WORKER)
async def add_member(
    act: Act,
    name: str,
    email: str,
    roles: Sequence[str] = ("requester",),
    *,
    person_id: UUID | None = None,
    site_id: UUID | None = None,
    reach: str | None = None,
) -> Person:
    """A person of the client, not yet signed in. `reach` 'company' or 'site' shows them more
    tickets than their own. Raises AddressTaken, Malformed."""
    address = checked_email(email)
    person = person_id or ids.new()
    try:
        await db.execute(
            "INSERT INTO person (tenant_id, id, name, email, site_id, state, locale, time_zone, "
            "created_at) SELECT $1, $2, $3, $4, $5, 'invited', t.locale, t.time_zone, $6 "
            "FROM tenant t WHERE t.id = $1",
            *(act.tenant_id, person, name, address, site_id, act.now),
        )
        await db.many(
            "INSERT INTO member_role (tenant_id, person_id, role) VALUES ($1, $2, $3)",
            [(act.tenant_id, person, role) for role in dict.fromkeys(roles)],
        )
        if reach:
            await _grant(act, person, reach)
    except asyncpg.UniqueViolationError as taken:
        raise AddressTaken from taken
    except (asyncpg.CheckViolationError, asyncpg.ForeignKeyViolationError) as wrong:
        raise Malformed(f"a field is not acceptable ({wrong.constraint_name}).") from wrong
    return Person(person, name, address, "invited", tuple(roles))


async def _grant(act: Act, person: UUID, reach: str) -> None:
    await db.execute(
        "INSERT INTO member_grant (tenant_id, person_id, reach, granted_by, granted_at) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        *(act.tenant_id, person, reach, act.principal.person_id or person, act.now),
    )


@write("person.write", STAFF, MEMBER)
async def deactivate_member(act: Act, person_id: UUID) -> None:
    """They lose sight at once: their sessions and links end in this transaction."""
    changed = await db.execute(
        "UPDATE person SET state = 'deactivated' WHERE tenant_id = $1 AND id = $2 "
        "AND state <> 'erased'",
        act.tenant_id,
        person_id,
    )
    if not changed:
        raise NotFound
    await _shut_out(Audience.MEMBER, person_id)


@write("person.write", STAFF, MEMBER)
async def speak(act: Act, person_id: UUID, locale: str) -> None:
    """What pages and mails speak to them from now on, also to somebody who never signs in. Raises
    NotFound before Malformed."""
    known = await db.value(
        "SELECT true FROM person WHERE tenant_id = $1 AND id = $2 "
        "AND state IN ('active', 'invited') FOR UPDATE",
        *(act.tenant_id, person_id),
    )
    if not known:
        raise NotFound
    keys = {"tenant_id": act.tenant_id, "id": person_id}
    await db.update("person", keys, {"locale": checked_locale(locale)})


@provide("staff.write")
async def deactivate_staff(act: Act, staff_id: UUID) -> None:
    """They lose sight at once: their sessions and links end in this transaction. Their
    assignments stay, as the record of who saw what. Raises NotFound."""
    changed = await db.execute("UPDATE staff SET state = 'deactivated' WHERE id = $1", staff_id)
    if not changed:
        raise NotFound
    await _shut_out(Audience.STAFF, staff_id)


async def _shut_out(audience: Audience, person: UUID) -> None:
    await session.end_all(audience, person)
    for purpose in ("invitation", "reset"):
        await db.execute("SELECT revoke_links($1, $2)", purpose, person)


@read("person.read", STAFF, MEMBER)
async def members(
    act: Act, tenant: int, after: UUID | None = None, limit: int = LONGEST_LIST
) -> list[Person]:
    """The people of a client company, by name; go on with the last one's id."""
    rows = await db.rows(
        "SELECT p.id, p.name, p.email, p.state, p.locale, ARRAY(SELECT r.role FROM member_role r "
        "WHERE r.tenant_id = p.tenant_id AND r.person_id = p.id ORDER BY 1) AS roles, "
        "coalesce((SELECT min(g.reach) FROM member_grant g WHERE g.tenant_id = p.tenant_id "
        "AND g.person_id = p.id), '') AS reach "
        "FROM person p WHERE p.tenant_id = $1 AND ($2::uuid IS NULL OR (p.name, p.id) > "
        "(SELECT a.name, a.id FROM person a WHERE a.tenant_id = $1 AND a.id = $2)) "
        "ORDER BY p.name, p.id LIMIT $3",
        tenant,
        after,
        max(1, min(limit, LONGEST_LIST)),
    )
    return [Person(**{**row, "roles": tuple(row["roles"])}) for row in rows]


@provide("staff.write")
async def add_staff(
    act: Act,
    name: str,
    email: str,
    roles: Sequence[str],
    tier: int | None = None,
    *,
    staff_id: UUID | None = None,
    locale: str = "en",
    time_zone: str = "UTC",
) -> Person:
    """A person of the provider, not yet signed in. Raises AddressTaken, Malformed."""
    address = checked_email(email)
    person = staff_id or ids.new()
    try:
        await db.execute(
            "INSERT INTO staff (id, name, email, tier, state, locale, time_zone, created_at) "
            "VALUES ($1, $2, $3, $4, 'invited', $5, $6, $7)",
            *(person, name, address, tier, locale, time_zone, act.now),
        )
        await db.many(
            "INSERT INTO staff_role (staff_id, role) VALUES ($1, $2)",
            [(person, role) for role in dict.fromkeys(roles)],
        )
    except asyncpg.UniqueViolationError as taken:
        raise AddressTaken from taken
    except asyncpg.CheckViolationError as wrong:
        raise Malformed(f"name, tier or roles: not acceptable ({wrong.constraint_name}).") from None
    return Person(person, name, address, "invited", tuple(roles), tier)


@provide("assignment.write")
async def assign(act: Act, staff_id: UUID, tenant: int) -> None:
    """Let a staff person see and work a client company. Repeating it changes nothing. Raises
    NotFound for nobody of the staff."""
    if not await db.value("SELECT true FROM staff WHERE id = $1", staff_id):
        raise NotFound
    await db.execute(
        "INSERT INTO assignment (staff_id, tenant_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        staff_id,
        tenant,
    )


@provide("assignment.write")
async def unassign(act: Act, staff_id: UUID, tenant: int) -> None:
    """They lose sight of it with their next request. Raises NotFound where none stood."""
    removed = await db.execute(
        "DELETE FROM assignment WHERE staff_id = $1 AND tenant_id = $2", staff_id, tenant
    )
    if not removed:
        raise NotFound


@read("staff.read", STAFF)
async def staff(act: Act, after: UUID | None = None, limit: int = LONGEST_LIST) -> list[Person]:
    """The provider's people, by name; go on with the last one's id."""
    rows = await db.rows(
        "SELECT s.id, s.name, s.email, s.state, s.tier, ARRAY(SELECT r.role FROM staff_role r "
        "WHERE r.staff_id = s.id ORDER BY 1) AS roles FROM staff s WHERE $1::uuid IS NULL "
        "OR (s.name, s.id) > (SELECT a.name, a.id FROM staff a WHERE a.id = $1) "
        "ORDER BY s.name, s.id LIMIT $2",
        after,
        max(1, min(limit, LONGEST_LIST)),
    )
    return [Person(**{**row, "roles": tuple(row["roles"])}) for row in rows]


def checked_email(email: str) -> str:
    """Lower case, one @, something on both sides. Raises Malformed."""
    address = email.strip().lower()
    local, at, domain = address.partition("@")
    strange = any(each.isspace() or not each.isprintable() for each in address)
    if not (local and at and "." in domain) or "@" in domain or len(address) > 254 or strange:
        raise Malformed("email: write an address like anna@example.org.", field="email")
    return address
