"""Whose time a ticket's resolution took, read by whoever may see the ticket."""

from __future__ import annotations

from contracts.clocks import share_reading
from contracts.clocks.share_reading import Whose
from underpin.desk.tickets import ticket as tickets
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read


@read("clock.read", STAFF, MEMBER)
async def of_ticket(act: Act, tenant: int, number: int) -> Whose | None:
    """None where its SLA promises no resolution. Raises NotFound."""
    act.only_own(tenant)
    ticket = await tickets.seen(act, tenant, number)
    return await share_reading.of_ticket(act, tenant, ticket.id)
