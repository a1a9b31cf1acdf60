"""What billing holds of a person in words of their own: what they asked about a line. That it was
asked, and the answer, stay; so does what a bank wrote of who paid, as the books' evidence."""

from __future__ import annotations

from tenants.erasing import WORDS, Known
from underpin.kernel import db
from underpin.kernel.act import Act


async def erase(act: Act, known: Known) -> int:
    """How many rows no longer say what they wrote."""
    return await db.execute(
        "UPDATE line_question SET words = $3 WHERE tenant_id = $1 AND asked_by = $2",
        *(act.tenant_id, known.person_id, WORDS),
    )
