"""A template's tasks are put on a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from underpin.desk.checklists import step, templates
from underpin.desk.checklists.step import Step
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.events import New
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

BEGUN: Final = "ticket.task_begun"
LAST: Final = "SELECT coalesce(max(position), 0) FROM task WHERE tenant_id = $1 AND ticket_id = $2"
STANDS: Final = """
SELECT EXISTS (SELECT FROM task WHERE tenant_id = $1 AND ticket_id = $2 AND template = $3)
"""
INSERT: Final = """
INSERT INTO task (tenant_id, id, ticket_id, position, title, detail, mandatory, after, tier,
                  team_id, assignee_id, due_at, due_from, due_hours, template, state, reason,
                  version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'open', '', 1)
"""


@write("ticket.work", STAFF)
async def attach(act: Act, number: int, template: str) -> None:
    """Raises NotFound for no such ticket or template, Malformed where it would be too many."""
    await begin(act, await tickets.held(act, number), template)


async def begin(act: Act, ticket: Ticket, template: str) -> None:
    """Within a verb, the ticket held; behind the tasks it has already."""
    found = await templates.of_key(template)
    await put(act, ticket, found.steps, template)


async def once(act: Act, number: int, template: str) -> None:
    """Unless this template's tasks stand on the ticket already, done or not: for what acts more
    than once. Raises as `attach`."""
    ticket = await tickets.held(act, number)
    if not await db.value(STANDS, ticket.tenant_id, ticket.id, template):
        await begin(act, ticket, template)


async def put(act: Act, ticket: Ticket, steps: Sequence[Step], template: str | None = None) -> None:
    last: int = await db.value(LAST, ticket.tenant_id, ticket.id)
    if last + len(steps) > 2 * step.MOST:
        raise Malformed(f"steps: at most {2 * step.MOST} on a ticket.", field="steps")
    made = {each.key: ids.new() for each in steps}
    rows = [
        (
            *(ticket.tenant_id, made[each.key], ticket.id, place),
            *(each.title.strip(), each.detail, each.mandatory),
            *([made[before] for before in each.after], each.tier),
            *(each.team_id, each.assignee_id, *_due(each, act.now, ticket.wanted_at), template),
        )
        for place, each in enumerate(steps, last + 1)
    ]
    await db.many(INSERT, rows)
    await events.emit(act, New(BEGUN, ticket.id, {"tasks": len(rows)}))


def _due(
    each: Step, start: datetime, wanted: datetime | None
) -> tuple[datetime | None, str | None, int | None]:
    if each.due is None:
        return None, None, None
    return step.due(each.due, start, wanted), each.due.since, each.due.hours
