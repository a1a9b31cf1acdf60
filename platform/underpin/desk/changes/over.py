"""A change request is not done before its change is."""

from __future__ import annotations

from underpin.desk.changes import change as changes
from underpin.desk.changes import course
from underpin.desk.tickets import states
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel.act import Act


async def check(act: Act, ticket: Ticket) -> None:
    """Raises WrongState naming what is left to do. A log that is lived again had its reasons."""
    if ticket.type != changes.TYPE or act.source == "replay":
        return
    change = await changes.found(act.tenant_id, ticket.id)
    if change is None:
        return
    if change.state not in course.OVER:
        raise states.WrongState(f"Its change is {change.state}: finish or cancel it first.")
    if course.needs_review(change.kind, change.state):
        raise states.WrongState(f"Its change is {change.state}: have it reviewed first.")
