"""Tickets that find their holder by themselves, where a client's ways say so."""

from __future__ import annotations

from typing import Final

from underpin.desk.hands import absence, choosing, skills, ways
from underpin.desk.hands.choosing import Colleague, Matter
from underpin.desk.hands.ways import Ways
from underpin.desk.tickets import states, working
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event
from underpin.kernel.principal import STAFF, WORKER
from underpin.kernel.verb import write

COLLEAGUES: Final = f"""
WITH here AS MATERIALIZED (
    SELECT s.id, s.tier FROM assignment a JOIN staff s ON s.id = a.staff_id
    WHERE a.tenant_id = $1 AND s.state = 'active'
)
SELECT h.id, h.tier, o.open, coalesce(r.turn, 0) AS turn,
       ARRAY({skills.HELD.format(staff="h.id", day="$2::date")}) AS skills,
       ARRAY(SELECT m.team_id FROM team_member m WHERE m.staff_id = h.id) AS teams,
       EXISTS ({absence.AWAY.format(at="$3")} AND a.staff_id = h.id) AS away
FROM here h JOIN open_tickets_of(ARRAY(SELECT id FROM here)) o ON o.staff_id = h.id
LEFT JOIN assignment_turn r ON r.tenant_id = $1 AND r.staff_id = h.id
"""
NEEDED: Final = "SELECT skill_id FROM service_skill WHERE tenant_id = $1 AND service_id = $2"
TURN: Final = """
INSERT INTO assignment_turn (tenant_id, staff_id, turn)
SELECT $1, $2, 1 + coalesce(max(turn), 0) FROM assignment_turn WHERE tenant_id = $1
ON CONFLICT (tenant_id, staff_id) DO UPDATE SET turn = excluded.turn
"""
# Two of a client's tickets at once are given one after the other, so that each sees the other's.
ONE_BY_ONE: Final = "SELECT FROM assignment_way WHERE tenant_id = $1 FOR UPDATE"


BY_ITSELF: Final = "SELECT way <> 'by_hand' FROM assignment_way WHERE tenant_id = $1"


@write("ticket.work", STAFF, WORKER)
async def assign(act: Act, number: int) -> Ticket:
    """Give a free ticket to whom the client's ways name; it stays where it is if they name nobody,
    or somebody has it. Raises NotFound."""
    return await _assigned(act, await tickets.held(act, number))


async def _assigned(act: Act, ticket: Ticket) -> Ticket:
    chosen = await ways.chosen(act.tenant_id)
    return ticket if chosen.way == "by_hand" else await given(act, ticket, chosen)


async def given(act: Act, ticket: Ticket, chosen: Ways) -> Ticket:
    """Within a verb, a locked ticket, to whom these ways name; as it is where it is done or held,
    or they name nobody."""
    if ticket.assignee_id is not None or ticket.state in states.DONE:
        return ticket
    await db.rows(ONE_BY_ONE, act.tenant_id)
    person = choosing.decide(await _matter(ticket), await _colleagues(act), chosen)
    if person is None:
        return ticket
    await db.execute(TURN, act.tenant_id, person)
    return await working.hand(act, ticket, person)


async def _matter(ticket: Ticket) -> Matter:
    needed = await db.rows(NEEDED, ticket.tenant_id, ticket.service_id)
    return Matter(
        ticket.type,
        ticket.priority,
        ticket.tier,
        ticket.service_id,
        frozenset(row["skill_id"] for row in needed),
    )


async def _colleagues(act: Act) -> list[Colleague]:
    rows = await db.rows(COLLEAGUES, act.tenant_id, act.now.date(), act.now)
    several = ("skills", "teams")
    return [
        Colleague(**{**row, **{name: frozenset(row[name]) for name in several}}) for row in rows
    ]


async def hear(act: Act, event: Event) -> None:
    """The consumer: a ticket came into a queue. Where all is done by hand nothing is locked."""
    if await db.value(BY_ITSELF, act.tenant_id):
        await _assigned(act, await tickets.held_by_id(act, event.subject_id))


CONSUMER: Final = Consumer("assignment", "alarm", ("ticket.raised", "ticket.tier_moved"), hear)
