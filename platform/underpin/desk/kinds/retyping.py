"""A ticket that turns out to be of another type."""

from __future__ import annotations

from contracts.agreements import clause
from contracts.facts import Cause, TypeChanged
from underpin.desk.kinds import workflow
from underpin.desk.tickets import recording, states
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write


@write("ticket.work", STAFF)
async def retype(
    act: Act,
    number: int,
    type_: str,
    reason: str,
    *,
    corrects: bool = False,
    version: int | None = None,
) -> Ticket:
    """From now on by new facts; where it `corrects` our mistake, its clocks count from creation
    (CLOCKS). Where it stands must be a stage of the new type. A complaint stays one, because it
    was given to somebody else than who is complained of. Raises Malformed, NotFound,
    StaleVersion, WrongState."""
    if type_ not in clause.TYPES or type_ == "complaint":
        among = ", ".join(each for each in clause.TYPES if each != "complaint")
        raise Malformed(f"type: one of {among}.", field="type")
    if not 1 <= len(reason.strip()) <= 2000:
        raise Malformed("reason: 1 to 2000 characters.", field="reason")
    ticket = await tickets.held(act, number, version)
    if ticket.type == type_:
        return ticket
    _check(ticket, type_)
    cause: Cause = "our_mistake" if corrects else "new_facts"
    said = TypeChanged(**recording.by(act, ticket), old=ticket.type, new=type_, cause=cause)
    changes = {"type": type_, "stage": None}
    return await recording.change(act, ticket, [said], changes, reason=reason.strip())


def _check(ticket: Ticket, type_: str) -> None:
    if ticket.type == "complaint":
        raise states.WrongState("A complaint stays a complaint: answer it.")
    if not workflow.knows(type_, ticket.state):
        raise states.WrongState(
            f"A {type_} is never {ticket.state}: take this ticket out of it first."
        )
