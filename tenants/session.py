"""Sessions: our own table, a hashed id that is new at every sign-in, idle and absolute ends.

The scope in which a person was just proven opens the session; the door ends it.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from underpin.kernel import db, ids, secret_token
from underpin.kernel.database.scope import Door
from underpin.kernel.principal import Audience

IDLE = {Audience.STAFF: timedelta(hours=2), Audience.MEMBER: timedelta(days=1)}
LIVES = {Audience.STAFF: timedelta(hours=14), Audience.MEMBER: timedelta(days=14)}


async def open_for(audience: Audience, tenant: int | None, person: UUID) -> secret_token.Issued:
    """A new session within the current transaction; the cookie's value is shown once."""
    issued = secret_token.issue("session", tenant)
    await db.execute(
        "SELECT open_session($1, $2, $3, $4, $5, $6, $7)",
        ids.new(),
        issued.digest,
        str(audience),
        tenant,
        person,
        IDLE[audience] // timedelta(seconds=1),
        LIVES[audience],
    )
    return issued


async def end(plain: str) -> None:
    """Sign out: the session is gone, and a request in flight cannot write it back."""
    async with db.open(Door()):
        await db.execute("SELECT end_session($1)", secret_token.digest(plain))


async def end_all(audience: Audience, person: UUID) -> None:
    """Within a transaction: after a change of password, role or state."""
    await db.execute("SELECT end_sessions_of($1, $2)", str(audience), person)
