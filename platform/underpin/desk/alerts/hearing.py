"""A delivery to a monitoring source, from the inbox to its tickets."""

from __future__ import annotations

from typing import Any, Final

from underpin.desk.alerts import applying, by_mail, reading
from underpin.desk.alerts.source import COLUMNS, Source, of
from underpin.desk.alerts.told import Heard, Unreadable
from underpin.desk.hooks import inbox
from underpin.desk.hooks.inbox import Delivery, Purpose, SetAside
from underpin.desk.hooks.secret import Held
from underpin.kernel import db
from underpin.kernel.act import Act

NAME: Final = "alert"


async def proves(act: Act, held: Held) -> str | None:
    """By which proof this source's deliveries are taken."""
    found: str | None = await db.value(
        "SELECT coalesce(settings ->> 'proof', 'address') FROM alert_source "
        "WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, held.owner_id),
    )
    return found


async def handle(act: Act, delivery: Delivery) -> dict[str, Any]:
    """What came of it, counted. Raises SetAside."""
    source = await _locked(act, delivery)
    body, name = await by_mail.words(delivery)
    try:
        heard = reading.read(body, source.kind, source.mapping)
    except Unreadable as why:
        raise SetAside(str(why)) from why
    name = heard.identity or name
    if name and not await inbox.named(act, delivery, name):
        return {"repeated": True, "reader": heard.reader}
    raised = await applying.apply(act, source, heard.alerts, delivery.received_at)
    return {**counted(heard), "raised": raised}


def counted(heard: Heard) -> dict[str, Any]:
    """In numbers; `refused` is why some of it could not be read."""
    fired = sum(each.firing for each in heard.alerts)
    said = {"reader": heard.reader, "fired": fired, "over": len(heard.alerts) - fired}
    said |= {"neither": heard.neither} if heard.neither else {}
    return said | ({"refused": "; ".join(heard.refused)} if heard.refused else {})


async def _locked(act: Act, delivery: Delivery) -> Source:
    row = await db.row(
        f"SELECT {COLUMNS} FROM alert_source WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        *(act.tenant_id, delivery.owner_id),
    )
    if row is None:
        raise SetAside("Its source is gone.")
    if row["paused_at"] is not None:
        raise SetAside("Its source is paused.")
    return of(row)


PURPOSE = Purpose(NAME, proves, handle)
