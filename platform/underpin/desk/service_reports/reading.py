"""Service reports as they are read: by staff of the client's, and of members by client admins and
who keeps its money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.desk.service_reports import told
from underpin.desk.service_reports.told import Report
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read

PAGE: Final = 24


@dataclass(frozen=True, slots=True)
class Listed:
    id: UUID
    year: int
    month: int
    state: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    report: Report
    made_at: datetime


LISTED: Final = """
SELECT id, year, month, state, made_at FROM service_report
WHERE tenant_id = $1 AND ($2::int IS NULL OR (year, month) < ($2, $3))
ORDER BY year DESC, month DESC LIMIT $4
"""


@read("service_report.read", STAFF, MEMBER)
async def of_client(
    act: Act, tenant: int, before: tuple[int, int] | None = None, limit: int = PAGE
) -> list[Listed]:
    """Newest first; `before`: those earlier than a year and month. Raises NotFound."""
    _own(act, tenant)
    rows = await db.rows(LISTED, tenant, *(before or (None, None)), limit)
    return [Listed(**row) for row in rows]


@read("service_report.read", STAFF, MEMBER)
async def of_month(act: Act, tenant: int, year: int, month: int) -> Kept:
    """Raises NotFound for another's client, and for a month that was not told yet."""
    _own(act, tenant)
    row = await db.row(
        "SELECT body, made_at FROM service_report "
        "WHERE tenant_id = $1 AND year = $2 AND month = $3",
        *(tenant, year, month),
    )
    if row is None:
        raise NotFound
    return Kept(told.decoded(row["body"]), row["made_at"])


def _own(act: Act, tenant: int) -> None:
    act.only_own(tenant)
