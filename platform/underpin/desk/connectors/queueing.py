"""What is to be told to a far side, queued in the transaction that decided it. Its words are not
copied: they are read where they stand, when it leaves."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, Literal
from uuid import UUID

from underpin.desk.connectors import connector, link
from underpin.desk.connectors.connector import Connector
from underpin.desk.connectors.link import Link
from underpin.kernel import outgoing
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict

OUT: Final = "connector"
What = Literal["open", "say", "turn"]
AT_ONCE: Final = timedelta(0)


class NoConnector(Conflict):
    code = "no-connector"
    title = "This vendor's cases go out by REST, and nobody has said where to: add its connector"


async def opening(act: Act, vendor_id: UUID, ticket_id: UUID, case_id: UUID) -> Link:
    """A case goes out to its vendor, once. Raises NoConnector."""
    to = await connector.of_vendor(vendor_id)
    if to is None:
        raise NoConnector
    made = await link.make(act, to, ticket_id, case_id=case_id)
    await matter(act, to, made)
    return made


async def matter(act: Act, to: Connector, made: Link) -> None:
    await queue(act, made, "open", str(made.id), {})
    await link.watch(act.tenant_id, to)


async def say(act: Act, made: Link, identity: str, *, hold: timedelta = outgoing.HOLD) -> None:
    """What was kept under this identity, in the case or beside the ticket."""
    await queue(act, made, "say", identity, {"message": identity}, hold=hold)


async def turn(act: Act, case_id: UUID, state: str, identity: str) -> None:
    """Which state the case has with us now, where it went out by a connector."""
    found = await link.of_case(act, case_id)
    if found is not None:
        await queue(act, found, "turn", identity, {"state": state})


async def queue(
    act: Act,
    found: Link,
    what: What,
    identity: str,
    said: dict[str, str],
    *,
    hold: timedelta = outgoing.HOLD,
) -> None:
    payload = {"link_id": str(found.id), "what": what, **said}
    subject = found.case_id or found.ticket_id
    await outgoing.queue(act, OUT, f"{what}:{identity}"[:300], subject, payload, hold=hold)
