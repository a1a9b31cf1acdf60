"""A webhook that leaves: an address of a client's or of ours, told of what happens to tickets.

It says which ticket and what happened, and little else: who wants to know more asks the API.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from underpin.desk.channels import calling
from underpin.kernel import db, installation, keyring, outgoing
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.events import Event
from underpin.kernel.outbound import AddressRefused, HttpCall, Outbound
from underpin.kernel.outgoing import NeverTaken, Outgoing, Send

OUT: Final = "webhook"
TEST: Final = "test"
CALLED: Final = "ticket.called"
"""A rule calls, whatever happened."""
SEALED: Final = "webhook-key"
FOR_CLIENTS: Final = (
    *("ticket.raised", "ticket.public_reply", "ticket.client_message", "ticket.state_changed"),
    *("ticket.reprioritised", "ticket.type_changed", "ticket.resolved", "ticket.closed"),
    *("ticket.reopened", "ticket.merged"),
)
FOR_STAFF: Final = (
    *FOR_CLIENTS,
    *("ticket.assigned", "ticket.tier_moved", "ticket.internal_note", "ticket.breach_recorded"),
    *("ticket.case_opened", "ticket.case_fixed"),
)

# Confidential tickets are for named people: no program hears of them (PRACTICE 2).
WANTED: Final = """
SELECT w.id, n.key, t.number, t.subject, t.type, t.state, t.priority, t.version
FROM webhook w JOIN ticket t ON t.tenant_id = w.tenant_id AND t.id = $2
JOIN tenant n ON n.id = w.tenant_id
WHERE w.tenant_id = $1 AND $3 = ANY (w.kinds) AND w.paused_at IS NULL AND NOT t.confidential
"""


@dataclass(frozen=True, slots=True)
class Keys:
    """Where to, and the keys to sign with: two while one is changed over to the other."""

    url: str
    keys: tuple[str, ...]


async def hear(act: Act, event: Event) -> None:
    """Queue it for each webhook that wants its kind, under the event's own name."""
    if event.kind not in FOR_STAFF:
        return
    for row in await db.rows(WANTED, act.tenant_id, event.subject_id, event.kind):
        name, at = str(event.id), event.happened_at
        said = {"id": name, "kind": event.kind, "at": at, "ticket": _ticket(row)}
        await _queue(act, row["id"], name, said)


SUBJECT: Final = """
SELECT w.id, n.key, t.number, t.subject, t.type, t.state, t.priority, t.version
FROM webhook w JOIN ticket t ON t.tenant_id = w.tenant_id AND t.id = $2
JOIN tenant n ON n.id = w.tenant_id
WHERE w.tenant_id = $1 AND w.id = $3 AND w.paused_at IS NULL AND NOT t.confidential
"""


async def say(act: Act, webhook_id: UUID, ticket_id: UUID, cause: UUID) -> None:
    """Tell one webhook how a ticket stands, because a rule says so: once for each cause. One that
    is paused or gone is told nothing."""
    row = await db.row(SUBJECT, act.tenant_id, ticket_id, webhook_id)
    if row is not None:
        said = {"id": str(cause), "kind": CALLED, "at": act.now, "ticket": _ticket(row)}
        await _queue(act, webhook_id, str(cause), said)


def _ticket(row: db.Row) -> dict[str, Any]:
    told = {name: row[name] for name in ("subject", "type", "state", "priority", "version")}
    return {**told, "number": f"{row['key']}-{row['number']}"}


async def test(act: Act, webhook_id: UUID, name: UUID) -> None:
    """Say something that says nothing, to see whether it arrives."""
    await _queue(act, webhook_id, str(name), {"id": str(name), "kind": TEST, "at": act.now})


async def _queue(act: Act, webhook_id: UUID, name: str, said: Mapping[str, Any]) -> None:
    identity = f"{name}:{webhook_id}"
    await outgoing.queue(act, OUT, identity, webhook_id, msgspec.to_builtins(said), hold=NOW)


NOW: Final = timedelta(0)


def sealed(tenant: int, webhook_id: UUID, key: str) -> bytes:
    return installation.ring().encrypt(SEALED, key.encode(), associated=_bound(tenant, webhook_id))


def _bound(tenant: int, webhook_id: UUID) -> bytes:
    return keyring.message(tenant, str(webhook_id))


def sender(outbound: Outbound) -> Send:
    """How this process calls webhooks. Any 2xx ends it; 410, and an address inside our network,
    are for a person to look at; all else is tried again with growing pauses."""

    async def send(leaving: Outgoing) -> None:
        if leaving.simulated and not installation.settings().demo:
            return
        keys, now = await _keys(leaving)
        body = msgspec.json.encode(leaving.payload)
        headers = calling.signed(keys.keys, leaving.identity.partition(":")[0], body, now)
        call = HttpCall(leaving.identity, "POST", keys.url, (calling.JSON, *headers), body)
        try:
            calling.taken(await outbound.call(call))
        except AddressRefused as problem:
            raise NeverTaken(str(problem)) from problem

    return send


async def _keys(leaving: Outgoing) -> tuple[Keys, datetime]:
    """Raises NeverTaken for one that was paused meanwhile."""
    tenant, webhook_id = leaving.tenant_id, leaving.subject_id
    async with db.open(Work(tenant)):
        now = await db.now()
        row = await db.row(
            "SELECT url, signing_key, CASE WHEN former_until > $3 THEN former_key END AS former "
            "FROM webhook WHERE tenant_id = $1 AND id = $2 AND paused_at IS NULL",
            *(tenant, webhook_id, now),
        )
    if row is None:
        raise NeverTaken("This webhook is paused.")
    found = [each for each in (row["signing_key"], row["former"]) if each is not None]
    ring, bound = installation.ring(), _bound(tenant, webhook_id)
    plain = (ring.decrypt(SEALED, each, associated=bound).decode() for each in found)
    return Keys(row["url"], tuple(plain)), now
