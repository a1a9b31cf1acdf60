"""What a client's people wished of their contract, and how it goes."""

from __future__ import annotations

from typing import Final

from tenants.erasing import WORDS, Known
from underpin.kernel import db
from underpin.kernel.act import Act

WISHES: Final = """
UPDATE contract_change k SET wish = $3 FROM ticket t
WHERE k.tenant_id = $1 AND t.tenant_id = $1 AND t.id = k.ticket_id AND t.requester_id = $2
"""


async def erase(act: Act, known: Known) -> int:
    """Returns how many rows no longer say anything of them."""
    return await db.execute(WISHES, act.tenant_id, known.person_id, WORDS)
