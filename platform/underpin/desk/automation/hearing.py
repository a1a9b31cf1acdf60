"""Rules hear what happens to tickets: each event once, rule after rule in their order, and what
rules did themselves only so deep."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from underpin.desk.automation import acting, idle, rule, running
from underpin.desk.automation.running import Occasion
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event

UNHEARD: Final = frozenset({"replay", "demo"})
"""Sources whose events tell of what happened long ago."""
SURVEY: Final = "survey.answered"
MOVED: Final = ("ticket.internal_note", "ticket.handed_over")
"""No trigger of its own, but movement."""
KINDS: Final = tuple(dict.fromkeys([*(kind for of in rule.KINDS.values() for kind in of), *MOVED]))

CAUSE: Final = """
SELECT id, depth FROM automation_run
WHERE tenant_id = $1 AND ticket_id = $2 AND $3 = ANY (effects) LIMIT 1
"""


async def hear(act: Act, event: Event) -> None:
    """Where no rule waits for it, nothing is locked."""
    triggers = rule.triggers(event.kind, event.body)
    found = await acting.of(act.tenant_id, [*triggers, rule.IDLE])
    standing = [each for each in found if each.rule.definition.when == rule.IDLE]
    if standing:
        await idle.arm(act, _ticket(event), standing)
    waiting = [each for each in found if each.rule.definition.when != rule.IDLE]
    if waiting:
        await _set_off(act, event, waiting)


async def _set_off(act: Act, event: Event, waiting: list[acting.Acting]) -> None:
    ticket = await running.fresh(act, _ticket(event))
    depth, cause = await _cause(event)
    for each in waiting:
        moment = (ticket.id, event.happened_at)
        if not await running.met(each, act.tenant_id, moment):
            continue
        when = each.rule.definition.when
        occasion = Occasion(f"event:{event.id}", when, moment, depth, cause)
        state = await running.run(act, each, ticket, occasion)
        if each.rule.stops and state == "done":
            return
        ticket = await running.fresh(act, ticket.id)


def _ticket(event: Event) -> UUID:
    """What it is about: its subject, or what its subject names."""
    return UUID(event.body["ticket_id"]) if event.kind == SURVEY else event.subject_id


async def _cause(event: Event) -> tuple[int, UUID | None]:
    """How deep what is set off by it lies, and the run it is an effect of."""
    if event.source != running.SOURCE:
        return 1, None
    row = await db.row(CAUSE, event.tenant_id, event.subject_id, event.id)
    return (1, None) if row is None else (row["depth"] + 1, row["id"])


CONSUMER: Final = Consumer("automation", "bulk", KINDS, hear, UNHEARD)
