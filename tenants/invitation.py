"""Invitation and reset links: good once, for a while, and their use ends every session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from tenants import session, sign_in
from underpin.kernel import db, ids, passwords, second_factor, secret_token
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Door, Provider, Work
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, WORKER, Audience
from underpin.kernel.verb import provide, write

LIVES = {"invitation": timedelta(days=14), "reset": timedelta(hours=2)}
SHORTEST_PASSWORD = 12


class LinkSpent(NotFound):
    code = "link-spent"
    title = "This link was used, revoked or has run out: ask for a new one"


@dataclass(frozen=True, slots=True)
class Accepted:
    """`totp_secret` is shown to staff until its first code was given, to be put into an
    authenticator; None once it is theirs."""

    audience: Audience
    totp_secret: str | None


@write("person.write", STAFF, MEMBER, WORKER)
async def invite_member(act: Act, person_id: UUID, purpose: str = "invitation") -> str:
    """A link's token for a member; earlier ones of the purpose are revoked. Raises NotFound for
    who is not there, or not any more."""
    there = await db.value(
        "SELECT true FROM person WHERE tenant_id = $1 AND id = $2 "
        "AND state IN ('invited', 'active')",
        act.tenant_id,
        person_id,
    )
    if not there:
        raise NotFound
    return await _issue(purpose, Audience.MEMBER, act.tenant_id, person_id)


@provide("staff.write")
async def invite_staff(act: Act, staff_id: UUID, purpose: str = "invitation") -> str:
    """A link's token for a staff person; earlier ones of the purpose are revoked. Raises NotFound
    for who is not there, or not any more."""
    there = await db.value(
        "SELECT true FROM staff WHERE id = $1 AND state IN ('invited', 'active')", staff_id
    )
    if not there:
        raise NotFound
    return await _issue(purpose, Audience.STAFF, None, staff_id)


async def reset_staff(staff_id: UUID) -> str:
    """The token of a link for a staff person who has forgotten their password, in the provider's
    scope; the earlier one is revoked. Their second factor stays."""
    return await _issue("reset", Audience.STAFF, None, staff_id)


async def _issue(purpose: str, audience: Audience, tenant: int | None, person: UUID) -> str:
    issued = secret_token.issue("link", tenant)
    await db.execute("SELECT revoke_links($1, $2)", purpose, person)
    await db.execute(
        "SELECT issue_link($1, $2, $3, $4, $5, $6, $7)",
        *(ids.new(), issued.digest, purpose, str(audience), tenant, person, LIVES[purpose]),
    )
    return issued.plain


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom a link is for: `purpose` invitation or reset, until `expires_at`. `client` is what a
    member's portal is called, empty for staff."""

    audience: Audience
    purpose: str
    name: str
    email: str
    expires_at: datetime
    client: str = ""


OF_STAFF: Final = "SELECT name, email, '' AS client FROM staff WHERE id = $1"
OF_MEMBER: Final = """
SELECT p.name, p.email, coalesce(b.name, n.name) AS client
FROM person p JOIN tenant n ON n.id = p.tenant_id LEFT JOIN branding b ON b.tenant_id = p.tenant_id
WHERE p.tenant_id = $1 AND p.id = $2
"""


async def invited(token: str) -> Invited:
    """The person a link was made for, without using it. Raises LinkSpent."""
    link = await _found(token)
    audience = Audience(link["audience"])
    if audience is Audience.STAFF:
        async with db.open(Provider()):
            row = await db.row(OF_STAFF, link["object_id"])
    else:
        async with db.open(Work(link["tenant_id"])):
            row = await db.row(OF_MEMBER, link["tenant_id"], link["object_id"])
    if row is None:
        raise LinkSpent
    said = (row["name"], row["email"], link["expires_at"], row["client"])
    return Invited(audience, link["purpose"], *said)


async def look(token: str) -> Audience:
    """Whom a link is for, without using it: a GET changes nothing. Raises LinkSpent."""
    return Audience((await _found(token))["audience"])


async def accept(token: str, password: str) -> Accepted:
    """Set the password, use the link, end every session of the person.

    Raises LinkSpent, Malformed for a password under 12 characters.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise Malformed(f"password: {SHORTEST_PASSWORD} characters or more.", field="password")
    link = await _found(token)
    hashed = await passwords.hash_password(password)
    if link["audience"] == Audience.STAFF:
        async with db.open(Provider()):
            return await _accept_staff(link, hashed)
    async with db.open(Work(link["tenant_id"])):
        return await _accept_member(link, hashed)


async def _found(token: str) -> db.Row:
    claimed = secret_token.read(token, "link")
    if claimed is None:
        raise LinkSpent
    async with db.open(Door()):
        link = await db.row("SELECT * FROM door_link($1)", claimed.digest)
    if link is None or link["purpose"] == "vendor":
        raise LinkSpent
    return link


async def _accept_member(link: db.Row, hashed: str) -> Accepted:
    tenant, person = link["tenant_id"], link["object_id"]
    await _use(link)
    await db.execute(
        "INSERT INTO credential (tenant_id, person_id, password_hash, changed_at) "
        "VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, person_id) DO UPDATE "
        "SET password_hash = excluded.password_hash, changed_at = excluded.changed_at",
        *(tenant, person, hashed, await db.now()),
    )
    await db.execute(
        "UPDATE person SET state = 'active' WHERE tenant_id = $1 AND id = $2 AND state = 'invited'",
        tenant,
        person,
    )
    await session.end_all(Audience.MEMBER, person)
    return Accepted(Audience.MEMBER, None)


async def _accept_staff(link: db.Row, hashed: str) -> Accepted:
    staff_id = link["object_id"]
    await _use(link)
    secret = second_factor.new_secret()
    kept = await db.value(
        "INSERT INTO staff_credential (staff_id, password_hash, totp_sealed, changed_at) "
        "VALUES ($1, $2, $3, $4) ON CONFLICT (staff_id) DO UPDATE "
        "SET password_hash = excluded.password_hash, changed_at = excluded.changed_at, "
        "totp_sealed = CASE WHEN staff_credential.totp_confirmed_at IS NULL "
        "THEN excluded.totp_sealed ELSE staff_credential.totp_sealed END RETURNING totp_sealed",
        *(staff_id, hashed, sign_in.seal_totp(staff_id, secret), await db.now()),
    )
    await db.execute(
        "UPDATE staff SET state = 'active' WHERE id = $1 AND state = 'invited'", staff_id
    )
    await session.end_all(Audience.STAFF, staff_id)
    fresh = sign_in.open_totp(staff_id, kept) == secret
    return Accepted(Audience.STAFF, secret if fresh else None)


async def _use(link: db.Row) -> None:
    if not await db.value("SELECT use_link($1)", link["link_id"]):
        raise LinkSpent
