"""What day it is for a client: in its own zone, at its own time."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from contracts.calendars import zone
from underpin.kernel import db
from underpin.kernel.act import Act


async def zone_of(tenant: int) -> ZoneInfo:
    return zone.named(await db.value("SELECT time_zone FROM tenant WHERE id = $1", tenant))


async def today(act: Act, tenant: int) -> date:
    return act.now.astimezone(await zone_of(tenant)).date()
