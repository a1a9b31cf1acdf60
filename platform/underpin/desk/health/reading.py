"""How clients are doing, as it was last looked at: all the asker's at once, or one through its
days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
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
NOW: Final = f"""
SELECT h.* FROM unnest($1::int[]) AS of(tenant_id) CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM client_health h WHERE h.tenant_id = of.tenant_id
    ORDER BY h.day DESC LIMIT 1
) h
"""
DAYS: Final = f"""
SELECT * FROM (
    SELECT {COLUMNS} FROM client_health h WHERE h.tenant_id = $1 ORDER BY h.day DESC LIMIT $2
) d ORDER BY d.day
"""


@read("compliance.read", STAFF)
async def of_clients(act: Act) -> list[Health]:
    """The newest of each of the asker's clients; at whom nobody looked yet is absent."""
    rows = await db.rows(NOW, list(act.principal.tenant_ids))
    return [Health(**row) for row in rows]


@read("compliance.read", STAFF)
async def of_client(act: Act, tenant: int) -> list[Health]:
    """Its days, the earliest first, as far back as the trend reaches."""
    rows = await db.rows(DAYS, tenant, TREND)
    return [Health(**row) for row in rows]
