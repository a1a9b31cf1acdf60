"""Steps of the escalation policy that ask before they act (PRACTICE 22): a colleague accepts, and
the step is carried out in the same transaction, or declines, and it stays undone."""

from __future__ import annotations

from uuid import UUID

from contracts.escalation import proposals
from contracts.escalation.proposals import Escalation
from underpin.desk.escalated.carrying import Carrying
from underpin.desk.tickets import ticket as tickets
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write


@read("ticket.read", STAFF)
async def listed(act: Act, tenant: int, number: int) -> list[Escalation]:
    """Every step that came up, in order; the open ones wait as proposed. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    found: list[Escalation] = await proposals.of_ticket(act, tenant, ticket.id)
    return found


@write("ticket.escalate", STAFF)
async def accept(act: Act, number: int, escalation_id: UUID) -> Escalation:
    """Carry the step out, once. Raises NotFound, proposals.Decided."""
    await _of(act, number, escalation_id)
    accepted = await proposals.accept(act, escalation_id)
    await Carrying().carry_out(act, [(accepted.ticket_id, accepted.decision)])
    return accepted


@write("ticket.escalate", STAFF)
async def decline(act: Act, number: int, escalation_id: UUID) -> Escalation:
    """Leave the step undone. Raises NotFound, proposals.Decided."""
    await _of(act, number, escalation_id)
    return await proposals.decline(act, escalation_id)


async def _of(act: Act, number: int, escalation_id: UUID) -> None:
    """The ticket is locked, and the step is one of its own."""
    ticket = await tickets.held(act, number)
    if await proposals.ticket_of(act, escalation_id) != ticket.id:
        raise NotFound
