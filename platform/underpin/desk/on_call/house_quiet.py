"""Hours in which nobody of the provider's is mailed warnings, whatever they chose for themselves,
each by the clock of their own zone. Pages ask for none of it (PRACTICE 24)."""

from __future__ import annotations

from dataclasses import asdict

from underpin.desk.on_call.quiet import NO_HOUSE, House
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read


@read("self.settings", STAFF)
async def said(act: Act) -> House:
    row = await db.row("SELECT quiet_from, quiet_to, weekends FROM house_quiet")
    return NO_HOUSE if row is None else House(**row)


@read("staff.write", STAFF)
async def to_change(act: Act) -> House:
    """The same, for whoever may change it."""
    found: House = await said(act)
    return found


@provide("staff.write")
async def say(act: Act, wanted: House) -> None:
    """From now on; mails that wait for their time already keep it. Raises Malformed."""
    if (wanted.quiet_from is None) != (wanted.quiet_to is None):
        raise Malformed("quiet_from, quiet_to: both or neither.", field="quiet_from")
    if wanted.quiet_from is not None and wanted.quiet_from == wanted.quiet_to:
        raise Malformed("quiet_from, quiet_to: two times that differ.", field="quiet_from")
    said_by = {"set_by": act.person_id, "set_at": act.now}
    await db.put("house_quiet", {"is_only": True}, {**asdict(wanted), **said_by})
