"""What requests for approval hold of a person, and how it goes: the name they asked and decided
under, their reasons; who stood in for them, and how much they might spend."""

from __future__ import annotations

from typing import Final

from tenants.erasing import NAME, WORDS, Known
from underpin.kernel import db
from underpin.kernel.act import Act

ASKED: Final = """
UPDATE approval_request SET asked_by_name = $3 WHERE tenant_id = $1 AND asked_by = $2
"""
DECIDED: Final = """
UPDATE approval_decision SET decided_by_name = $3,
    reason = CASE WHEN reason = '' THEN '' ELSE $4 END
WHERE tenant_id = $1 AND decided_by = $2
"""
REFUSED: Final = """
UPDATE approval_request q SET reason = $3 FROM approval_decision d
WHERE q.tenant_id = $1 AND d.tenant_id = $1 AND d.request_id = q.id AND d.decided_by = $2
  AND d.decision = 'refused'
"""
LIMITS: Final = "DELETE FROM spending_limit WHERE tenant_id = $1 AND person_id = $2"
STAND_INS: Final = """
DELETE FROM stand_in WHERE tenant_id = $1 AND (person_id = $2 OR stand_in_id = $2)
"""


async def erase(act: Act, known: Known) -> int:
    """Returns how many rows no longer say anything of them."""
    tenant, person = act.tenant_id, known.person_id
    gone = await db.execute(ASKED, tenant, person, NAME)
    gone += await db.execute(DECIDED, tenant, person, NAME, WORDS)
    gone += await db.execute(REFUSED, tenant, person, WORDS)
    gone += await db.execute(LIMITS, tenant, person)
    return gone + await db.execute(STAND_INS, tenant, person)
