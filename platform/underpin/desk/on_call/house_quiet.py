"""Hours in which nobody of the provider's is mailed warnings, whatever they chose for themselves,
each by the clock of their own zone. Pages ask for none of it (PRACTICE 24)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import time

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read


@dataclass(frozen=True, slots=True)
class HouseQuiet:
    """From one time to the other, over midnight where it ends before it begins; both None: no
    hours. `weekends`: Saturdays and Sundays as well, whole."""

    quiet_from: time | None = None
    quiet_to: time | None = None
    weekends: bool = False


@read("self.settings", STAFF)
async def said(act: Act) -> HouseQuiet:
    row = await db.row("SELECT quiet_from, quiet_to, weekends FROM house_quiet")
    return HouseQuiet() if row is None else HouseQuiet(**row)


@read("staff.write", STAFF)
async def to_change(act: Act) -> HouseQuiet:
    """The same, for whoever may change it."""
    found: HouseQuiet = await said(act)
    return found


@provide("staff.write")
async def say(act: Act, wanted: HouseQuiet) -> None:
    """From now on; mails that wait for their time already keep it. Raises Malformed."""
    if (wanted.quiet_from is None) != (wanted.quiet_to is None):
        raise Malformed("quiet_from, quiet_to: both or neither.", field="quiet_from")
    if wanted.quiet_from is not None and wanted.quiet_from == wanted.quiet_to:
        raise Malformed("quiet_from, quiet_to: two times that differ.", field="quiet_from")
    said_by = {"set_by": act.person_id, "set_at": act.now}
    await db.put("house_quiet", {"is_only": True}, {**asdict(wanted), **said_by})
