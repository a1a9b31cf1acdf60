"""What assets hold of a person, and how it goes: whose they were."""

from __future__ import annotations

from typing import Final

from tenants.erasing import Known
from underpin.kernel import db
from underpin.kernel.act import Act

OWNED: Final = """
UPDATE asset SET owner_id = NULL, version = version + 1 WHERE tenant_id = $1 AND owner_id = $2
"""
# A row that could not be taken is kept as it came, and may name them.
REFUSED: Final = """
UPDATE asset_import SET refused = '[]' WHERE tenant_id = $1 AND strpos(refused::text, $2) > 0
"""


async def erase(act: Act, known: Known) -> int:
    """Returns how many rows no longer say anything of them. The history holds their id only."""
    gone = await db.execute(OWNED, act.tenant_id, known.person_id)
    return gone + await db.execute(REFUSED, act.tenant_id, known.email)
