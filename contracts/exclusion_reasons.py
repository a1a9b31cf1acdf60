"""For which reasons a clock may be left out of the percentage: those its SLA version lists."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from contracts import version_store
from contracts.clause import Exclusion
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed

MAINTENANCE: Final = "planned_maintenance"
DEFAULT: Final = (Exclusion("planned_maintenance"), Exclusion("client_caused"))
"""Of a version that lists none."""


async def check(act: Act, clock: db.Row, reason: str, maintenance_id: UUID | None) -> None:
    """`reason` is a listed one, or the name of a listed *other*. Raises Malformed for one that is
    not, and for maintenance without a window that was announced in time."""
    found = await version_store.of_tenant(act.tenant_id, [clock["version_id"]])
    content = found.get(clock["version_id"])
    listed = {_name(each): each for each in (content.exclusions if content else ()) or DEFAULT}
    if reason not in listed:
        raise Malformed(f"reason: one of {', '.join(sorted(listed))}.", field="reason")
    if (reason == MAINTENANCE) != (maintenance_id is not None):
        raise Malformed(
            "maintenance_id: the announced maintenance, for planned_maintenance only.",
            field="maintenance_id",
        )


def _name(listed: Exclusion) -> str:
    return listed.name or listed.reason
