"""What all clients of whoever asks have still to pay, the longest due first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from billing.receivables import receivable
from billing.receivables.receivable import Receivable
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

PAGE = 100


@dataclass(frozen=True, slots=True)
class OwedBy:
    """`client` is its key."""

    client: str
    stands: Receivable


OWED = f"""
SELECT r.id, i.number, r.currency, r.gross, r.credited, r.paid, r.questioned, r.written_off,
       r.due_on, t.key AS client,
       (coalesce(t.simulated_now, $2) AT TIME ZONE t.time_zone)::date AS today
FROM receivable r JOIN tenant t ON t.id = r.tenant_id
JOIN invoice i ON i.tenant_id = r.tenant_id AND i.id = r.id
WHERE r.tenant_id = ANY ($1::int[]) AND r.is_open AND r.gross > r.credited + r.paid
  AND ($3::date IS NULL OR (r.due_on, r.id) > ($3, $4::uuid))
ORDER BY r.due_on, r.id LIMIT {PAGE}
"""


@read("invoice.read", STAFF)
async def listed(
    act: Act, after_due: date | None = None, after: UUID | None = None
) -> list[OwedBy]:
    """Up to a hundred; go on with the last one's due day and id. Each stands as on its client's
    own day."""
    words = (list(act.principal.tenant_ids), act.now, after_due, after or UUID(int=0))
    return [_owed(row) for row in await db.rows(OWED, *words)]


def _owed(row: db.Row) -> OwedBy:
    said = dict(row)
    client, today = said.pop("client"), said.pop("today")
    return OwedBy(client, receivable.read_row(said, today))
