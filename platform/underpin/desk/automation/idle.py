"""Rules for tickets that stand still: a timer for each ticket and rule, put off by every movement,
which acts once in each spell of silence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from underpin.desk.automation import acting, rule, running
from underpin.desk.automation.acting import Acting
from underpin.desk.automation.running import Occasion
from underpin.desk.tickets import states
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, rounds, timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer

KIND: Final = "automation_idle"
A_ROUND: Final = 500


async def arm(act: Act, ticket_id: UUID, found: Sequence[Acting]) -> None:
    """From its last movement; what is done stands still for good."""
    row = await db.row(
        "SELECT touched_at, live FROM ticket WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, ticket_id),
    )
    if row is not None and row["live"]:
        await timers.arm(act, *(_timer(each, ticket_id, row["touched_at"]) for each in found))


def _timer(each: Acting, ticket_id: UUID, touched_at: datetime) -> Timer:
    key = f"{each.rule.id}:{ticket_id}"
    return Timer(KIND, key, ticket_id, touched_at + _span(each), "bulk")


def _span(each: Acting) -> timedelta:
    return timedelta(hours=each.rule.definition.hours or 0)


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(KIND, timers.rows_of("ticket"), _fire)


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    for timer in batch:
        rule_id = UUID(timer.key.partition(":")[0])
        ticket = await running.fresh(act, timer.subject_id)
        for each in await acting.of(act.tenant_id, [rule.IDLE], rule_id):
            await _stands_still(act, each, ticket)


async def _stands_still(act: Act, each: Acting, ticket: Ticket) -> None:
    if ticket.state in states.DONE:
        return
    if ticket.touched_at + _span(each) > act.now:
        await timers.arm(act, _timer(each, ticket.id, ticket.touched_at))
        return
    moment = (ticket.id, act.now)
    if await running.met(each, act.tenant_id, moment):
        spell = f"idle:{ticket.id}:{ticket.touched_at.isoformat()}"
        await running.run(act, each, ticket, Occasion(spell, rule.IDLE, moment))


# Tickets of before the rule was switched on.
WITHOUT: Final = """
SELECT t.id, t.touched_at FROM ticket t WHERE t.tenant_id = $1 AND t.live
  AND NOT EXISTS (SELECT FROM timer m WHERE m.tenant_id = $1 AND m.kind = $3
                  AND m.key = $2::uuid::text || ':' || t.id::text)
  AND NOT EXISTS (SELECT FROM automation_run a WHERE a.tenant_id = $1 AND a.ticket_id = t.id
                  AND a.rule_id = $2 AND a.trigger = 'idle' AND a.ran_at >= t.touched_at)
ORDER BY t.id LIMIT $4
"""


async def everywhere() -> int:
    """A timer for every live ticket that has none yet, in each client's desk; returns how many."""
    return await rounds.each("automation.arming", _armed, source=running.SOURCE)


async def at(tenant: int) -> int:
    """The round at one client."""
    return await rounds.one("automation.arming", _armed, tenant, running.SOURCE)


async def _armed(act: Act) -> int:
    found = await acting.of(act.tenant_id, [rule.IDLE])
    return sum([await _armed_for(act, each) for each in found])


async def _armed_for(act: Act, each: Acting) -> int:
    rows = await db.rows(WITHOUT, act.tenant_id, each.rule.id, KIND, A_ROUND)
    await timers.arm(act, *(_timer(each, row["id"], row["touched_at"]) for row in rows))
    return len(rows)
