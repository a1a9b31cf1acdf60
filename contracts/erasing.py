"""What the contracts hold of a person in words of their own: why they objected to a ruling. The
objection itself, and its answer, stay."""

from __future__ import annotations

from tenants.erasing import WORDS, Known
from underpin.kernel import db
from underpin.kernel.act import Act


async def erase(act: Act, known: Known) -> int:
    """How many rows no longer say what they wrote."""
    return await db.execute(
        "UPDATE objection SET words = $3 WHERE tenant_id = $1 AND raised_by = $2",
        *(act.tenant_id, known.person_id, WORDS),
    )
