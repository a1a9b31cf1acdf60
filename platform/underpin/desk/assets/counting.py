"""How many assets a client has, told whenever it changes: whoever bills by the asset hears it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from contracts import facts, instant
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act

WHOLE: Final = UUID("0b1f1d0e-77a1-5d7a-9a5a-3f6a1c7d2b11")
"""What all of a client's assets together are called."""

# The number, and the one that was told last.
COUNT: Final = """
SELECT (SELECT count(*)::int FROM asset WHERE tenant_id = $1 AND state IN ('in_use', 'in_repair'))
       AS number,
       (SELECT (e.body ->> 'number')::int FROM event e WHERE e.tenant_id = $1 AND e.subject_id = $2
        ORDER BY e.position DESC LIMIT 1) AS told
"""


async def tell(act: Act) -> None:
    """Within what changed an asset. What is planned, in store or retired is not counted."""
    subject = ids.derive(WHOLE, act.tenant_id)
    row = await db.row(COUNT, act.tenant_id, subject)
    assert row is not None, "aggregates give a row"  # noqa: S101
    if row["number"] == (row["told"] or 0):
        return
    said = facts.AssetsCounted(act.tenant_id, instant.of(act.now), row["number"])
    await events.emit(act, events.New(said.kind, subject, said.to_json()))
