"""What is asked for and needs somebody's word first: the client's approvers are asked for it."""

from __future__ import annotations

from underpin.desk.approvals import asking
from underpin.desk.approvals.asking import New
from underpin.desk.catalogue.definition import Approval
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel.act import Act


async def ask(act: Act, ticket: Ticket, needed: Approval, price: str) -> None:
    """Within the verb that makes the request. Raises TooFewApprovers."""
    new = New(
        "catalogue_request",
        ticket.subject,
        detail=price,
        amount=needed.amount,
        currency=needed.currency,
    )
    await asking.on(act, ticket, new)
