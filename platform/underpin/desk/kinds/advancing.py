"""A ticket goes on to the next stage of its type, by the type's own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contracts import facts
from underpin.desk.kinds import workflow
from underpin.desk.tickets import finishing, states, working
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

MOVED: Final = "ticket.stage_changed"


@dataclass(frozen=True, slots=True)
class Course:
    """Where a ticket stands by its type's words; `state` is what that is to the clocks."""

    type: str
    stage: str
    state: str
    allowed: tuple[str, ...]


@read("ticket.read", STAFF)
async def course(act: Act, tenant: int, number: int) -> Course:
    """Raises NotFound."""
    return of(await tickets.seen(act, tenant, number))


def of(ticket: Ticket) -> Course:
    where = (ticket.type, ticket.state, ticket.stage)
    return Course(ticket.type, workflow.stage(*where), ticket.state, workflow.allowed(*where))


@write("ticket.work", STAFF)
async def advance(
    act: Act, number: int, stage: str, *, body: str = "", version: int | None = None
) -> Ticket:
    """To a stage that may follow; the clocks hear of its state where that is another one. `body` is
    the public message with which it ends. Raises Malformed, NotFound, StaleVersion, WrongState."""
    ticket = await tickets.held(act, number, version)
    flow = workflow.FLOWS[ticket.type]
    if stage not in flow:
        raise Malformed(f"stage: one of {', '.join(flow)}.", field="stage")
    before = of(ticket)
    if stage == before.stage:
        return ticket
    if stage not in before.allowed:
        raise workflow.refused(ticket.type, ticket.state, ticket.stage)
    await _turn(act, ticket, flow[stage].state, body)
    return await _keep(act, ticket, before.stage, stage)


async def _turn(act: Act, ticket: Ticket, state: str, body: str) -> None:
    if state == facts.WAITING_CLIENT:
        raise states.WrongState("To wait for the client, ask them: reply and wait.")
    if state == facts.RESOLVED:
        await finishing.resolve(act, ticket.number, body=body)
    elif state == facts.CLOSED:
        await finishing.close(act, ticket.number)
    elif state != ticket.state:
        await working.change_state(act, ticket.number, state)


async def _keep(act: Act, ticket: Ticket, old: str, new: str) -> Ticket:
    row = await db.row(
        "UPDATE ticket SET stage = $3, version = version + 1 WHERE tenant_id = $1 AND id = $2 "
        f"RETURNING {tickets.COLUMNS}",
        *(act.tenant_id, ticket.id, new),
    )
    assert row is not None, "the row is locked by this transaction"  # noqa: S101
    await events.emit(act, events.New(MOVED, ticket.id, {"old": old, "new": new}))
    return tickets.of(row)
