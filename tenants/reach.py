"""How far a member sees: their own and watched tickets, or all of their site's or company's, where
the client's administrator grants it to them (PRACTICE 1)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import write

REACHES: Final = ("company", "site")
HERE: Final = """
SELECT EXISTS (SELECT FROM person WHERE tenant_id = $1 AND id = $2 AND state <> 'erased')
"""
GRANT: Final = """
INSERT INTO member_grant (tenant_id, person_id, reach, granted_by, granted_at)
VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
"""


@write("person.write", STAFF, MEMBER)
async def grant(act: Act, person_id: UUID, reach: str | None) -> None:
    """This reach and no other; None takes it away, at once. Raises Malformed, NotFound."""
    if reach is not None and reach not in REACHES:
        raise Malformed(f"reach: {', '.join(REACHES)}, or null.", field="reach")
    if not await db.value(HERE, act.tenant_id, person_id):
        raise NotFound
    await db.execute(
        "DELETE FROM member_grant WHERE tenant_id = $1 AND person_id = $2 "
        "AND reach IS DISTINCT FROM $3",
        *(act.tenant_id, person_id, reach),
    )
    if reach is not None:
        words = (act.tenant_id, person_id, reach, act.person_id, act.now)
        await db.execute(GRANT, *words)
