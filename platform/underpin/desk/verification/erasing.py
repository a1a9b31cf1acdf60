"""What verifications hold of a person: the notes about who vouched for whom."""

from __future__ import annotations

from typing import Final

from tenants.erasing import WORDS, Known
from underpin.kernel import db
from underpin.kernel.act import Act

NOTES: Final = """
UPDATE verification SET note = $3
WHERE tenant_id = $1 AND (person_id = $2 OR approver_id = $2) AND note <> ''
"""


async def erase(act: Act, known: Known) -> int:
    """Returns how many rows no longer say anything of them."""
    return await db.execute(NOTES, act.tenant_id, known.person_id, WORDS)
