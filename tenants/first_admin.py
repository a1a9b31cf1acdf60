"""The first administrator of an installation, whom nobody in it can invite: asked for at its own
command line, by whoever may read its settings."""

from __future__ import annotations

from typing import Final

from tenants import audit, invitation, people
from underpin.kernel import db, installation
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider
from underpin.kernel.errors import Conflict
from underpin.kernel.principal import Audience, Principal

ROLE: Final = "provider_admin"
OURS: Final = "tenants.first_admin.invited"
OPERATOR: Final = Principal(Audience.WORKER, None, frozenset(), name="Underpin")
ACTIVE: Final = """
SELECT EXISTS (SELECT FROM staff s JOIN staff_role r ON r.staff_id = s.id
               WHERE s.state = 'active' AND r.role = $1)
"""
INVITED: Final = """
SELECT s.id FROM staff s JOIN staff_role r ON r.staff_id = s.id
WHERE s.state = 'invited' AND r.role = $1 AND s.email = $2
"""


class Administered(Conflict):
    code = "administered"
    title = "Somebody administers this installation already: have them invite others"


async def invited(name: str, email: str) -> str:
    """The link by which they set their password, good once, for 14 days. Asked again while they
    have not used it, a new one. Raises Administered, AddressTaken, Malformed."""
    async with db.open(Provider()):
        token = await invite(Act(OPERATOR, None, await db.now(), "api", OURS), name, email)
    return f"{installation.settings().desk_origin}/link/{token}"


async def invite(act: Act, name: str, email: str) -> str:
    """The link's token, one asker at a time."""
    await db.execute("SELECT pg_advisory_xact_lock(hashtext('underpin-first-admin'))")
    if await db.value(ACTIVE, ROLE):
        raise Administered
    found = await db.value(INVITED, ROLE, people.checked_email(email))
    if found is None:
        found = (await people.add_staff(act, name, email, (ROLE,))).id
    await audit.note(act, OURS, {"staff_id": found}, str(found))
    token: str = await invitation.invite_staff(act, found)
    return token
