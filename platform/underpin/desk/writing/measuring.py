"""How much each client keeps is said once a night, where it changed; billing hears of it."""

from __future__ import annotations

from typing import Final

from underpin.kernel import db, events, rounds
from underpin.kernel.act import Act
from underpin.kernel.events import New

KIND: Final = "storage.measured"
CHANGED = """
UPDATE storage SET measured_bytes = bytes
WHERE tenant_id = $1 AND measured_bytes IS DISTINCT FROM bytes RETURNING id, bytes
"""


async def everywhere() -> int:
    """Returns of how many clients it was said."""
    return await rounds.each("storage.measuring", of_client)


async def at(tenant: int) -> int:
    """The round at one client."""
    return await rounds.one("storage.measuring", of_client, tenant, "round")


async def of_client(act: Act) -> int:
    row = await db.row(CHANGED, act.tenant_id)
    if row is None:
        return 0
    await events.emit(act, New(KIND, row["id"], {"bytes": row["bytes"]}))
    return 1
