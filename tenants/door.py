"""Who stands at the door: a session, an API token or a vendor's link becomes a Principal.

Each look-up is one call of one listed function by one exact key, a transaction by itself.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tenants import role
from underpin.kernel import db, secret_token
from underpin.kernel.database.scope import Door
from underpin.kernel.principal import Audience, Principal


async def by_session(plain: str) -> Principal | None:
    """The person a session cookie stands for; None when it ended or never was."""
    claimed = secret_token.read(plain, "session")
    if claimed is None:
        return None
    row = await db.alone(Door(), "SELECT * FROM door_session($1)", claimed.digest)
    return _person(row, None, row["session_id"]) if row else None


async def by_api_token(plain: str) -> Principal | None:
    """The person an API token acts for, less what the token was not given."""
    claimed = secret_token.read(plain, "api")
    if claimed is None:
        return None
    row = await db.alone(Door(), "SELECT * FROM door_api_token($1)", claimed.digest)
    return _person(row, frozenset(row["capabilities"]), None) if row else None


async def by_vendor_link(plain: str) -> Principal | None:
    """The one vendor case a link opens; None when it was revoked, ran out or never was."""
    claimed = secret_token.read(plain, "vendor")
    if claimed is None:
        return None
    row = await db.alone(Door(), "SELECT * FROM door_link($1)", claimed.digest)
    if row is None or row["purpose"] != "vendor":
        return None
    return Principal(
        Audience.VENDOR,
        None,
        role.VENDOR,
        {row["tenant_key"]: row["tenant_id"]},
        case_id=row["object_id"],
    )


async def vendor_link_ends(plain: str) -> datetime | None:
    """When a vendor's link runs out; None where it opens nothing."""
    claimed = secret_token.read(plain, "vendor")
    if claimed is None:
        return None
    row = await db.alone(Door(), "SELECT purpose, expires_at FROM door_link($1)", claimed.digest)
    ends: datetime | None = row["expires_at"] if row and row["purpose"] == "vendor" else None
    return ends


def _person(row: db.Row, limit: frozenset[str] | None, session: UUID | None) -> Principal:
    audience = Audience(row["audience"])
    held = role.capabilities(audience, row["roles"])
    return Principal(
        audience,
        row["person_id"],
        held if limit is None else held & limit,
        dict(zip(row["tenant_keys"], row["tenant_ids"], strict=True)),
        name=row["name"],
        roles=frozenset(row["roles"]),
        tier=row["tier"],
        locale=row["locale"],
        time_zone=row["time_zone"],
        session_id=session,
    )
