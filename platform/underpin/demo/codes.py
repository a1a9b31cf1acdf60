"""A demo's staff need no authenticator: their present one-time codes can be read."""

from __future__ import annotations

from uuid import UUID

import pyotp

from tenants import sign_in
from underpin.kernel import db, installation
from underpin.kernel.database.scope import Door, Provider


async def present(email: str) -> str | None:
    """The present code of a demo's staff person; None outside a demo, or for nobody."""
    if not installation.settings().demo:
        return None
    async with db.open(Door()):
        staff_id: UUID | None = await db.value("SELECT staff_id FROM door_staff($1)", email)
    async with db.open(Provider()):
        sealed = await db.value(
            "SELECT totp_sealed FROM staff_credential WHERE staff_id = $1", staff_id
        )
    if staff_id is None or sealed is None:
        return None
    return pyotp.TOTP(sign_in.open_totp(staff_id, sealed)).now()
