"""Telling a far side, outside any transaction; what it calls the matter is kept when it says so."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from underpin.desk.cases import case as cases
from underpin.desk.connectors import connector, link, matter, speaking
from underpin.desk.connectors.adapter import Matter, Opened
from underpin.desk.connectors.link import Link
from underpin.desk.connectors.queueing import OUT
from underpin.desk.connectors.speaking import Known
from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db, installation
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.outbound import Outbound, OutboundFailed
from underpin.kernel.outgoing import NeverTaken, Outgoing, Send
from underpin.kernel.principal import worker


@dataclass(frozen=True, slots=True)
class Ready:
    found: Link
    who: Known
    matter: Matter


def sender(outbound: Outbound) -> Send:
    """How this process tells far sides. A replayed history tells nobody."""

    async def send(leaving: Outgoing) -> None:
        if leaving.simulated and not installation.settings().demo:
            return
        ready = await _ready(leaving)
        adapter, side = ready.who.connector.adapter, speaking.side(outbound, ready.who)
        if leaving.payload["what"] == "open":
            await _opened(leaving, ready, await adapter.open(side, ready.matter))
            return
        if ready.who.connector.kind != "rest" and not ready.found.reference:
            raise OutboundFailed("It has not been told there yet: tried again.")
        if leaving.payload["what"] == "turn":
            await adapter.turn(side, ready.matter)
        else:
            await _noted(leaving, ready.found, await adapter.say(side, ready.matter))

    return send


async def _ready(leaving: Outgoing) -> Ready:
    """All that is said, read in one transaction, before anything is."""
    async with db.open(Work(leaving.tenant_id)):
        act = await _act(leaving.tenant_id)
        found = await link.one(act, UUID(leaving.payload["link_id"]))
        if found is None:
            raise NeverTaken("What it was about is gone.")
        who = await speaking.known(found.connector_id)
        said = {name: str(value) for name, value in leaving.payload.items()}
        return Ready(found, who, await matter.of(act, found, leaving.identity, said))


async def _act(tenant: int) -> Act:
    return Act(worker(tenant), tenant, await db.now(), "send", OUT)


async def _opened(leaving: Outgoing, ready: Ready, opened: Opened) -> None:
    """A tracker that gave no number was not understood; a vendor may give its own later."""
    kind = ready.who.connector.kind
    if not opened.reference:
        if kind != "rest":
            raise NeverTaken("It answered without saying what it calls this: look there.")
        return
    async with db.open(Work(leaving.tenant_id)):
        act = await _act(leaving.tenant_id)
        await tickets.held_by_id(act, ready.found.ticket_id)
        found = await link.held(act, ready.found.id)
        if found is None:
            return
        await link.write(found, reference=opened.reference, url=opened.url or None)
        if found.case_id is not None:
            await cases.refer(act, found.case_id, opened.reference)
        to = await connector.by_id(found.connector_id)
        if to is not None:
            await link.watch(act.tenant_id, to)


async def _noted(leaving: Outgoing, found: Link, name: str) -> None:
    """Our own words come back when it is asked: they are known by this."""
    if name:
        async with db.open(Work(leaving.tenant_id)):
            await db.execute(
                "UPDATE connector_link SET said = array_append(said, $3) WHERE tenant_id = $1 "
                "AND id = $2 AND NOT $3 = ANY (said)",
                *(leaving.tenant_id, found.id, name),
            )
