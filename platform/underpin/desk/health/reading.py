"""How clients are doing, as it was last looked at: all the asker's at once, or one through its
days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

TREND: Final = 90
"""Days."""


@dataclass(frozen=True, slots=True)
class Health:
    """`met` and `missed` of this month's resolution targets, `commitment` in percent. `answered`
    and `content` of the surveys of 90 days. `escalations` and `credits` that wait; `contract` is
    None without one. `seen_at`: when that was so."""

    tenant_id: int
    day: date
    live: int
    breached: int
    at_risk: int
    escalations: int
    credits: int
    answered: int
    content: int
    met: int
    missed: int
    commitment: Decimal | None
    is_kept: bool | None
    contract: str | None
    in_force: bool
    ends_on: date | None
    renews_on: date | None
    notice_until: date | None
    seen_at: datetime

    @property
    def share(self) -> Fraction | None:
        """Of the month's targets that were met."""
        decided = self.met + self.missed
        return Fraction(self.met, decided) if decided else None

    @property
    def satisfaction(self) -> Fraction | None:
        return Fraction(self.content, self.answered) if self.answered else None


COLUMNS: Final = ", ".join(f"h.{name}" for name in Health.__slots__)
# Nearly all were looked at within days: those by one scan of the index, for which the policy's list
# of clients is read once, and only the others one by one, for each of which it is read anew. How
# long the array is does not show, or the whole table would be read, and that list for each row.
NOW: Final = f"""
WITH recent AS MATERIALIZED (
    SELECT DISTINCT ON (h.tenant_id) {COLUMNS} FROM client_health h
    WHERE h.tenant_id = ANY (ARRAY(SELECT unnest($1::int[]))) AND h.day > $2
    ORDER BY h.tenant_id, h.day DESC
)
SELECT * FROM recent
UNION ALL
SELECT h.* FROM (
    SELECT id FROM unnest($1::int[]) AS every(id)
    WHERE NOT EXISTS (SELECT FROM recent r WHERE r.tenant_id = every.id)
) AS other CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM client_health h WHERE h.tenant_id = other.id
    ORDER BY h.day DESC LIMIT 1
) h
"""
LOOKED_AT: Final = timedelta(days=3)
DAYS: Final = f"""
SELECT * FROM (
    SELECT {COLUMNS} FROM client_health h WHERE h.tenant_id = $1 ORDER BY h.day DESC LIMIT $2
) d ORDER BY d.day
"""


@read("compliance.read", STAFF)
async def of_clients(act: Act) -> list[Health]:
    """The newest of each of the asker's clients; at whom nobody looked yet is absent."""
    since = act.now.date() - LOOKED_AT
    rows = await db.rows(NOW, list(act.principal.tenant_ids), since)
    return [Health(**row) for row in rows]


@read("compliance.read", STAFF)
async def of_client(act: Act, tenant: int) -> list[Health]:
    """Its days, the earliest first, as far back as the trend reaches."""
    rows = await db.rows(DAYS, tenant, TREND)
    return [Health(**row) for row in rows]
