"""A calendar's public holidays looked up again: where they differ, a new version is proposed.

It is a version like any other, with a note of what changed: clocks count on it only once an
agreement version names it, and a client's only after the client accepted that (PRACTICE 26).
"""

from __future__ import annotations

from uuid import UUID

import msgspec

from contracts.calendars import calendar_definition, calendar_holidays, calendars
from contracts.calendars.calendar_holidays import Refreshed
from contracts.calendars.calendars import CalendarVersion, Written
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF, WORKER
from underpin.kernel.verb import provide, write


@write("contract.write", STAFF, WORKER)
async def propose(act: Act, calendar_id: UUID) -> CalendarVersion | None:
    """A client's calendar; None where nothing differs. Raises NotFound."""
    rows = await db.rows(NEWEST, act.tenant_id, calendar_id)
    found = _refreshed(rows)
    return None if found is None else await calendars.write(act, calendar_id, _written(found))


@provide("vendor.write")
async def propose_provider(act: Act, calendar_id: UUID) -> CalendarVersion | None:
    """A calendar of the provider's own; None where nothing differs. Raises NotFound."""
    found = _refreshed(await db.rows(NEWEST_PROVIDER, calendar_id))
    if found is None:
        return None
    return await calendars.write_provider(act, calendar_id, _written(found))


NEWEST = """
SELECT definition, public_holidays FROM calendar_version
WHERE tenant_id = $1 AND calendar_id = $2 ORDER BY number DESC LIMIT 1
"""

NEWEST_PROVIDER = """
SELECT definition, public_holidays FROM provider_calendar_version
WHERE calendar_id = $1 ORDER BY number DESC LIMIT 1
"""


def _refreshed(rows: list[db.Row]) -> Refreshed | None:
    if not rows:
        raise NotFound
    kept = calendar_holidays.decode(rows[0]["public_holidays"])
    if kept is None:
        return None
    definition = calendar_definition.from_json(msgspec.json.decode(rows[0]["definition"]))
    return calendar_holidays.refreshed(definition, kept)


def _written(found: Refreshed) -> Written:
    return Written(found.definition, found.listed, found.note)
