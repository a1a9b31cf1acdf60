"""What a far side tells by webhook: each client has an address of its own there, so that nothing it
says can be of another client's."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec

from underpin.desk.connectors import applying, connector
from underpin.desk.connectors.adapter import NotForUs, Told, Unreadable
from underpin.desk.connectors.connector import Connector
from underpin.desk.hooks import inbox
from underpin.desk.hooks.inbox import Delivery, Purpose, SetAside
from underpin.desk.hooks.secret import Held
from underpin.kernel.act import Act

MOST: Final = 200


async def proves(act: Act, held: Held) -> str | None:
    found = await connector.by_id(held.owner_id)
    return None if found is None or found.paused_at is not None else found.proof


async def handle(act: Act, delivery: Delivery) -> Mapping[str, Any]:
    """What came of it. Raises SetAside."""
    to = await _connector(delivery.owner_id)
    if not await inbox.named(act, delivery, hashlib.sha256(delivery.body).hexdigest()):
        return {"repeated": True}
    try:
        told = to.adapter.hear(to.form, msgspec.json.decode(delivery.body))
    except NotForUs as why:
        return {"ignored": str(why)}
    except (Unreadable, msgspec.DecodeError, RecursionError) as why:
        raise SetAside(f"{why}"[:300]) from why
    return await _all(act, to, delivery, told[:MOST])


async def _connector(connector_id: UUID) -> Connector:
    found = await connector.by_id(connector_id)
    if found is None or found.paused_at is not None:
        raise SetAside("Its connector is paused.")
    return found


async def _all(
    act: Act, to: Connector, delivery: Delivery, told: Sequence[Told]
) -> Mapping[str, Any]:
    done = [await _one(act, to, delivery, each) for each in told]
    known = [each for each in done if each is not None]
    if not known:
        return _unknown(to)
    if any(each.refused for each in known):
        raise SetAside(next(each.refused for each in known if each.refused))
    return {"applied": sum(each.new for each in known), "repeated": not any(e.new for e in known)}


def _unknown(to: Connector) -> Mapping[str, Any]:
    """A tracker tells of all its issues; a vendor only of ours, so that one we do not know is a
    mistake that somebody must see."""
    if to.vendor_id is None:
        return {"ignored": "It is none of this client's."}
    raise SetAside("It names no case of this client's that went there.")


async def _one(act: Act, to: Connector, delivery: Delivery, told: Told) -> applying.Done | None:
    found = await applying.find(act, to, told)
    if found is None:
        return None
    return await applying.apply(act, to, found, told, delivery.received_at)


PURPOSE = Purpose(connector.PURPOSE, proves, handle)
