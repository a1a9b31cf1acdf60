"""A ticket's clocks with their explanations, for pages and the API.

Member and staff ask the same; the row policy alone decides which clocks each is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from contracts.calendars import compiled
from contracts.calendars.calendar import Calendar
from contracts.clocks import clock_history, clock_view
from contracts.clocks.clock_view import ClockView
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read

CLOCKS = """
SELECT c.id, c.ticket_id, c.kind, c.metric, c.holder, c.number, c.ticket_type, c.priority,
       c.version_id, c.calendar_version_id, c.withdrawn_at
FROM clock c WHERE c.tenant_id = $1 AND c.ticket_id = $2
ORDER BY array_position(ARRAY['SLA', 'OLA', 'UC'], c.kind), c.started_at, c.metric, c.number
"""

NAMES = """
SELECT v.id, a.name, v.number FROM agreement_version v
JOIN agreement a ON a.tenant_id = v.tenant_id AND a.id = v.agreement_id
WHERE v.tenant_id = $1 AND v.id = ANY ($2::uuid[])
UNION ALL
SELECT v.id, c.name, v.number FROM calendar_version v
JOIN calendar c ON c.tenant_id = v.tenant_id AND c.id = v.calendar_id
WHERE v.tenant_id = $1 AND v.id = ANY ($2::uuid[])
"""

PROVIDER_NAMES = """
SELECT v.id, a.name, v.number FROM provider_agreement_version v
JOIN provider_agreement a ON a.id = v.agreement_id WHERE v.id = ANY ($1::uuid[])
UNION ALL
SELECT v.id, c.name, v.number FROM provider_calendar_version v
JOIN provider_calendar c ON c.id = v.calendar_id WHERE v.id = ANY ($1::uuid[])
"""


class _Sides(NamedTuple):
    """Version ids of the client's own and of the provider's side."""

    own: set[UUID]
    behind: set[UUID]


@read("clock.read", STAFF, MEMBER)
async def of_ticket(act: Act, tenant: int, ticket_id: UUID) -> list[ClockView]:
    """SLA clocks first, each with the sum that explains it, as of the tenant's now.

    Empty for a ticket that has none or that the asker may not see. A clock that, as a late fact
    showed, never should have begun is left out. Raises NotFound for a member of another tenant.
    """
    act.only_own(tenant)
    rows = await db.rows(CLOCKS, tenant, ticket_id)
    kept = await clock_history.read(tenant, [row["id"] for row in rows])
    calendars = await _calendars(tenant, rows, kept)
    names = await _names(tenant, rows)
    at = await _now(act, tenant)
    told = {clock_id: clock_history.told(each, calendars) for clock_id, each in kept.items()}
    return [
        clock_view.of(row, history, names, at)
        for row in rows
        if (history := told.get(row["id"])) is not None
    ]


async def _now(act: Act, tenant: int) -> datetime:
    """The tenant's own time where it is simulated: staff read across tenants, in real time."""
    simulated = await db.value("SELECT simulated_now FROM tenant WHERE id = $1", tenant)
    return simulated or act.now


async def _calendars(
    tenant: int, rows: Sequence[db.Row], kept: Mapping[UUID, clock_history.Kept]
) -> dict[UUID, Calendar]:
    sides = _Sides(set(), set())
    for row in rows:
        versions = {row["calendar_version_id"]}
        if row["id"] in kept:
            versions |= kept[row["id"]].calendar_versions()
        (sides.own if row["kind"] == "SLA" else sides.behind).update(versions)
    found = await compiled.of_tenant(tenant, sides.own)
    return found | (await compiled.of_provider(sides.behind) if sides.behind else {})


async def _names(tenant: int, rows: Sequence[db.Row]) -> dict[UUID, str]:
    sides = _Sides(set(), set())
    for row in rows:
        side = sides.own if row["kind"] == "SLA" else sides.behind
        side.update((row["version_id"], row["calendar_version_id"]))
    found = await db.rows(NAMES, tenant, list(sides.own))
    if sides.behind:
        found += await db.rows(PROVIDER_NAMES, list(sides.behind))
    return {row["id"]: f"{row['name']} v{row['number']}" for row in found}
