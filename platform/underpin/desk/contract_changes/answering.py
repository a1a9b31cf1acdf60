"""What whoever manages the account says on a client's contract change. They do no other work on
tickets, so that this is all they may write."""

from __future__ import annotations

from typing import Final

from underpin.desk.tickets import talking
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.messages import Message
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Forbidden
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

IS_ONE: Final = """
SELECT EXISTS (SELECT FROM contract_change WHERE tenant_id = $1 AND ticket_id = $2)
"""


@write("contract_change.reply", STAFF)
async def reply(act: Act, number: int, body: str, *, version: int | None = None) -> Message:
    """A public message. Raises NotFound, StaleVersion, Malformed, and Forbidden on any other
    ticket."""
    ticket = await tickets.held(act, number, version)
    if not await db.value(IS_ONE, ticket.tenant_id, ticket.id):
        raise Forbidden("This is no contract change: whoever works on tickets answers it.")
    said: Message = await talking.reply(act, number, body)
    return said
