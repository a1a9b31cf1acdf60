"""For which reasons a clock may be left out of the percentage: those its SLA version lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

from contracts.agreements import version_store
from contracts.agreements.clause import EXCLUDED_BY_DEFAULT, Exclusion
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed

MAINTENANCE: Final = "planned_maintenance"

# Maintenance of the ticket's service, while the clock lived.
WINDOW: Final = """
SELECT m.announced_at, m.starts_at FROM maintenance m
JOIN counted_ticket k ON k.tenant_id = m.tenant_id AND k.service_id = m.service_id
WHERE m.tenant_id = $1 AND m.id = $2 AND k.id = $3 AND m.withdrawn_at IS NULL
  AND m.starts_at < $5 AND m.ends_at > $4
"""


async def check(act: Act, clock: db.Row, reason: str, maintenance_id: UUID | None) -> None:
    """`reason` is a listed one, or the name of a listed *other*. Raises Malformed for one that is
    not, and for maintenance without a window that was announced in time."""
    found = await version_store.of_tenant(act.tenant_id, [clock["version_id"]])
    content = found.get(clock["version_id"])
    listed = _named((content.exclusions if content else ()) or EXCLUDED_BY_DEFAULT)
    if reason not in listed:
        raise Malformed(f"reason: one of {', '.join(sorted(listed))}.", field="reason")
    if (reason == MAINTENANCE) != (maintenance_id is not None):
        raise Malformed(
            "maintenance_id: the announced maintenance, for planned_maintenance only.",
            field="maintenance_id",
        )
    if maintenance_id is not None:
        await _check_window(act, clock, listed[reason], maintenance_id)


def _named(listed: Iterable[Exclusion]) -> dict[str, Exclusion]:
    return {each.name or each.reason: each for each in listed}


async def _check_window(act: Act, clock: db.Row, agreed: Exclusion, maintenance_id: UUID) -> None:
    until = clock["decided_at"] or act.now
    words = (act.tenant_id, maintenance_id, clock["ticket_id"], clock["started_at"], until)
    window = await db.row(WINDOW, *words)
    if window is None:
        raise Malformed(
            "maintenance_id: maintenance of this ticket's service, while its clock ran.",
            field="maintenance_id",
        )
    notice = timedelta(hours=agreed.notice_hours or 0)
    if window["announced_at"] + notice > window["starts_at"]:
        raise Malformed(
            f"maintenance_id: it was not announced {agreed.notice_hours} hours ahead, as agreed.",
            field="maintenance_id",
        )
