"""What the desk's own people are told about a vendor's case: in their next digest, in their
language, so that a vendor's bad day is not a mail for each case."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import msgspec

from underpin.desk.aside import paging
from underpin.desk.on_call import warnings
from underpin.kernel import db
from underpin.kernel.act import Act

KEEP: Final = f"""
WITH who AS ({paging.LEADERS}), kept AS (
    INSERT INTO warning (tenant_id, id, staff_id, ticket_id, action, metric, happened_at, said)
    SELECT $1, gen_random_uuid(), w.id, $2, 'notify', $3, $4, $5::text::jsonb FROM who w
    RETURNING staff_id
)
{warnings.DUE}
"""


async def tell(act: Act, ticket_id: UUID, what: str, **words: str) -> None:
    """Whoever leads that client's service, or answers for it where nobody does. `what` is one of
    the `case.` sentences of `on_call/staff_words`."""
    said = msgspec.json.encode(words).decode()
    rows = await db.rows(KEEP, act.tenant_id, ticket_id, f"case.{what}", act.now, said)
    await warnings.arm(act, rows)
